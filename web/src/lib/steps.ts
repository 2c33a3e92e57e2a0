import type { StepName, Steps } from "../api/contract";

export const stepNames = ["collect", "annotate", "train", "publish", "deploy", "inspect"] as const satisfies readonly StepName[];

/** Where a step is done. */
export function stepPath(projectId: string, step: StepName): string {
  const base = `/projects/${projectId}`;
  switch (step) {
    case "collect":
      return `${base}/data`;
    case "annotate":
      return `${base}/annotate`;
    case "train":
      return `${base}/trainings`;
    case "publish":
      return `${base}/models`;
    case "deploy":
      return `${base}/services`;
    case "inspect":
      return `${base}/inspect`;
  }
}

/** The next step of a project for somebody: the first that is open, not done, and theirs to do; else what comes next for others. */
export function nextFor(projectId: string, steps: Steps, mayOpen: (path: string) => boolean): StepName {
  if (mayOpen(stepPath(projectId, steps.next))) return steps.next;
  // Pictures are looked at by many and brought in by few.
  const own = stepNames.filter((name) => name !== "collect" && mayOpen(stepPath(projectId, name)));
  return own.find((name) => steps[name].state !== "done") ?? steps.next;
}
