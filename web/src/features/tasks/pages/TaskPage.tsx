import { useState } from "react";
import { Button } from "antd";
import type { TableColumnsType } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "react-router";
import { changeTask, getTask, listTaskPictures, taskProgress, type PairCounts, type PersonProgress, type TaskPicture } from "@/api/annotating";
import { keys } from "@/api/keys";
import { pictureThumb } from "@/api/pictures";
import { EmptyState } from "@/components/EmptyState";
import { FilterChips } from "@/components/FilterChips";
import { ListTable } from "@/components/ListTable";
import { Loaded } from "@/components/Loaded";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
import { PrelabelButton } from "@/components/PrelabelButton";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { useFormat } from "@/hooks/useFormat";
import { useMayHere } from "@/hooks/useMayHere";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useTranslation } from "@/i18n";
import { finishedPieces, pieceSigns, pieceStates } from "@/lib/pieces";
import { Due } from "../parts/Due";
import { HandOver } from "../parts/HandOver";
import { Sampling } from "../parts/Sampling";
import { StateBar } from "../parts/StateBar";
import styles from "./TaskPage.module.css";

/** One task: how far it is, its people, its pictures. */
export function TaskPage() {
  const { taskId = "" } = useParams();
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMayHere();
  const client = useQueryClient();
  const notify = useNotify();
  const ask = useAsk();
  const task = useQuery({ queryKey: keys.task(taskId), queryFn: () => getTask(taskId) });
  const close = useMutation({
    mutationFn: async (closed: boolean) => changeTask(taskId, { closed }, task.data?.etag ?? ""),
    onSettled: () => void client.invalidateQueries({ queryKey: ["annotation-tasks"] }),
    onError: notify.failed,
  });
  return (
    <Loaded query={task}>
      {({ value }) => {
        const { counts } = value;
        const open = value.closed_at === null;
        const closing = () => ask({ title: t("annotate.view.close_ask"), content: t("annotate.view.close_says"), okText: t("annotate.view.close"), onOk: () => close.mutateAsync(true).catch(() => undefined) });
        return (
          <>
            <PageHead
              title={value.name}
              state={<StateTag state={open ? "doing" : "retired"} text={t(open ? "annotate.tasks.running" : "annotate.tasks.closed")} />}
              above={[{ to: `/projects/${project.id}`, text: project.name }, { to: `/projects/${project.id}/tasks`, text: t("annotate.tasks.title") }]}
              actions={
                <>
                  {open && <PrelabelButton project={project.id} filter={null} task={taskId} answer={`/annotation/${taskId}`} />}
                  {may("annotation.dispatch") && (
                    <Button onClick={() => (open ? closing() : close.mutate(false))} data-test="close-task">{t(open ? "annotate.view.close" : "annotate.view.reopen")}</Button>
                  )}
                  {value.pairs && all(value.pairs) > 0 && (
                    <OpenLink hide to={`/projects/${project.id}/tasks/${taskId}/pairs`}><Button data-test="pairs">{t("annotate.pairs.open", { n: value.pairs.ready })}</Button></OpenLink>
                  )}
                  {open && value.to_review > 0 && (
                    <OpenLink hide to={`/annotation/${taskId}/review`}><Button type="primary" data-test="review">{t("annotate.tasks.review")}</Button></OpenLink>
                  )}
                </>
              }
            />
            <div className="page">
              <div className={styles.facts}>
                {value.instructions && <p className={styles.text}>{value.instructions}</p>}
                <span className={styles.line}>
                  {value.pool && t("annotate.new.pool")}
                  {value.pairs && all(value.pairs) > 0 && <span data-test="pair-counts">{t(value.blind ? "annotate.pairs.told_blind" : "annotate.pairs.told", { n: all(value.pairs), ready: value.pairs.ready, settled: value.pairs.settled })}</span>}
                  {value.deadline && <Due at={value.deadline} done={counts !== null && finishedPieces(counts) > 0 && counts.open + counts.sent_back === 0} />}
                </span>
                {counts && <StateBar counts={counts} />}
              </div>
              <People taskId={taskId} pool={value.pool} open={open} />
              <Sampling taskId={taskId} open={open} />
              <Pictures taskId={taskId} />
            </div>
          </>
        );
      }}
    </Loaded>
  );
}

const all = (pairs: PairCounts): number => pairs.waiting + pairs.ready + pairs.settled;

type Row = PersonProgress & { id: string };

