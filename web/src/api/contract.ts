// The shapes that the server speaks, under the names that the pages use. They are the generated ones; nothing is written by hand but
// what the document cannot say: pairs of numbers, and the parts of documents that belong to the command line.
import type { components, paths } from "./schema";

type Schemas = components["schemas"];
/** The server tells every field, also where the document lets it out. */
type Told<T> = { [K in keyof T]-?: T[K] };

export type Id = Schemas["Id"];
export type Time = Schemas["Time"];
export type Page<T> = { items: T[]; next: string | null; total: number };

export type { Me } from "./people";
export type Setup = Schemas["Setup"];

export type Scene = Schemas["Scene"];
export type StepName = Schemas["StepName"];
export type StepState = Schemas["StepState"];
export type Steps = Schemas["Steps"];
export type Class = Schemas["Class"];
export type ClassAttribute = Schemas["ClassAttribute"];
export type NewClass = Schemas["NewClass"];
export type Project = Schemas["Project"];
export type NewProject = Told<Schemas["NewProject"]>;

export type Verdict = Schemas["GoodOrBad"];
export type Picture = Told<Schemas["Picture"]>;
export type Tiles = Schemas["Tiles"];
export type PicturesWanted = Schemas["PicturesWanted"];
export type Rle = Schemas["RunLengths"];
type WithPoints<T> = T extends { points: unknown } ? Omit<T, "points"> & { points: [number, number][] } : T;
export type Shape = WithPoints<Schemas["RegionShape"]>;
export type Region = Omit<Schemas["Region"], "shape"> & { shape: Shape };
export type Annotation = Omit<Schemas["Annotation"], "regions"> & { regions: Region[] };

export type Import = Schemas["Import"];
export type Refusal = Schemas["Refusal"];
export type ImportAnswer = Schemas["FileResult"];
export type Version = Schemas["Version"];
export type VersionFacts = Schemas["VersionFacts"];
export type Part = Schemas["Part"];
export type DifferenceKind = Schemas["DifferenceKind"];
export type VersionDifference = Schemas["VersionDifference"];
export type PictureDifference = Schemas["PictureDifference"];
export type KeptPicture = Schemas["KeptPicture"];
export type RestorePreview = Schemas["RestorePreview"];
export type RestoreResult = Schemas["RestoreResult"];
export type Split = Schemas["Split"];
export type SplitBy = Schemas["SplitBy"];
export type SplitRule = Schemas["SplitRule"];
export type SplitCount = Schemas["SplitCount"];
export type SplitPreview = Schemas["SplitPreview"];
export type SplitWanted = Schemas["SplitWanted"];
export type Facet = NonNullable<NonNullable<paths["/projects/{id}/pictures"]["get"]["parameters"]["query"]>["facet"]>;
export type Statistics = Schemas["Statistics"];
export type StatisticsResult = Schemas["StatisticsResult"];
export type LastStatistics = Schemas["LastStatistics"];
export type Export = Schemas["Export"];
export type ExportFormat = Schemas["ExportFormat"];

export type JobState = Schemas["JobState"];
export type Progress = Omit<Schemas["Progress"], "curve"> & { curve: [step: number, loss: number][] };
export type Reason = Omit<Schemas["Reason"], "params"> & { params: Record<string, unknown> };
export type Job = Omit<Schemas["Job"], "progress" | "reason" | "spec"> & {
  progress: Progress | null;
  reason: Reason | null;
  spec: Record<string, unknown>;
};
export type LogLine = Schemas["LogLine"];
export type LogPage = Schemas["LogPage"];
export type LogStream = Schemas["LogStream"];

export type Stage = Schemas["ModelStage"];
export type Task = Schemas["Task"];
export type Model = Schemas["Model"];
export type EvaluatedPicture = Schemas["EvaluatedPicture"];
export type EvaluationDoc = Omit<Schemas["EvaluationDoc"], "evaluation"> & { evaluation: Record<string, unknown> };

export type Keep = Schemas["Keep"];
export type Service = Schemas["Service"];
export type ServicePoint = Schemas["StatsPoint"];
export type ServiceStats = Schemas["ServiceStats"];
export type FoundRegion = Omit<Schemas["FoundRegion"], "bbox" | "polygon"> & {
  bbox: [number, number, number, number];
  polygon: [number, number][];
};
export type ComponentResult = Schemas["ComponentResult"];
export type JudgedComponent = Schemas["JudgedComponent"];
export type BoardLayout = Schemas["BoardLayout"];
export type Bead = Schemas["Bead"];
export type BeadRule = Schemas["BeadRule"];
export type BeadSummary = Schemas["BeadSummary"];
export type BeadPlan = Schemas["BeadPlan"];
export type JudgedPicture = Schemas["JudgedPicture"];
export type Prediction = Omit<Told<Schemas["Prediction"]>, "regions" | "heat_png"> & { regions: FoundRegion[]; heat_png?: string | null };
export type Recheck = Schemas["Recheck"];
export type Record_ = Omit<Schemas["Record"], "regions"> & { regions: FoundRegion[] };
export type Counts = Schemas["Counts"];

export type ServerEvent = {
  type: "job" | "import" | "record" | "picture" | "service" | "model" | "project" | "annotation_task" | "version" | "statistics";
  id: Id;
  project_id: Id | null;
  job?: Job;
  record?: Record_;
};
