// What a class asks of each of its regions: a choice, a number, a text, a tick.
import { useState } from "react";
import { Button, Input, Modal, Select } from "antd";
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { patchClass } from "@/api/projects";
import type { Class, ClassAttribute } from "@/api/contract";
import { useNotify } from "@/hooks/useNotify";
import styles from "./ClassEditor.module.css";

type Props = { row: Class; open: boolean; onClose: () => void; onChanged: () => void };
const kinds = ["choice", "number", "text", "tick"] as const;

export function AttributesDialog({ row, open, onClose, onChanged }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const [asked, setAsked] = useState<readonly ClassAttribute[]>(row.attributes ?? []);
  const save = useMutation({
    mutationFn: () =>
      patchClass(row.id, {
        attributes: asked.map(({ name, kind, choices }) => ({ name: name.trim(), kind, choices: kind === "choice" ? [...new Set((choices ?? []).map((one) => one.trim()).filter(Boolean))] : [] })),
      }),
    onSuccess: () => {
      onChanged();
      onClose();
    },
    onError: notify.failed,
  });
  const change = (at: number, part: Partial<ClassAttribute>) => setAsked(asked.map((one, index) => (index === at ? { ...one, ...part } : one)));
  const ready = asked.every((one) => one.name.trim() && (one.kind !== "choice" || (one.choices ?? []).length > 0));
  return (
    <Modal
      open={open} onCancel={onClose} onOk={() => save.mutate()} okButtonProps={{ disabled: !ready, loading: save.isPending }}
      title={t("project.attribute.title", { name: row.name })} okText={t("common.do.save")} cancelText={t("common.do.cancel")} width={620} destroyOnHidden
    >
      <div className={styles.rows} style={{ maxWidth: "none" }}>
        <p className={styles.good}>{t("project.attribute.why")}</p>
        {asked.map((one, index) => (
          <div key={index} className={styles.row}>
            <Input
              value={one.name} maxLength={60} placeholder={t("project.attribute.name")} aria-label={t("project.attribute.name")} style={{ width: 150 }} data-test={`attribute-name-${index}`}
              onChange={(event) => change(index, { name: event.target.value })}
            />
            <Select
              value={one.kind} style={{ width: 110 }} aria-label={t("project.attribute.kind")} data-test={`attribute-kind-${index}`}
              options={kinds.map((kind) => ({ value: kind, label: t(`project.attribute.${kind}`) }))} onChange={(kind) => change(index, { kind })}
            />
            {one.kind === "choice" ? (
              <Select
                mode="tags" value={one.choices ?? []} style={{ flex: 1, minWidth: 0 }} placeholder={t("project.attribute.choices")} aria-label={t("project.attribute.choices")} open={false}
                suffixIcon={null} tokenSeparators={[",", "，", "、"]} data-test={`attribute-choices-${index}`} onChange={(choices: string[]) => change(index, { choices })}
              />
            ) : <span style={{ flex: 1 }} />}
            <Button
              type="text" icon={<DeleteOutlined />} aria-label={t("common.do.delete")} title={t("common.do.delete")} onClick={() => setAsked(asked.filter((_, at) => at !== index))}
            />
          </div>
        ))}
        <Button icon={<PlusOutlined />} disabled={asked.length >= 32} onClick={() => setAsked([...asked, { name: "", kind: "choice", choices: [] }])} data-test="add-attribute">
          {t("project.attribute.add")}
        </Button>
      </div>
    </Modal>
  );
}
