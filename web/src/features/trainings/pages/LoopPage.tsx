import { useMemo, useState } from "react";
import { Alert, Button, InputNumber, Switch } from "antd";
import type { TableColumnsType } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { newKey } from "@/api/client";
import { keys } from "@/api/keys";
import { endLoop, getLearning, putLoop, startTraining, type LearningCurve, type LearningLoop } from "@/api/trainings";
import { Chart } from "@/components/Chart";
import { EmptyState } from "@/components/EmptyState";
import { ListTable } from "@/components/ListTable";
import { Loaded } from "@/components/Loaded";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
import { PrelabelButton } from "@/components/PrelabelButton";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useCluster } from "@/hooks/useCluster";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { sayCode } from "@/lib/say";
import { useTheme } from "@/lib/theme";
import styles from "./LoopPage.module.css";

/** What a first training takes at least, and a little more. */
const AFTER = 10;

type Point = LearningCurve["points"][number];

/** Label, train, label what helps most: how quality rises with labels, and whether more of them pay. */
export function LoopPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const { may } = useSession();
  const { current } = useCluster();
  const notify = useNotify();
  const client = useQueryClient();
  const [key, setKey] = useState(newKey);
  const learning = useQuery({ queryKey: keys.learning(project.id), queryFn: () => getLearning(project.id) });
  const train = useMutation({
    mutationFn: () => startTraining(project.id, { version_id: null, ...(current ? { virtual_cluster_id: current.id } : {}) }, key),
    onSuccess: () => {
      setKey(newKey());
      notify.done(t("assist.loop.begun"));
      void client.invalidateQueries({ queryKey: keys.jobs() });
    },
    onError: notify.failed,
  });
  return (
    <>
      <PageHead title={t("assist.loop.title")} sub={t("assist.loop.lead")} above={[{ to: `/projects/${project.id}`, text: project.name }, { to: `/projects/${project.id}/trainings`, text: t("trainings.list.title") }]} />
      <div className="page">
        <Loaded query={learning}>
          {({ labelled, pictures, since, curves, by_itself }) => (
            <>
              <div className={styles.facts}>
                <span data-test="loop-now">{t("assist.loop.now", { labelled, pictures })} {typeof since === "number" && t("assist.loop.since", { n: since })}</span>
                <span className={styles.line}>
                  <OpenLink hide to={`/projects/${project.id}/data?tab=advice`}><Button>{t("assist.loop.next")}</Button></OpenLink>
                  <OpenLink hide to={`/projects/${project.id}/tasks/new`}><Button>{t("assist.loop.hand_out")}</Button></OpenLink>
                  {pictures > labelled && <PrelabelButton project={project.id} filter={null} answer={`/projects/${project.id}/annotate`} />}
                  {may("train") && <Button type="primary" disabled={labelled === 0} loading={train.isPending} onClick={() => train.mutate()} data-test="loop-train">{t("assist.loop.train")}</Button>}
                  {train.data && <Link to={`../${train.data.id}`} relative="path">{t("assist.job")}</Link>}
                </span>
              </div>
              {(may("train") || by_itself) && <ByItself key={by_itself ? "on" : "off"} loop={by_itself ?? null} />}
              {curves.length === 0 && <EmptyState text={t("assist.loop.none")} />}
              {curves.map((curve) => <Curve key={`${curve.task}-${curve.measure}`} curve={curve} />)}
            </>
          )}
        </Loaded>
      </div>
    </>
  );
}

/** Turns training by itself on and off, and tells where it stands. */
function ByItself({ loop }: { loop: LearningLoop | null }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const { may } = useSession();
  const notify = useNotify();
  const client = useQueryClient();
  const [after, setAfter] = useState(loop?.after ?? AFTER);
  const mayTurn = may("train") && may("data.write") && may("model.read");
  const turn = useMutation({
    mutationFn: async (wanted: number | null): Promise<void> => {
      if (wanted === null) await endLoop(project.id);
      else await putLoop(project.id, wanted);
    },
    onSuccess: (_, wanted) => {
      notify.done(t(wanted === null ? "assist.loop.off" : "assist.loop.on"));
      void client.invalidateQueries({ queryKey: keys.learning(project.id) });
    },
    onError: notify.failed,
  });
  const stage = loop?.stage === "labels" && loop.missing === 0 && !loop.kept ? "due" : loop?.stage;
  return (
    <section className={styles.itself} data-test="loop-by-itself">
      <span className={styles.line}>
        <Switch checked={loop !== null} disabled={!mayTurn} loading={turn.isPending} onChange={(on) => turn.mutate(on ? after : null)} aria-label={t("assist.loop.by_itself")} data-test="loop-switch" />
        <b>{t("assist.loop.by_itself")}</b>
        <span aria-hidden>{t("assist.loop.after")}</span>
        <InputNumber
          value={after} min={1} max={100_000} precision={0} disabled={!mayTurn} aria-label={t("assist.loop.after")} data-test="loop-after"
          onChange={(number) => setAfter(number ?? AFTER)}
          onBlur={() => loop && after !== loop.after && turn.mutate(after)}
          onPressEnter={() => loop && after !== loop.after && turn.mutate(after)}
        />
      </span>
      <p className={styles.quiet}>{t("assist.loop.by_itself_lead")}</p>
      {loop && stage && (
        <p className={styles.told} data-test="loop-stage">
          {t(`assist.loop.stage.${stage}`, { missing: loop.missing })} {t("assist.loop.owner", { owner: loop.owner })}{" "}
          {loop.job_id && <Link to={stage === "training" ? `/projects/${project.id}/trainings/${loop.job_id}` : `/jobs/${loop.job_id}`}>{t("assist.job")}</Link>}
        </p>
      )}
      {loop?.kept && <Alert type="warning" showIcon message={sayCode(t, loop.kept.code, loop.kept.detail, loop.kept.params)} data-test="loop-kept" />}
    </section>
  );
}

