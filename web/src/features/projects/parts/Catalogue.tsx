// Classes of this project into the catalogue of label sets, and those of a set into this project.
import { useState } from "react";
import { Button, Checkbox, Input, Modal } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { keepLabelSet } from "@/api/labelSets";
import { Problem } from "@/api/problem";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useTranslation } from "@/i18n";
import { sayCode } from "@/lib/say";
import { JoinSet } from "./JoinSet";
import styles from "./Catalogue.module.css";

export function Catalogue() {
  const { t } = useTranslation();
  const { project } = useProject();
  const [open, setOpen] = useState<"save" | "add" | null>(null);
  const some = project.classes.some((one) => !one.good);
  return (
    <span className={styles.line}>
      <Button size="small" onClick={() => setOpen("add")} data-test="catalogue-add">{t("catalogue.add")}</Button>
      {some && <Button size="small" onClick={() => setOpen("save")} data-test="catalogue-save">{t("catalogue.save")}</Button>}
      {open === "save" && <SaveSet onClose={() => setOpen(null)} />}
      {open === "add" && <JoinSet onClose={() => setOpen(null)} />}
    </span>
  );
}

function SaveSet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const { project } = useProject();
  const [name, setName] = useState("");
  const [all, setAll] = useState(false);
  const save = useMutation({
    mutationFn: () => keepLabelSet(project.id, name.trim(), all ? "all" : "mine"),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: keys.labelSets() });
      notify.done(t("catalogue.saved", { name: made.name }));
      onClose();
    },
  });
  const wrong = save.error instanceof Problem ? save.error.fields.name : undefined;
  return (
    <Modal
      open title={t("catalogue.save_title")} onCancel={onClose} onOk={() => save.mutate()} okText={t("common.do.save")} cancelText={t("common.do.cancel")}
      okButtonProps={{ disabled: name.trim() === "", loading: save.isPending, "data-test": "set-keep" }} destroyOnHidden
    >
      <div style={{ display: "grid", gap: 12 }}>
        <p style={{ margin: 0 }}>{t("catalogue.save_says", { n: project.classes.filter((one) => !one.good).length })}</p>
        <Field label={t("catalogue.name")} wrong={wrong && sayCode(t, wrong, wrong)}>
          {(props) => (
            <Input
              {...props} value={name} maxLength={60} autoFocus data-test="set-name" onChange={(event) => setName(event.target.value)}
              onPressEnter={() => name.trim() !== "" && !save.isPending && save.mutate()}
            />
          )}
        </Field>
        <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)} data-test="set-all">{t("catalogue.for_all")}</Checkbox>
        {!wrong && <ErrorNote error={save.error} />}
      </div>
    </Modal>
  );
}
