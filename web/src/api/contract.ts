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
/** What a class may have of its own is left out in places that do not ask for it. */
export type Class = Omit<Schemas["Class"], "shape" | "key"> & Partial<Pick<Schemas["Class"], "shape" | "key">>;
export type ClassAttribute = Schemas["ClassAttribute"];
export type NewClass = Schemas["NewClass"];
export type ClassUse = Schemas["ClassUse"];
export type ShapeKind = Schemas["ShapeKind"];
export type Project = Omit<Schemas["Project"], "classes"> & { classes: Class[] };
export type NewProject = Told<Schemas["NewProject"]>;

export type Verdict = Schemas["GoodOrBad"];
export type Picture = Told<Schemas["Picture"]>;
export type Tiles = Schemas["Tiles"];
export type PicturesWanted = Schemas["PicturesWanted"];
export type WorkFilter = Schemas["WorkFilter"];
/** Chosen ones, or all that a filter finds. */
export type Chosen = { ids: Id[] } | { found: PicturesWanted };
export type Changed = Told<Schemas["Changed"]>;
export type BinnedPicture = Omit<Schemas["BinnedPicture"], "picture"> & { picture: Picture };
export type BinChosen = { ids: Id[] } | { all: true };
export type OfBin = Schemas["OfBin"];
export type Storage_ = Schemas["MountedStorage"];
export type StorageFile = Schemas["WorkFile"];
export type RawPicture = Schemas["RawPicture"];
export type RawWanted = { machine?: string; product?: string; station?: string; serial?: string; flag?: "ok" | "ng"; from?: string; to?: string; taken?: boolean };
export type RawChosen = { ids: Id[] } | { found: RawWanted };
export type RawChoices = Schemas["RawChoices"];
export type TakenRaw = Schemas["TakenRaw"];
export type RawLeftOut = Schemas["RawLeftOut"];
export type DeletedRaw = Schemas["DeletedRaw"];
export type FilterChoices = Schemas["FilterChoices"];
export type Edit = Schemas["Edit"];
export type Undone = Schemas["Undone"];
export type Rle = Schemas["RunLengths"];
type WithPoints<T> = T extends { points: unknown } ? Omit<T, "points"> & { points: [number, number][] } : T;
export type Shape = WithPoints<Schemas["RegionShape"]>;
export type Region = Omit<Schemas["Region"], "shape"> & { shape: Shape };
type ProposedRegion = Omit<Schemas["ProposedRegion"], "shape"> & { shape: Shape };
export type Proposal = Omit<Schemas["Proposal"], "regions"> & { regions: ProposedRegion[] };
export type Annotation = Omit<Schemas["Annotation"], "regions" | "proposal"> & { regions: Region[]; proposal?: Proposal | null };

export type Import = Schemas["Import"];
export type PastImport = Schemas["PastImport"];
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

export type ModelTask = Schemas["ModelTask"];

