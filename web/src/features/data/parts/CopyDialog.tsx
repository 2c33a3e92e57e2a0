import { useRef, useState } from "react";
import { Checkbox, Modal, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { newKey } from "@/api/client";
import { startCopy } from "@/api/exports";
import { keys } from "@/api/keys";
import { listProjects } from "@/api/projects";
import type { Chosen, Id } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { useNotify } from "@/hooks/useNotify";

const every = { limit: 200, sort: "name" };

/** Chosen pictures, or all that are found, into another project, where they stay here or not. */
export function CopyDialog({ project, chosen, count, onDone, onClose }: { project: Id; chosen: Chosen; count: number; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const [into, setInto] = useState<Id | null>(null);
  const [away, setAway] = useState(false);
  const key = useRef(newKey());
  const projects = useQuery({ queryKey: keys.projects(every), queryFn: () => listProjects(every) });
  const start = useMutation({
    mutationFn: (place: Id) => startCopy(project, chosen, { into_project: place, away }, key.current),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.exports(project) });
      notify.done(t("data_sets.copy.begun"));
      onDone();
      onClose();
    },
    onSettled: () => void (key.current = newKey()),
  });
  return (
    <Modal
      open title={t("data_sets.copy.title", { n: count })} okText={t(away ? "data_sets.copy.move" : "data_sets.copy.start")} cancelText={t("common.do.cancel")} onCancel={onClose}
      okButtonProps={{ disabled: into === null, loading: start.isPending }} onOk={() => into !== null && start.mutate(into)}
    >
      <p>{t("data_sets.copy.why")}</p>
      <Field label={t("data_sets.copy.into")}>
        {({ id }) => (
          <Select
            id={id} showSearch optionFilterProp="label" loading={projects.isPending} value={into} style={{ width: "100%" }} data-test="copy-into" onChange={(place: Id) => setInto(place)}
            options={(projects.data?.items ?? []).filter((one) => one.id !== project).map((one) => ({ value: one.id, label: one.name }))}
          />
        )}
      </Field>
      <Checkbox checked={away} onChange={(event) => setAway(event.target.checked)} data-test="copy-away">{t("data_sets.copy.away")}</Checkbox>
      <ErrorNote error={start.error ?? projects.error} />
    </Modal>
  );
}
