import { Button } from "antd";
import type { TableColumnsType } from "antd";
import { useQuery } from "@tanstack/react-query";
import { getAgreement, taskProgress, type PeopleAgreements } from "@/api/annotating";
import { keys } from "@/api/keys";
import { ClassDot } from "@/components/ClassDot";
import { ErrorNote } from "@/components/ErrorNote";
import { ListTable } from "@/components/ListTable";
import { useFormat } from "@/hooks/useFormat";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useTranslation } from "@/i18n";
import styles from "../pages/PairsPage.module.css";

type Two = PeopleAgreements["people"][number] & { id: string };
type OfClass = PeopleAgreements["classes"][number];
type Work = PeopleAgreements["work"][number] & { id: string };

const number = { align: "right" as const, className: "number" };
const whole = <T,>(items: T[]) => ({ items, total: items.length, loading: false, error: null, more: undefined, loadingMore: false, refetch: () => undefined });

/** How far those agree who labelled the same pictures: by pair of people, and by class; and how each works, by class. */
export function BetweenPeople({ taskId }: { taskId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const { classOf } = useProject();
  const found = useQuery({ queryKey: keys.taskAgreement(taskId), queryFn: () => getAgreement(taskId) });
  const progress = useQuery({ queryKey: keys.taskProgress(taskId), queryFn: () => taskProgress(taskId) });
  const names = new Map((progress.data?.people ?? []).flatMap(({ user }) => (user ? [[user.id, user.nickname || user.name]] : [])));
  const nameOf = (id: string) => names.get(id) ?? "–";
  const classed = (id: string | null | undefined) => {
    const one = classOf(id);
    return one ? <ClassDot colour={one.colour} name={one.name} /> : <span className={styles.quiet}>{t("annotate.pairs.no_class")}</span>;
  };
  const share = (value: number | null | undefined) => (typeof value === "number" ? format.decimal(value) : "–");
  const figures = (kappa: string) => [
    { ...number, key: "f1", title: <span title={t("annotate.pairs.f1_hint")}>{t("annotate.pairs.f1")}</span>, render: (_: unknown, one: { f1: number }) => format.percent(one.f1, 0) },
    { ...number, key: "iou", title: <span title={t("annotate.view.overlap_hint")}>{t("annotate.view.overlap")}</span>, render: (_: unknown, one: { overlap?: number | null }) => share(one.overlap) },
    { ...number, key: "kappa", title: <span title={kappa}>{t("annotate.view.kappa")}</span>, render: (_: unknown, one: { kappa?: number | null }) => share(one.kappa) },
  ];
  const people: TableColumnsType<Two> = [
    { key: "two", title: t("annotate.pairs.two"), render: (_, one) => t("annotate.pairs.and", { first: nameOf(one.first), second: nameOf(one.second) }) },
    { ...number, key: "pictures", title: t("annotate.pairs.both_done"), render: (_, one) => format.count(one.pictures) },
    ...figures(t("annotate.view.kappa_hint")),
    {
      key: "differ", title: t("annotate.pairs.differ"),
      render: (_, one) => (one.differ > 0 ? <Button size="small" onClick={() => search.set({ same: "false", user: one.first, other: one.second, state: undefined })} data-test="differ">{t("annotate.pairs.show", { n: one.differ })}</Button> : format.count(0)),
    },
  ];
  const classes: TableColumnsType<OfClass> = [
    { key: "class", title: t("annotate.pairs.class"), render: (_, one) => classed(one.class_id) },
    { ...number, key: "both", title: t("annotate.pairs.both"), render: (_, one) => format.count(one.both) },
    { ...number, key: "one", title: t("annotate.pairs.one"), render: (_, one) => format.count(one.one) },
    ...figures(t("annotate.pairs.class_kappa_hint")),
  ];
  const work: TableColumnsType<Work> = [
    { key: "person", title: t("annotate.view.person"), render: (_, one) => nameOf(one.user_id) },
    { key: "class", title: t("annotate.pairs.class"), render: (_, one) => classed(one.class_id) },
    { ...number, key: "finished", title: t("annotate.pairs.finished"), render: (_, one) => format.count(one.finished) },
    { ...number, key: "rework", title: <span title={t("annotate.view.rework_hint")}>{t("annotate.view.rework")}</span>, render: (_, one) => format.percent(one.rework, 0) },
    { ...number, key: "pace", title: t("annotate.view.pace"), render: (_, one) => format.duration(one.seconds) },
  ];
  if (found.error) return <ErrorNote error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return null;
  const told = found.data;
  return (
    <>
      <h2 className={styles.title}>{t("annotate.pairs.people")}</h2>
      {told.people.length === 0 && <p className={styles.text}>{t("annotate.pairs.no_figures")}</p>}
      {told.people.length > 0 && <ListTable name="pair-people" rowKey="id" list={whole(told.people.map((one): Two => ({ ...one, id: `${one.first}-${one.second}` })))} columns={people} empty={null} />}
      {told.classes.length > 0 && <h2 className={styles.title}>{t("annotate.pairs.classes")}</h2>}
      {told.classes.length > 0 && <ListTable name="pair-classes" rowKey="class_id" list={whole(told.classes)} columns={classes} empty={null} />}
      {told.work.length > 0 && <h2 className={styles.title}>{t("annotate.pairs.work")}</h2>}
      {told.work.length > 0 && <ListTable name="pair-work" rowKey="id" list={whole(told.work.map((one): Work => ({ ...one, id: `${one.user_id}-${one.class_id ?? ""}` })))} columns={work} empty={null} />}
    </>
  );
}
