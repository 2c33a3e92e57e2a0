import { useState } from "react";
import { Checkbox, Modal } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { startCopy } from "@/api/exports";
import { keys } from "@/api/keys";
import type { Chosen, Id } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { ProjectPick } from "@/components/ProjectPick";
import { useNotify } from "@/hooks/useNotify";
import { useTryKey } from "@/hooks/useTryKey";

/** Chosen pictures, or all that are found, into another project, where they stay here or not. */
export function CopyDialog({ project, chosen, count, onDone, onClose }: { project: Id; chosen: Chosen; count: number; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const [into, setInto] = useState<Id | null>(null);
  const [away, setAway] = useState(false);
  const key = useTryKey();
  const start = useMutation({
    mutationFn: (place: Id) => startCopy(project, chosen, { into_project: place, away }, key.of(chosen, place, away)),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.exports(project) });
      notify.done(t("data_sets.copy.begun"));
      onDone();
      onClose();
    },
  });
  return (
    <Modal
      open title={t("data_sets.copy.title", { n: count })} okText={t(away ? "data_sets.copy.move" : "data_sets.copy.start")} cancelText={t("common.do.cancel")} onCancel={onClose}
      okButtonProps={{ disabled: into === null, loading: start.isPending }} onOk={() => into !== null && start.mutate(into)}
    >
      <p>{t("data_sets.copy.why")}</p>
      <Field label={t("data_sets.copy.into")}>
        {({ id }) => <ProjectPick id={id} value={into} not={project} test="copy-into" onChange={setInto} />}
      </Field>
      <Checkbox checked={away} onChange={(event) => setAway(event.target.checked)} data-test="copy-away">{t("data_sets.copy.away")}</Checkbox>
      <ErrorNote error={start.error} />
    </Modal>
  );
}