/** A recipe as it is written: whatever stands there, since a draft need not be one yet. */
export type RecipeStep = { id: string; kind: string } & { [field: string]: unknown };
export type RecipeDoc = { name?: string; steps: RecipeStep[] } & { [field: string]: unknown };
export type RecipeRow = Schemas["Recipe"];
export type RecipeFault = Omit<Schemas["RecipeFault"], "params"> & { params: Record<string, unknown> };
export type RecipeDetail = RecipeRow & { draft: RecipeDoc; fault: RecipeFault | null; files: string[] };
export type RecipeVerdict = Schemas["RecipeVerdict"];
export type RecipeReason = Omit<Schemas["RecipeReason"], "measured" | "limit" | "fault" | "crop"> & {
  measured?: number | string | string[] | null;
  limit?: number | string | string[] | null;
  fault?: Record<string, unknown> | null;
  crop?: [number, number, number, number] | null;
};
export type RecipeStepResult = {
  id: string;
  kind: string;
  state: "done" | "refused" | "skipped";
  ms: number;
  shot?: Record<string, number>;
  place?: { agreement: number; second: number; dx: number; dy: number; angle: number; scale: number; map: number[] };
  regions?: Record<string, [number, number][]>;
  found?: Record<string, RecipeFound>;
  codes?: Record<string, { kind: string; text: string; quad: [number, number][] }[]>;
  rules?: { name: string; holds: boolean | null; measured?: number | string | string[] }[];
};
export type RecipeFound = {
  verdict: "ok" | "ng";
  score: number;
  class: string | null;
  regions: { class: string; score: number; polygon: [number, number][]; area: number }[];
  texts?: { text: string; score: number; quad: [number, number][] }[];
};
export type TrialResult = Omit<Schemas["TrialResult"], "fault" | "reasons" | "steps"> & {
  fault: RecipeFault | null;
  reasons: RecipeReason[];
  steps: RecipeStepResult[];
};
export type RecipeSaid = Omit<Schemas["RecipeSaid"], "reasons"> & { reasons: RecipeReason[] };
export type RecipeVersion = Omit<Schemas["RecipeVersion"], "document"> & { document: RecipeDoc };
export type RecipeChange =
  | { change: "added" | "removed"; step: string; kind: string }
  | { change: "moved"; step: string }
  | { change: "changed"; step: string | null; field: string; before: unknown; after: unknown };
export type RecipeData = Schemas["RecipeData"];
export type NewRecipeRun = { data: RecipeData; other_id?: Id | null; texts?: Record<string, string> };
export type RecipeFigures = Schemas["RecipeFigures"];
export type RecipeRun = Schemas["RecipeRun"];
export type RecipeRunPart = NonNullable<NonNullable<paths["/recipe_runs/{id}/pictures"]["get"]["parameters"]["query"]>["part"]>;
export type RecipeRunPicture = Omit<Schemas["RecipeRunPicture"], "reasons" | "other"> & {
  reasons: RecipeReason[];
  other: { verdict: RecipeVerdict | null; reasons: RecipeReason[] } | null;
};

export type Keep = Schemas["Keep"];
export type Service = Schemas["Service"];
export type IgnoredPart = Schemas["IgnoredPart"];
export type ServicePoint = Schemas["StatsPoint"];
export type ServiceStats = Schemas["ServiceStats"];
export type FoundRegion = Omit<Schemas["FoundRegion"], "bbox" | "polygon"> & {
  bbox: [number, number, number, number];
  polygon: [number, number][];
};
export type ComponentResult = Schemas["ComponentResult"];
export type JudgedComponent = Schemas["JudgedComponent"];
export type BoardLayout = Schemas["BoardLayout"];
export type TextPlan = Schemas["TextPlan"];
export type TextTry = Schemas["TextTry"];
export type TextArc = Schemas["TextArc"];
export type ReadText = Schemas["ReadText"];
export type JudgedText = Schemas["JudgedText"];
export type Bead = Schemas["Bead"];
export type BeadRule = Schemas["BeadRule"];
export type BeadSummary = Schemas["BeadSummary"];
export type BeadPlan = Schemas["BeadPlan"];
export type JudgedPicture = Schemas["JudgedPicture"];
export type Prediction = Omit<Told<Schemas["Prediction"]>, "regions" | "heat_png" | "recipe"> & { regions: FoundRegion[]; heat_png?: string | null; recipe?: RecipeSaid | null };
export type Recheck = Schemas["Recheck"];
export type Record_ = Omit<Schemas["Record"], "regions" | "recipe"> & { regions: FoundRegion[]; recipe?: RecipeSaid | null };
export type Counts = Schemas["Counts"];

export type ServerEvent = {
  type: "job" | "import" | "record" | "picture" | "service" | "model" | "project" | "annotation_task" | "version" | "statistics" | "recipe";
  id: Id;
  project_id: Id | null;
  job?: Job;
  record?: Record_;
};