function Curve({ curve }: { curve: LearningCurve }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const { palette } = useTheme();
  const measure = t(`assist.loop.measure.${curve.measure}`);
  const { points, outlook } = curve;
  const labels = t("assist.loop.labels");
  const option = useMemo(() => {
    const dots = (counts: boolean) => points.filter((one) => one.counts === counts).map((one) => [one.labels, one.quality, one.number]);
    const told = points.filter((one) => one.counts).sort((a, b) => a.labels - b.labels);
    const last = told.at(-1);
    return {
      grid: { left: 20, right: 18, top: 14, bottom: 26, containLabel: true },
      xAxis: { type: "value" as const, name: labels, nameLocation: "middle" as const, nameGap: 26, min: 0 },
      yAxis: { type: "value" as const, name: measure, nameLocation: "middle" as const, nameGap: 40, max: 1, scale: true },
      tooltip: {
        trigger: "item" as const,
        formatter: (one: unknown) => {
          const [x, y, number] = (one as { value: [number, number, number?] }).value;
          return `${number === undefined ? t("assist.loop.expected") : `#${number}`}<br>${labels} ${format.count(x)}<br>${measure} ${format.score(y)}`;
        },
      },
      series: [
        { type: "line" as const, name: t("assist.loop.measured"), data: dots(true).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)), symbol: "circle", symbolSize: 8, itemStyle: { color: palette.accent }, lineStyle: { color: palette.accent, opacity: 0.35 } },
        { type: "scatter" as const, name: t("assist.loop.not_counted"), data: dots(false), symbolSize: 8, itemStyle: { color: palette.faint } },
        ...(outlook && last ? [{ type: "line" as const, name: t("assist.loop.expected"), data: [[last.labels, outlook.quality - outlook.gain], [outlook.labels, outlook.quality]], symbol: "emptyCircle", symbolSize: 8, itemStyle: { color: palette.running }, lineStyle: { color: palette.running, type: "dashed" as const } }] : []),
      ],
    };
  }, [points, outlook, labels, measure, palette, format, t]);
  const columns: TableColumnsType<Point> = [
    { key: "model", title: t("assist.loop.model"), render: (_, one) => <Link to={`/projects/${project.id}/models/${one.model_id}`}>{t("models.page.title", { number: one.number, name: one.name })}</Link> },
    { key: "version", title: t("assist.loop.version"), render: (_, one) => <Link to={`/projects/${project.id}/data/versions/${one.version_id}`}>{`v${one.version_number}`}</Link> },
    { key: "labels", align: "right", className: "number", title: labels, render: (_, one) => format.count(one.labels) },
    { key: "quality", align: "right", className: "number", title: measure, render: (_, one) => format.score(one.quality) },
    { key: "judged", align: "right", className: "number", title: t("assist.loop.judged"), render: (_, one) => (one.counts ? format.count(one.judged) : <StateTag state="unlabelled" text={t("assist.loop.not_counted")} />) },
    { key: "made", title: t("assist.loop.made"), render: (_, one) => <TimeAgo at={one.created_at} /> },
  ];
  const newest = [...points].reverse();
  const list = { items: newest, total: newest.length, loading: false, error: null, more: undefined, loadingMore: false, refetch: () => undefined };
  const rows = [[labels, measure, t("assist.loop.judged")], ...points.map((one) => [one.labels, one.quality, one.judged])];
  return (
    <section data-test="loop-curve">
      <h2 className={styles.title}>{t("assist.loop.chart", { task: t(`models.task.${curve.task}`), measure })}</h2>
      <p className={styles.told} data-test="loop-outlook">
        {outlook
          ? t(outlook.pays ? "assist.loop.pays" : "assist.loop.enough", { labels: outlook.labels, measure, now: format.score(outlook.quality - outlook.gain), then: format.score(outlook.quality), gain: format.score(outlook.gain) })
          : t("assist.loop.few")}
      </p>
      {outlook && typeof outlook.noise === "number" && outlook.noise > outlook.gain && <p className={styles.quiet}>{t("assist.loop.noise", { measure, noise: format.score(outlook.noise) })}</p>}
      {points.some((one) => !one.counts) && <p className={styles.quiet}>{t("assist.loop.flatter")}</p>}
      <div className={styles.chart}><Chart option={option} height={280} label={t("assist.loop.chart", { task: t(`models.task.${curve.task}`), measure })} table={{ name: "labels-and-quality", rows }} /></div>
      <ListTable name="loop" rowKey="model_id" list={list} columns={columns} empty={null} />
    </section>
  );
}
