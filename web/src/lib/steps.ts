import type { StepName } from "../api/contract";

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
