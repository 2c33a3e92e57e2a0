// The annotator core: no framework, no page, one canvas. Pages dress it (features/annotate).
export { Annotator, type Snapshot } from "./annotator";
export { Autosave, type Save, type SaveState } from "./autosave";
export { attach } from "./input";
export { tools } from "./tools";
export type { ToolName } from "./tool";
export { emptyDocument, type ClassInfo, type Document, type Region, type Verdict } from "./types";
