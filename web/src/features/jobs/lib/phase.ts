import type { T } from "@/i18n";

const known = ["reading", "features", "learning", "training", "judging", "predicting", "advice", "import_files", "import_read", "import_labels", "export_lay", "export_labels", "export_pack", "export_cut"] as const;

/** What the job is at, in words; a phase that is new to the pages keeps its own name. */
export function phaseWord(t: T, phase: string): string {
  const one = known.find((name) => name === phase);
  return one ? t(`jobs.phase.${one}`) : phase;
}
