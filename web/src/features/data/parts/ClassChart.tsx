import { useTranslation } from "@/i18n";
import type { StatisticsResult } from "@/api/contract";
import { Chart } from "@/components/Chart";

type Props = { classes: StatisticsResult["by_class"]; onOpen: (classId: string) => void };

/** Pictures and marked places of each class. */
export function ClassChart({ classes, onOpen }: Props) {
  const { t } = useTranslation();
  const names = classes.map((one) => one.name ?? t("sets.version.just_bad"));
  const series = (name: string, data: number[]) => ({ type: "bar" as const, name, data, cursor: "pointer" });
  return (
    <Chart
      height={Math.max(200, classes.length * 44 + 60)} label={t("sets.stats.by_class")}
      option={{
        legend: { top: 0 },
        yAxis: { type: "category", data: names, inverse: true },
        xAxis: { type: "value", minInterval: 1 },
        series: [series(t("sets.stats.pictures"), classes.map((one) => one.pictures)), series(t("sets.stats.regions"), classes.map((one) => one.regions))],
      }}
      table={{
        name: t("sets.stats.by_class"),
        rows: [
          [t("sets.version.class"), t("sets.stats.pictures"), t("sets.part.train"), t("sets.part.validation"), t("sets.part.test"), t("sets.stats.regions")],
          ...classes.map((one, at) => [names[at] ?? "", one.pictures, one.train, one.validation, one.test, one.regions]),
        ],
      }}
      onClick={(at) => {
        const id = classes[at.dataIndex ?? -1]?.class_id;
        if (id) onOpen(id);
      }}
    />
  );
}
