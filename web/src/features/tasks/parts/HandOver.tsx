import { useState } from "react";
import { Modal } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { handOver, type PersonProgress } from "@/api/annotating";
import type { Id } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import { AnnotatorPick } from "./AnnotatorPick";
import styles from "../pages/TaskPage.module.css";

type Props = { taskId: string; from: PersonProgress; name: string; pool: boolean; onClose: () => void };

/** What somebody has not finished goes to others. */
export function HandOver({ taskId, from, name, pool, onClose }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const [to, setTo] = useState<Id[]>([]);
  const over = useMutation({
    mutationFn: () => handOver(taskId, from.user?.id ?? null, to),
    onSuccess: ({ changed }) => {
      void client.invalidateQueries({ queryKey: ["annotation-tasks"] });
      notify.done(t("annotate.view.handed_over", { n: changed }));
      onClose();
    },
  });
  const back = pool && from.user !== null;
  return (
    <Modal
      open title={t("annotate.view.hand_over_title")} okText={t("annotate.view.hand_over")} cancelText={t("common.do.cancel")} onCancel={onClose}
      onOk={() => over.mutate()} confirmLoading={over.isPending} okButtonProps={{ disabled: to.length === 0 && !back }}
    >
      <div className={styles.ask}>
        <span>{t("annotate.view.hand_over_says", { name, n: from.counts.open + from.counts.sent_back })}</span>
        <AnnotatorPick value={to} onChange={setTo} not={from.user?.id ?? null} label={t("annotate.new.who")} />
        {back && <span>{t("annotate.view.hand_over_pool")}</span>}
        <ErrorNote error={over.error} />
      </div>
    </Modal>
  );
}
