import { useState } from "react";
import { Button, Modal, Progress as Bar, Radio, Select, Space } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { listModels } from "@/api/models";
import { countToPrelabel, discardPrelabels, listPrelabels, proposing, startPrelabels, type Prelabels } from "@/api/prelabels";
import type { Id, Model, PicturesWanted } from "@/api/contract";
import { EmptyState } from "./EmptyState";
import { ErrorNote } from "./ErrorNote";
import { Field } from "./Field";
import { Loaded } from "./Loaded";
import { OpenLink } from "./OpenLink";
import { PrelabelClass } from "./PrelabelClass";
import { TimeAgo } from "./TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useTextClasses } from "@/hooks/useTextClasses";
import { useTryKey } from "@/hooks/useTryKey";
import styles from "./PrelabelDialog.module.css";

type Props = {
  project: Id;
  /** The wall's filter, where there is one. */
  filter: PicturesWanted | null;
  /** Only pictures of this task. */
  task?: Id;
  /** Where proposals are answered. */
  answer: string;
  onClose: () => void;
};

const AGAIN_MS = 1000;
/** Stands in the choice of models for the reader that the program carries. */
const READER = "reader";
const running = (one: Prelabels): boolean => !["succeeded", "failed", "stopped"].includes(one.state);
const mayPropose = (task: string): boolean => (proposing as readonly string[]).includes(task);
const MODELS = { sort: "-created_at", limit: 100 } as const;

/** A model, or the reader that the program carries, proposes labels: begun here, done by a job, answered in the annotator. */
export function PrelabelDialog({ project, filter, task, answer, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const [textClass, setTextClass] = useState<Id | null>(null);
  const [which, setWhich] = useState<"all" | "filtered">(filter ? "filtered" : "all");
  const key = useTryKey();
  const models = useQuery({ queryKey: keys.models(project, MODELS), queryFn: () => listModels(project, MODELS) });
  const usable = (models.data?.items ?? []).filter((one) => mayPropose(one.task) && one.stage !== "retired");
  const model = chosen === READER ? undefined : (usable.find((one) => one.id === chosen) ?? usable[0]);
  const reads = models.data !== undefined && (!model || model.task === "read");
  const texts = useTextClasses(project, reads);
  const fit = texts.classes?.find((one) => one.id === textClass) ?? (texts.classes?.length === 1 ? texts.classes[0] : undefined);
  const pictures = which === "filtered" && filter ? filter : {};
  const count = useQuery({ queryKey: [...keys.prelabels(project), "count", pictures, task], queryFn: () => countToPrelabel(project, pictures, task ?? null) });
  const list = useQuery({
    queryKey: keys.prelabels(project),
    queryFn: () => listPrelabels(project),
    refetchInterval: ({ state }) => (state.data?.items.some(running) ? AGAIN_MS : false),
  });
  const start = useMutation({
    mutationFn: () => {
      const body = { model_id: model?.id ?? null, ...(reads && fit ? { class_id: fit.id } : {}), pictures, task_id: task ?? null };
      return startPrelabels(project, body, key.of(body));
    },
    onSuccess: key.done,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.prelabels(project) });
    },
  });
  return (
    <Modal open title={t("assist.open")} footer={null} onCancel={onClose} width={680}>
      <p className={styles.why}>{t("assist.why")}</p>
      <ErrorNote error={models.error} retry={() => void models.refetch()} />
      {models.data && (
        <div className={styles.form}>
          <Field label={t("assist.model")} hint={[...(model ? [] : [t("assist.reader_why")]), ...(usable.length === 0 ? [t("assist.model_none")] : [])].join(" ")}>
            {(field) => (
              <Select<string>
                {...field} data-test="prelabel-model" value={model?.id ?? READER} onChange={setChosen}
                options={[...usable.map((one) => ({ value: one.id, label: nameOf(one) })), { value: READER, label: t("assist.reader") }]}
              />
            )}
          </Field>
          {reads && <PrelabelClass project={project} found={texts} value={fit?.id} onChoose={setTextClass} />}
          {filter && !task ? (
            <Radio.Group value={which} onChange={(event) => setWhich(event.target.value as "all" | "filtered")} aria-label={t("assist.pictures")}>
              <Space direction="vertical">
                <Radio value="filtered">{t("assist.filtered")}</Radio>
                <Radio value="all">{t("assist.all")}</Radio>
              </Space>
            </Radio.Group>
          ) : <span>{t(task ? "assist.task" : "assist.all")}</span>}
          <div className={styles.line}>
            <Button type="primary" data-test="prelabel-start" disabled={!count.data || count.data.pictures === 0 || (reads && !fit)} loading={start.isPending} onClick={() => start.mutate()}>
              {t("assist.start")}
            </Button>
            {count.data && <span className={styles.count} data-test="prelabel-count">{t("assist.count", { n: count.data.pictures })}</span>}
          </div>
          <ErrorNote error={start.error ?? count.error} />
        </div>
      )}
      <Loaded query={list}>
        {({ items }) =>
          items.length === 0 ? <EmptyState text={t("assist.none")} /> : (
            <>
              <h3 className={styles.title}>{t("assist.runs")}</h3>
              <ul className={styles.list}>
                {items.map((one) => <Row key={one.id} one={one} answer={answer} />)}
              </ul>
            </>
          )
        }
      </Loaded>
    </Modal>
  );
}

const nameOf = ({ number, name }: Pick<Model, "number" | "name">): string => `#${number} ${name}`;

function Row({ one, answer }: { one: Prelabels; answer: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const client = useQueryClient();
  const discard = useMutation({
    mutationFn: () => discardPrelabels(one.id),
    onSuccess: ({ changed }) => notify.done(t("assist.discarded", { n: changed })),
    onError: notify.failed,
    onSettled: () => {
      for (const head of ["prelabels", "pictures", "annotation"]) void client.invalidateQueries({ queryKey: [head] });
    },
  });
  const { progress } = one;
  const answered = one.accepted + one.mended + one.refused;
  const share = (n: number) => format.percent(n / answered);
  const said =
    running(one) ? (progress && progress.total > 0 ? t("assist.running", { done: format.count(progress.done), total: format.count(progress.total) }) : t("assist.queued"))
    : one.state === "succeeded" ? t("assist.open_left", { n: one.open })
    : `${t(one.state === "failed" ? "assist.ended.failed" : "assist.ended.stopped")} · ${t("assist.open_left", { n: one.open })}`;
  return (
    <li className={styles.row} data-test="prelabel" data-state={one.state} data-open={one.open}>
      <div className={styles.line}>
        <strong>{one.model ? nameOf(one.model) : t("assist.reader")}</strong>
        <span className={styles.said}>{said}</span>
        <TimeAgo at={one.created_at} />
        <OpenLink hide to={`/jobs/${one.id}`}>{t("assist.job")}</OpenLink>
      </div>
      {running(one) && progress && progress.total > 0 && <Bar percent={Math.floor((100 * progress.done) / progress.total)} size="small" status="active" />}
      {answered > 0 && (
        <span className={styles.count} data-test="prelabel-share">
          {t("assist.share", { accepted: share(one.accepted), mended: share(one.mended), refused: share(one.refused) })}
        </span>
      )}
      {one.open > 0 && !running(one) && (
        <div className={styles.line}>
          <OpenLink hide to={answer}><Button size="small" type="primary" data-test="prelabel-go">{t("assist.go")}</Button></OpenLink>
          <Button size="small" loading={discard.isPending} onClick={() => discard.mutate()} data-test="prelabel-discard">{t("assist.discard")}</Button>
        </div>
      )}
    </li>
  );
}
