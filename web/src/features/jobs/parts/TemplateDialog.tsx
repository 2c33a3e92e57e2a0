import { useState } from "react";
import { Checkbox, Input, Modal, Select } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { createTemplate, setDefaultTemplate, type TemplateDetail } from "@/api/templates";
import { isProblem } from "@/api/problem";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import { sayCode } from "@/lib/say";
import { faultsOfProblem, sayFault } from "../lib/faults";
import { ScopeFields, type ScopeWanted } from "./ScopeFields";
import styles from "./JobForm.module.css";

type Props = { file: string; name: string; title: string; onClose: () => void; onDone: (made: TemplateDetail) => void };

/** Keeps a job file as a template: its name, who sees it, and whether one's form begins with it. */
export function TemplateDialog({ file, name, title, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const [called, setCalled] = useState(name);
  const [description, setDescription] = useState("");
  const [scope, setScope] = useState<ScopeWanted>({ scope: "mine", cluster: undefined });
  const [usual, setUsual] = useState(false);
  const save = useMutation({
    mutationFn: async () => {
      const made = await createTemplate({ name: called, description, scope: scope.scope, file, ...(scope.scope === "team" && scope.cluster ? { virtual_cluster_id: scope.cluster } : {}) });
      if (usual) await setDefaultTemplate(made.id);
      return made;
    },
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: keys.templates() });
      notify.done(t("templates.saved", { name: made.name }));
      onDone(made);
    },
  });
  const fields = isProblem(save.error) ? save.error.fields : {};
  const nameWrong = isProblem(save.error, "template.name_taken") ? sayCode(t, "template.name_taken", "") : fields.name ? sayCode(t, fields.name, fields.name) : undefined;
  const faults = isProblem(save.error, "job_file.invalid") ? (faultsOfProblem(save.error) ?? []) : [];
  return (
    <Modal
      open width={480} title={title} okText={t("common.do.save")} cancelText={t("common.do.cancel")} onCancel={onClose} okButtonProps={{ loading: save.isPending, "data-test": "save-template" }}
      onOk={() => !save.isPending && save.mutate()}
    >
      <div className={styles.form}>
        <Field label={t("templates.name")} wrong={nameWrong}>
          {(props) => <Input {...props} autoFocus value={called} maxLength={60} data-test="template-name" onChange={(event) => setCalled(event.target.value)} onPressEnter={() => save.mutate()} />}
        </Field>
        <Field label={t("templates.description")}>
          {(props) => <Input.TextArea {...props} value={description} maxLength={500} autoSize={{ minRows: 1, maxRows: 4 }} onChange={(event) => setDescription(event.target.value)} />}
        </Field>
        <ScopeFields value={scope} onChange={setScope} />
        <Checkbox checked={usual} onChange={(event) => setUsual(event.target.checked)} data-test="template-default">{t("templates.begin_with_it")}</Checkbox>
        <span className={styles.says}>{t("templates.no_secrets")}</span>
        {faults.length > 0
          ? <span className={styles.wrong} role="alert">{faults.map((fault) => t("jobs.file.at_field", { field: fault.field, says: sayFault(t, fault, save.error) })).join("；")}</span>
          : !nameWrong && <ErrorNote error={save.error} />}
      </div>
    </Modal>
  );
}

/** One of those that there are, by its name. */
export function TemplateSelect({ options, onPick }: { options: { value: string; label: string }[]; onPick: (id: string) => void }) {
  const { t } = useTranslation();
  return (
    <Select
      showSearch optionFilterProp="label" value={undefined as string | undefined} placeholder={t("templates.pick")} aria-label={t("templates.pick")} options={options} popupMatchSelectWidth={false} data-test="template-pick"
      style={{ minWidth: 150 }} onSelect={(id: string) => onPick(id)}
    />
  );
}
