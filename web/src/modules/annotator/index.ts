// The annotator core: no framework, no page, one canvas. Pages dress it (features/annotate).
export { Annotator, type Hint, type Pin, type Snapshot } from "./annotator";
export { makeAssist } from "./assist/client";
export { Autosave, type Save, type SaveState } from "./autosave";
export { commands, type Command } from "./commands";
export type { Notice } from "./editor";
export { attach } from "./input";
export { Journal } from "./journal";
export { Keeper } from "./keeper";
export { channels, isPlain, plainLook, type Channel, type Look } from "./look";
export { Minimap } from "./minimap";
export { areaOf, lengthOf, shapeBounds } from "./shapes";
export { settingsFrom, usual, type Settings } from "./settings";
export { overviewOf, type TileSource } from "./tiles";
export { tools } from "./tools";
export type { ToolName } from "./tool";
export { Twin } from "./twin";
export { accuses } from "./rules";
export { emptyDocument, type ClassInfo, type Document, type Region, type Said, type Shape, type Verdict } from "./types";
