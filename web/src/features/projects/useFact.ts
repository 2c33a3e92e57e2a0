import { useTranslation } from "@/i18n";
import type { StepName, Steps } from "@/api/contract";

/** One line of fact about a step. */
export function useFact(): (name: StepName, steps: Steps) => string {
  const { t } = useTranslation();
  return (name, steps) => {
    switch (name) {
      case "collect":
        return t("project.fact.collect", { n: steps.collect.pictures });
      case "annotate":
        return t("project.fact.annotate", { labelled: steps.annotate.labelled, total: steps.annotate.total });
      case "train":
        return steps.train.running_job ? t("project.fact.train_running") : t("project.fact.train", { n: steps.train.jobs });
      case "publish":
        return t("project.fact.publish", { models: steps.publish.models, released: steps.publish.released });
      case "deploy":
        return t("project.fact.deploy", { services: steps.deploy.services, running: steps.deploy.running });
      case "inspect":
        return t("project.fact.inspect", { today: steps.inspect.today, records: steps.inspect.records });
    }
  };
}
