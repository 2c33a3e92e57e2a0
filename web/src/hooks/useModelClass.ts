import { useTranslation } from "@/i18n";
import type { BeadRule } from "@/api/contract";
import { useProject } from "./useProject";

/** What a bead of glue can be: limits that it does not keep. */
const beadRules = ["break", "overflow", "narrow", "wide", "offset", "bubble", "start", "end", "length", "volume"] as const satisfies readonly BeadRule[];

type Named = { name: string; colour: string | undefined };

/** The class that a model told, as the project calls it: a model has words of its own where nobody taught it a name. */
export function useModelClass(): (told: string) => Named {
  const { t } = useTranslation();
  const { project } = useProject();
  return (told) => {
    const known = project.classes.find((one) => one.name === told) ?? (told === "good" ? project.classes.find((one) => one.good) : undefined);
    if (known) return { name: known.name, colour: known.colour };
    if (told === "anomaly") return { name: t("common.class.anomaly"), colour: undefined };
    const rule = beadRules.find((one) => one === told);
    if (rule) return { name: t(`bead.rule.${rule}`), colour: undefined };
    if (told === "unknown") return { name: t("common.class.unknown"), colour: undefined };
    return { name: told, colour: undefined };
  };
}
