import type { ReactNode } from "react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { getSplit } from "@/api/sets";
import { listJobs } from "@/api/jobs";
import type { Project, Version } from "@/api/contract";
import { Block } from "@/components/Block";
import { ClassDot } from "@/components/ClassDot";
import { useFormat } from "@/hooks/useFormat";
import type { Choice } from "../lib/choice";
import { lastLike } from "../lib/last";
import type { FullStock } from "../lib/useStock";
import styles from "./Takes.module.css";

const HELD_BACK = 0.2;

type Props = { project: Project; choice: Choice; stock: FullStock | null; version: Version | null; children: ReactNode };

/** What the training will learn from and how long it may take, before it is started. */
export function Takes({ project, choice, stock, version, children }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = { project_id: project.id, kind: "train" as const, state: "succeeded" as const, limit: 20 };
  const before = useQuery({ queryKey: keys.jobs(query), queryFn: () => listJobs(query) });
  const last = lastLike(before.data?.items ?? [], choice.task);
  const all = stock ? stock.good + stock.bad : 0;
  const split = useQuery({ queryKey: keys.split(project.id), queryFn: () => getSplit(project.id) });
  const rule = split.data?.rule ?? null;
  const held = version ? version.held_back : Math.round(all * (rule?.test ?? HELD_BACK));
  const shown = (value: number) => (stock ? t("trainings.takes.pictures", { n: value }) : "…");

  return (
    <aside className={styles.aside} aria-label={t("trainings.takes.title")}>
      <Block title={t("trainings.takes.title")}>
        <dl className={styles.facts}>
          <dt>{t("trainings.takes.learn")}</dt>
          <dd className="number">{shown(Math.max(0, all - held))}</dd>
          <dt>{version ?? rule ? t("trainings.takes.held") : t("trainings.takes.held_about")}</dt>
          <dd className="number">{shown(held)}</dd>
          <dt>{t("trainings.takes.time")}</dt>
          <dd className="number">
            {last !== null ? t("trainings.takes.time_last", { time: format.duration(last) }) : choice.budgetS ? t("trainings.takes.time_most", { time: format.duration(choice.budgetS) }) : t("trainings.takes.time_unknown")}
          </dd>
        </dl>
        <ul className={styles.classes}>
          {(stock?.byClass ?? []).map((one) => (
            <li key={one.name}>
              <ClassDot colour={one.colour ?? "var(--waiting)"} name={one.name} />
              <span className="number">{format.count(one.pictures)}</span>
            </li>
          ))}
        </ul>
        <p className={styles.note}>{t("trainings.takes.note")}</p>
        <div className={styles.start}>{children}</div>
      </Block>
    </aside>
  );
}
