import { useState } from "react";
import { Input, Modal } from "antd";
import { useMutation } from "@tanstack/react-query";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";

type Props = { title: string; label: string; hint: string | undefined; before: string; onName: (name: string) => Promise<void>; onClose: () => void };

/** Asks for a name. What is wrong with it the server says. */
export function NameDialog({ title, label, hint, before, onName, onClose }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(before);
  const save = useMutation({ mutationFn: () => onName(name) });
  const fits = name.trim() !== "" && name !== before;
  return (
    <Modal
      open title={title} width={440} okText={t("common.do.save")} cancelText={t("common.do.cancel")} okButtonProps={{ disabled: !fits, loading: save.isPending, "data-test": "name-save" }}
      onOk={() => save.mutate()} onCancel={onClose} destroyOnHidden
    >
      <Field label={label} {...(hint ? { hint } : {})}>
        {(props) => <Input {...props} value={name} autoFocus maxLength={1000} data-test="name" onChange={(event) => setName(event.target.value)} onPressEnter={() => fits && save.mutate()} />}
      </Field>
      <ErrorNote error={save.error} />
    </Modal>
  );
}
