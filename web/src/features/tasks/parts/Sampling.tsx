import { useState } from "react";
import { Button, Select, Space } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { beginBatch, getBatch, giveUpBatch, type BatchWanted } from "@/api/annotating";
import { keys } from "@/api/keys";
import { ErrorNote } from "@/components/ErrorNote";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useMayHere } from "@/hooks/useMayHere";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import styles from "../pages/TaskPage.module.css";

const AQLS = [0.1, 0.15, 0.25, 0.4, 0.65, 1, 1.5, 2.5, 4, 6.5];
const LEVELS = ["I", "II", "III"] as const;

/** What waits for a review is accepted or sent back as a whole, by a sample of it. */
export function Sampling({ taskId, open }: { taskId: string; open: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const notify = useNotify();
  const client = useQueryClient();
  const may = useMayHere();
  const [wanted, setWanted] = useState<BatchWanted>({ aql: 1, level: "II" });
  const found = useQuery({ queryKey: keys.taskBatch(taskId, wanted), queryFn: () => getBatch(taskId, wanted), placeholderData: (before) => before });
  const refresh = () => void client.invalidateQueries({ queryKey: ["annotation-tasks"] });
  const begin = useMutation({
    mutationFn: () => beginBatch(taskId, wanted),
    onSuccess: () => {
      refresh();
      void navigate(`/annotation/${taskId}/review`);
    },
    onError: notify.failed,
  });
  const giveUp = useMutation({ mutationFn: () => giveUpBatch(taskId), onSettled: refresh, onError: notify.failed });
  const { batch, plan, waiting } = found.data ?? { batch: null, plan: null, waiting: 0 };
  const under = batch !== null && batch.ended_at === null;
  const mayBegin = open && !under && may("annotation.review");
  if (!batch && waiting < 2 && !found.error) return null;
  return (
    <section data-test="sampling">
      <h2 className={styles.title}>{t("annotate.batch.title")}</h2>
      <ErrorNote error={found.error} retry={() => void found.refetch()} />
      {batch && (
        <p className={styles.text}>
          {t("annotate.batch.of", { aql: format.decimal(batch.aql), level: batch.level, size: batch.size, sample: batch.sample, accept: batch.accept })}{" "}
          {t("annotate.batch.seen", { reviewed: batch.reviewed, sample: batch.sample, faulty: batch.faulty })}{" "}
          {batch.ended_at !== null && (
            batch.accepted === null ? t("annotate.batch.given_up") : <StateTag state={batch.accepted ? "done" : "recheck"} text={t(batch.accepted ? "annotate.batch.accepted" : "annotate.batch.refused")} />
          )}
        </p>
      )}
      {under && open && may("annotation.review") && (
        <Space>
          <Button type="primary" size="small" onClick={() => void navigate(`/annotation/${taskId}/review`)}>{t("annotate.tasks.review")}</Button>
          <Button size="small" loading={giveUp.isPending} onClick={() => giveUp.mutate()} data-test="give-up-batch">{t("annotate.batch.give_up")}</Button>
        </Space>
      )}
      {mayBegin && waiting >= 2 && (
        <Space wrap>
          <Select
            size="small" value={wanted.aql} onChange={(aql) => setWanted({ ...wanted, aql })} style={{ width: 120 }} aria-label={t("annotate.batch.aql")}
            options={AQLS.map((aql) => ({ value: aql, label: `AQL ${format.decimal(aql)}` }))} data-test="aql"
          />
          <Select
            size="small" value={wanted.level} onChange={(level) => setWanted({ ...wanted, level })} style={{ width: 120 }} aria-label={t("annotate.batch.level")}
            options={LEVELS.map((level) => ({ value: level, label: t("annotate.batch.level_of", { level }) }))}
          />
          {plan && <span className={styles.text} data-test="plan">{t("annotate.batch.plan", { size: waiting, sample: plan.sample, accept: plan.accept, refuse: plan.accept + 1 })}</span>}
          <Button size="small" loading={begin.isPending} disabled={!plan} onClick={() => begin.mutate()} data-test="begin-batch">{t("annotate.batch.begin")}</Button>
        </Space>
      )}
    </section>
  );
}
