import { useCallback, useMemo, useState } from "react";
import { Button, Progress, Segmented } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { foundRight, getAdvice, listAdvised, startAdvice, type Advice, type AdviceKind, type AdvisedPicture } from "@/api/advice";
import { keys } from "@/api/keys";
import { pictureThumb } from "@/api/pictures";
import { ClassDot } from "@/components/ClassDot";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { OpenLink } from "@/components/OpenLink";
import { TimeAgo } from "@/components/TimeAgo";
import { Wall, type Edge } from "@/components/Wall";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { LookDialog } from "./LookDialog";
import styles from "./AdviceTab.module.css";

const kinds = ["useful", "suspect", "outlier"] as const satisfies readonly AdviceKind[];
const edges: Record<"good" | "bad" | "none", Edge> = { good: "ok", bad: "ng", none: "waiting" };
const AGAIN_MS = 1000;
const isOver = (state: string): boolean => ["succeeded", "failed", "stopped"].includes(state);

/** What to label next, labels that are likely wrong, and pictures like no other. */
export function AdviceTab() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const { project } = useProject();
  const { may } = useSession();
  const query = useQuery({
    queryKey: keys.advice(project.id), queryFn: () => getAdvice(project.id),
    refetchInterval: ({ state }) => (state.data?.newer && !isOver(state.data.newer.state) ? AGAIN_MS : false),
  });
  const start = useMutation({
    mutationFn: () => startAdvice(project.id),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.advice(project.id) }),
    onError: notify.failed,
  });
  if (query.error && !query.data) return <div className="page"><ErrorNote error={query.error} retry={() => void query.refetch()} /></div>;
  if (!query.data) return <Loading />;
  const { done, newer } = query.data;
  const running = newer && !isOver(newer.state) ? newer : null;
  const begin = may("data.write") && (
    <Button type={done ? "default" : "primary"} loading={start.isPending} onClick={() => start.mutate()} data-test="advice-start">{t(done ? "assist.advice.again" : "assist.advice.start")}</Button>
  );
  const ended = newer && isOver(newer.state) && newer.state !== "succeeded" ? t(newer.state === "failed" ? "assist.ended.failed" : "assist.advice.stopped") : null;
  return (
    <>
      {running ? (
        <div className={styles.head} role="status">
          <span>{running.progress && running.progress.total > 0 ? t("assist.running", { done: running.progress.done, total: running.progress.total }) : t("assist.queued")}</span>
          {running.progress && running.progress.total > 0 && <Progress className={styles.progress} size="small" showInfo={false} percent={(running.progress.done / running.progress.total) * 100} />}
          <OpenLink hide to={`/jobs/${running.id}`}>{t("assist.job")}</OpenLink>
        </div>
      ) : done ? (
        <div className={styles.head}>
          <span className={styles.quiet}>{t("assist.advice.at")} <TimeAgo at={done.done_at ?? done.created_at} />{ended && ` · ${ended}`}</span>
          {begin}
        </div>
      ) : (
        <EmptyState text={ended ?? t("assist.advice.none")} action={begin} />
      )}
      {done && <Advised key={done.id} advice={query.data} />}
    </>
  );
}

function Advised({ advice }: { advice: Advice }) {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const client = useQueryClient();
  const search = useSearch();
  const { project, classOf } = useProject();
  const { may } = useSession();
  const what = kinds.find((one) => one === search.get("what")) ?? "useful";
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const list = useQuery({ queryKey: [...keys.advice(project.id), what], queryFn: () => listAdvised(project.id, what) });
  const items = useMemo(() => list.data?.items ?? [], [list.data]);
  const pictures = useMemo(() => items.map((one) => one.picture), [items]);
  const right = useMutation({
    mutationFn: (ids: string[]) => foundRight(project.id, what, ids),
    onSuccess: ({ changed }) => {
      setChosen(new Set());
      notify.done(t("assist.advice.silenced", { n: changed }));
      void client.invalidateQueries({ queryKey: keys.advice(project.id) });
    },
    onError: notify.failed,
  });
  const counts = { useful: advice.useful, suspect: advice.suspects, outlier: advice.outliers };
  const look = search.get("look");
  const onGo = useCallback((picture: { id: string } | undefined) => search.set({ look: picture?.id }), [search]);
  const caption = (one: AdvisedPicture) => {
    if (what === "useful") return shortName(one.picture.name);
    if (what === "outlier") return t("assist.advice.out", { out: format.decimal(one.score, 1) });
    const like = classOf(one.class_id)?.name ?? t("assist.advice.bad");
    return t("assist.advice.like", { name: like, margin: format.percent(one.score, 0) });
  };
  const first = pictures[0];
  return (
    <>
      <div className={styles.bar}>
        <Segmented<AdviceKind>
          value={what} aria-label={t("assist.advice.tab")} data-test="advice-kind"
          onChange={(next) => {
            setChosen(new Set());
            search.set({ what: next === "useful" ? undefined : next, look: undefined });
          }}
          options={kinds.map((value) => ({ value, label: `${t(`assist.advice.${value}`)} ${format.count(counts[value])}` }))}
        />
        <span className={styles.why}>{t(`assist.advice.why_${what}`)}</span>
        {what === "useful" && <OpenLink hide to={`/projects/${project.id}/trainings/loop`}><Button size="small">{t("assist.loop.title")}</Button></OpenLink>}
        {what === "useful" && first && (
          <OpenLink hide to={`/projects/${project.id}/annotate?picture=${first.id}`}><Button size="small">{t("assist.advice.annotate")}</Button></OpenLink>
        )}
        {what !== "useful" && may("data.write") && (
          <Button size="small" disabled={chosen.size === 0} loading={right.isPending} onClick={() => right.mutate([...chosen])} data-test="found-right">{t("assist.advice.right")}</Button>
        )}
      </div>
      <div className={styles.wall}>
        {list.isPending ? <Loading /> : list.error ? <div className="page"><ErrorNote error={list.error} retry={() => void list.refetch()} /></div> : items.length === 0 ? <EmptyState text={t(`assist.advice.none_${what}`)} /> : (
          <Wall<AdvisedPicture>
            items={items} total={items.length} label={t("assist.advice.tab")} idOf={(one) => one.picture.id} nameOf={(one) => one.picture.name}
            thumbOf={(one) => pictureThumb(one.picture.id)} edgeOf={(one) => edges[one.picture.verdict ?? "none"]}
            corner={(one) => one.picture.class_ids.map((id) => {
              const found = classOf(id);
              return found && !found.good ? <ClassDot key={id} colour={found.colour} /> : null;
            })}
            caption={caption} ratio={first ? first.width / first.height : 1}
            {...(what !== "useful" && may("data.write") ? { chosen, onChoose: setChosen } : {})} onLook={(one) => onGo(one.picture)}
          />
        )}
      </div>
      <LookDialog items={pictures} index={look ? pictures.findIndex((one) => one.id === look) : -1} onGo={onGo} />
    </>
  );
}

const shortName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
