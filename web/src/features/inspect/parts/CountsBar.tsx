import type { ReactNode } from "react";
import { useTranslation } from "@/i18n";
import { Link } from "react-router";
import type { Counts, Id } from "@/api/contract";
import { useFormat } from "@/hooks/useFormat";
import type { Period } from "../lib/period";
import styles from "./CountsBar.module.css";

export function CountsBar({ counts, project, service, period }: { counts: Counts; project: Id; service: Id | undefined; period: Period }) {
  const { t } = useTranslation();
  const format = useFormat();
  const to = (filter: string) => `/projects/${project}/inspect/records?period=${period}${service ? `&service=${service}` : ""}${filter}`;
  const figures: { name: string; value: ReactNode; to: string; kind?: string }[] = [
    { name: t("inspect.counts.total"), value: format.count(counts.total), to: to("") },
    { name: t("inspect.counts.ok"), value: format.count(counts.ok), to: to("&verdict=ok"), kind: "ok" },
    { name: t("inspect.counts.ng"), value: format.count(counts.ng), to: to("&verdict=ng"), kind: "ng" },
    // Of recipes alone: what they leave to a person is no fault that was found.
    ...(counts.asked > 0 ? [{ name: t("inspect.counts.asked"), value: format.count(counts.asked), to: to("&asked=yes"), kind: "recheck" }] : []),
    { name: t("inspect.counts.yield"), value: counts.yield !== null ? format.percent(counts.yield) : "–", to: to("") },
    { name: t("inspect.counts.rechecked"), value: format.count(counts.rechecked), to: to("&recheck=any") },
    { name: t("inspect.counts.overkill"), value: format.count(counts.overkill), to: to("&verdict=ng&recheck=ok"), kind: counts.overkill > 0 ? "recheck" : undefined },
    { name: t("inspect.counts.escape"), value: format.count(counts.escape), to: to("&verdict=ok&recheck=ng"), kind: counts.escape > 0 ? "ng" : undefined },
  ];
  return (
    <div className={styles.bar}>
      {figures.map((one) => (
        <Link key={one.name} to={one.to} className={styles.figure} data-kind={one.kind}>
          <span className={styles.name}>{one.name}</span>
          <span className={styles.value}>{one.value}</span>
        </Link>
      ))}
    </div>
  );
}