function People({ taskId, pool, open }: { taskId: string; pool: boolean; open: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMayHere();
  const [over, setOver] = useState<PersonProgress | null>(null);
  const progress = useQuery({ queryKey: keys.taskProgress(taskId), queryFn: () => taskProgress(taskId) });
  const people = (progress.data?.people ?? []).map((one): Row => ({ ...one, id: one.user?.id ?? "nobody" }));
  const nameOf = ({ user }: PersonProgress) => (user ? user.nickname || user.name : t("annotate.view.nobody"));
  const number = { align: "right" as const, className: "number" };
  const columns: TableColumnsType<Row> = [
    { key: "person", title: t("annotate.view.person"), render: (_, one) => nameOf(one) },
    { key: "progress", title: t("annotate.tasks.progress"), render: (_, one) => <StateBar counts={one.counts} /> },
    { ...number, key: "rework", title: <span title={t("annotate.view.rework_hint")}>{t("annotate.view.rework")}</span>, render: (_, one) => (one.rework === null ? "–" : format.percent(one.rework, 0)) },
    { ...number, key: "f1", title: <span title={t("annotate.view.f1_hint")}>{t("annotate.view.f1")}</span>, render: (_, one) => (one.agreement ? format.percent(one.agreement.f1, 0) : "–") },
    { ...number, key: "iou", title: <span title={t("annotate.view.overlap_hint")}>{t("annotate.view.overlap")}</span>, render: (_, one) => (typeof one.agreement?.overlap === "number" ? format.decimal(one.agreement.overlap) : "–") },
    { ...number, key: "kappa", title: <span title={t("annotate.view.kappa_hint")}>{t("annotate.view.kappa")}</span>, render: (_, one) => (typeof one.agreement?.kappa === "number" ? format.decimal(one.agreement.kappa) : "–") },
    { ...number, key: "pace", title: t("annotate.view.pace"), render: (_, one) => (one.seconds === null ? "–" : format.duration(one.seconds)) },
    {
      key: "over", title: "",
      render: (_, one) => (open && may("annotation.dispatch") && one.counts.open + one.counts.sent_back > 0 ? <Button size="small" onClick={() => setOver(one)} data-test="hand-over">{t("annotate.view.hand_over")}</Button> : null),
    },
  ];
  const list = { items: people, total: people.length, loading: progress.isPending, error: progress.error, more: undefined, loadingMore: false, refetch: () => void progress.refetch() };
  const ends = progress.data?.ends_at;
  return (
    <>
      <h2 className={styles.title}>{t("annotate.view.people")}</h2>
      <ListTable name="annotation-people" list={list} columns={columns} empty={null} />
      {progress.data && open && <p className={styles.text} data-test="forecast">{ends ? t("annotate.view.ends", { time: format.moment(ends) }) : t("annotate.view.no_end")}</p>}
      {over && <HandOver taskId={taskId} from={over} name={nameOf(over)} pool={pool} onClose={() => setOver(null)} />}
    </>
  );
}

function Pictures({ taskId }: { taskId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const state = pieceStates.find((one) => one === search.get("state"));
  const query = { limit: 50, ...(state ? { state } : {}) };
  const list = usePaged<TaskPicture>(keys.taskPictures(taskId, query), (cursor, signal) => listTaskPictures(taskId, { ...query, cursor }, signal));
  const columns: TableColumnsType<TaskPicture> = [
    { key: "thumb", title: "", render: (_, one) => <img className={styles.thumb} src={pictureThumb(one.picture.id)} alt="" loading="lazy" width={44} height={44} /> },
    { key: "name", title: t("annotate.view.pictures"), render: (_, one) => one.picture.name },
    { key: "state", title: t("annotate.tasks.state"), render: (_, one) => <StateTag state={pieceSigns[one.state]} text={t(`annotate.task.state.${one.state}`)} /> },
    { key: "person", title: t("annotate.view.person"), render: (_, one) => one.user ?? t("annotate.view.nobody") },
    { key: "pace", align: "right", className: "number", title: t("annotate.view.pace"), render: (_, one) => (one.seconds > 0 ? format.duration(one.seconds) : "–") },
    { key: "sent", align: "right", className: "number", title: t("annotate.view.sent"), render: (_, one) => format.count(one.sent_back) },
    { key: "done", title: t("annotate.task.state.done"), render: (_, one) => <TimeAgo at={one.done_at} /> },
  ];
  return (
    <>
      <h2 className={styles.title}>{t("annotate.view.pictures")}</h2>
      <div className={styles.filters}>
        <FilterChips
          label={t("annotate.tasks.state")} value={state} onChange={(value) => search.set({ state: value })}
          chips={pieceStates.map((one) => ({ value: one, text: <StateTag state={pieceSigns[one]} text={t(`annotate.task.state.${one}`)} /> }))}
        />
      </div>
      <ListTable name="annotation-pictures" list={list} columns={columns} rowKey="position"
        empty={state ? <EmptyState text={t("common.list.none_match")} action={<Button onClick={() => search.set({ state: undefined })}>{t("common.list.clear_filters")}</Button>} /> : <EmptyState text={t("annotate.view.none")} />}
      />
    </>
  );
}
