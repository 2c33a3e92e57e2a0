import { useTranslation } from "@/i18n";
import { useProject } from "./useProject";

type Named = { name: string; colour: string | undefined };

/** The class that a model told, as the project calls it: a model has words of its own where nobody taught it a name. */
export function useModelClass(): (told: string) => Named {
  const { t } = useTranslation();
  const { project } = useProject();
  return (told) => {
    const known = project.classes.find((one) => one.name === told) ?? (told === "good" ? project.classes.find((one) => one.good) : undefined);
    if (known) return { name: known.name, colour: known.colour };
    if (told === "anomaly") return { name: t("common.class.anomaly"), colour: undefined };
    if (told === "unknown") return { name: t("common.class.unknown"), colour: undefined };
    return { name: told, colour: undefined };
  };
}
