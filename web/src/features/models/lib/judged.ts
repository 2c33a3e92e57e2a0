// What the evaluation page works with: one entry a picture, and the typed shape of `fovea evaluate --json`.
import type { BeadSummary, EvaluatedPicture, EvaluationDoc, JudgedComponent, JudgedText } from "@/api/contract";
import { boxesOf, type Boxes } from "./boxes";

/** A judged picture. `score` is as the server compares it: a 32 bit number, below everything where there is none. */
export type Judged = {
  index: number;
  pictureId: string;
  name: string;
  truth: string | null;
  bad: boolean;
  score: number;
  predicted: string | null;
  heat: boolean;
  /** Of a model that tells boxes. */
  boxes: Boxes | null;
  /** Of a model that measures a bead of glue. */
  bead: BeadSummary | null;
  /** Of a model that knows the components of a board. */
  components: JudgedComponent[];
  /** Of a model that reads: the texts of which is known what stands there. */
  texts: JudgedText[];
};

export type Interval = readonly [low: number, high: number];
export type CurvePoint = { threshold: number; x: number; y: number };
export type SizeResult = { label: string; from_px: number; to_px?: number | null; defects: number; found: number };
export type ClassResult = {
  name: string;
  pictures: number;
  recall?: number | null;
  precision?: number | null;
  iou?: number | null;
};
export type Spread = { mean: number; p99: number };
export type Timing = { decode_ms: Spread; run_ms: Spread; total_ms: Spread; pictures_per_second: number };
export type KindQuality = { name: string; marked: number; average_precision?: number | null; recall?: number | null; precision?: number | null };
export type Detection = {
  iou: number;
  marked: number;
  mean_average_precision: number;
  kinds: KindQuality[];
  coco?: {
    map50: number;
    map75: number;
    map50_95: number;
    kinds: { name: string; marked: number; ap50?: number | null; ap50_95?: number | null }[];
    sizes: { name: string; marked: number; map50?: number | null; map50_95?: number | null }[];
  } | null;
};
export type Confusion = { labels: string[]; matrix: number[][] };

/** The parts of the evaluation document that the page draws. Whatever a task or the data cannot give is missing. */
export type Evaluation = {
  model?: { name: string; task: string; classes: { name: string; good: boolean }[]; created?: string; size?: [number, number] };
  data?: { pictures: number; good: number; bad: number; skipped?: { path: string; reason: string }[] };
  threshold?: number;
  auroc?: number | null;
  auroc_interval?: Interval | null;
  average_precision?: number | null;
  accuracy?: number | null;
  balanced_accuracy?: number | null;
  confusion?: Confusion | null;
  classes?: ClassResult[];
  pixel?: { auroc?: number | null; pro?: number | null; mean_iou?: number | null } | null;
  by_size?: SizeResult[];
  detection?: Detection | null;
  reading?: { texts: number; character_error: number } | null;
  timing?: Timing | null;
};

export function judgedOf(picture: EvaluatedPicture): Judged {
  const score: unknown = picture.score;
  return {
    index: picture.index,
    pictureId: picture.picture_id ?? picture.name,
    name: picture.name,
    truth: picture.class || null,
    bad: picture.truth_bad,
    score: typeof score === "number" && Number.isFinite(score) ? Math.fround(score) : Number.NEGATIVE_INFINITY,
    predicted: picture.predicted_class,
    heat: picture.heat,
    boxes: picture.boxes ? boxesOf(picture.boxes) : null,
    bead: picture.bead ?? null,
    components: picture.components,
    texts: picture.texts,
  };
}

export const judgedAll = (doc: EvaluationDoc): Judged[] => doc.pictures.map(judgedOf);
export const evaluationOf = (doc: EvaluationDoc): Evaluation => doc.evaluation as Evaluation;

export const isNg = (picture: Pick<Judged, "score">, threshold: number): boolean => picture.score >= threshold;

export type Mistake = "escape" | "overkill";
export function mistakeOf(picture: Pick<Judged, "score" | "bad">, threshold: number): Mistake | null {
  if (isNg(picture, threshold) === picture.bad) return null;
  return picture.bad ? "escape" : "overkill";
}

/** The model names a class and it is another than the true one. */
export const isOtherClass = (picture: Judged): boolean =>
  picture.truth !== null && picture.predicted !== null && picture.truth !== picture.predicted;
