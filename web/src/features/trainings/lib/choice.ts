// What a training is to do, as it stands in the address, and what is sent for it.
import type { NewTraining } from "@/api/trainings";
import type { Scene, Task } from "@/api/contract";

export const tasks: readonly Task[] = ["anomaly", "classify", "segment", "detect", "components", "compare", "read", "glue"];
export const budgets: readonly number[] = [60, 300, 600, 1800, 3600, 7200];
export const DEFAULT_COST = 20;
export const DEFAULT_OVERKILL_PERCENT = 1;

/** What fits what is to be found: whatever differs from good parts, one class a picture, or where each defect is. */
export function taskOf(scene: Scene): Task {
  if (scene === "classification") return "classify";
  if (scene === "segmentation" || scene === "foreign_object") return "segment";
  if (scene === "detection") return "detect";
  if (scene === "text") return "read";
  if (scene === "glue" || scene === "components" || scene === "compare") return scene;
  return "anomaly";
}

export type Choice = {
  version: string | null;
  task: Task;
  budgetS: number | null;
  rule: "cost" | "overkill";
  cost: number;
  overkillPercent: number;
  /** What was taken over from elsewhere learns, too. */
  tune: boolean;
  name: string;
  /** Of anomalies: foreign things are pasted into good pictures. */
  pasteIn: boolean;
};

/** Tasks whose network can be taught deeper, or at all. */
export const canTune = (task: Task): task is "detect" | "segment" | "read" => task === "detect" || task === "segment" || task === "read";

type Read = (name: string) => string | undefined;

/** In the address: not the version that is proposed, but what is there now. */
export const NOW = "now";

export function choiceOf(get: Read, scene: Scene, proposed: string | null = null): Choice {
  const version = get("version") ?? proposed;
  const task = get("task");
  return {
    version: version === NOW ? null : version,
    task: tasks.find((one) => one === task) ?? taskOf(scene),
    budgetS: budgets.find((one) => String(one) === get("budget")) ?? null,
    rule: get("rule") === "overkill" ? "overkill" : "cost",
    cost: numberOf(get("cost"), DEFAULT_COST, 0.01, 1_000_000),
    overkillPercent: numberOf(get("overkill"), DEFAULT_OVERKILL_PERCENT, 0, 100),
    tune: get("tune") === "1",
    name: get("name") ?? "",
    pasteIn: get("paste") === undefined ? scene === "foreign_object" : get("paste") === "yes",
  };
}

function numberOf(text: string | undefined, otherwise: number, least: number, most: number): number {
  const value = text === undefined || text.trim() === "" ? NaN : Number(text);
  return Number.isFinite(value) && value >= least && value <= most ? value : otherwise;
}

export function bodyOf(choice: Choice): NewTraining {
  const name = choice.name.trim();
  return {
    version_id: choice.version,
    task: choice.task,
    ...(choice.budgetS === null ? {} : { budget_s: choice.budgetS }),
    // Of a bead the limits of its plan decide.
    ...(choice.task === "glue" ? {} : choice.rule === "cost" ? { cost: choice.cost } : { overkill: choice.overkillPercent / 100 }),
    ...(choice.tune && canTune(choice.task) ? { tune: true } : {}),
    ...(name ? { name } : {}),
    ...(choice.task === "anomaly" ? { paste_in: choice.pasteIn } : {}),
  };
}

export type Stock = { good: number; bad: number; classes: number };
export type Lack = "good" | "bad" | "classes" | "boxes" | "path" | "layout" | "texts" | "golden";

/** Why this data cannot teach the task, before the server is asked; `null` where it may. */
export function lacks(task: Task, stock: Stock, drawn = false): Lack | null {
  // Boxes alone can be taught; pictures without any help, but need not be there.
  if (task === "detect") return stock.bad === 0 ? "boxes" : null;
  if (task === "read") return drawn ? null : "texts";
  if (task === "compare" && stock.bad > 0) return drawn ? null : "golden";
  if (task === "compare") return "boxes";
  if (task === "components" && stock.good > 0) return drawn ? null : "layout";
  if (task === "glue" && stock.good > 0) return drawn ? null : "path";
  if (stock.good === 0) return task === "classify" && stock.classes >= 2 ? null : "good";
  if (task === "segment" && stock.bad === 0) return "bad";
  if (task === "classify" && stock.classes < 2) return "classes";
  return null;
}
