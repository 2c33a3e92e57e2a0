import { useState } from "react";
import { Button, Input } from "antd";
import { ProfileOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { addClass, patchClass } from "@/api/projects";
import type { Class } from "@/api/contract";
import { ColourPick } from "@/components/ColourPick";
import { RowMenu } from "@/components/RowMenu";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { nextColour } from "@/lib/palette";
import { AttributesDialog } from "./AttributesDialog";
import { ClassDialog, type ClassStep } from "./ClassDialog";
import styles from "./ClassEditor.module.css";

export function ClassEditor() {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const { project } = useProject();
  const refresh = () => void client.invalidateQueries({ queryKey: keys.project(project.id) });
  const [name, setName] = useState("");
  const [colour, setColour] = useState<string | null>(null);
  const newColour = colour ?? nextColour(project.classes.map((one) => one.colour));

  const add = useMutation({
    mutationFn: () => addClass(project.id, { name: name.trim(), colour: newColour }),
    onSuccess: (made) => {
      notify.done(t("project.settings.class_added", { name: made.name }));
      setName("");
      setColour(null);
      refresh();
    },
    onError: notify.failed,
  });

  return (
    <div className={styles.rows}>
      {project.classes.map((one) => <Row key={`${one.id}${one.name}`} row={one} onChanged={refresh} />)}
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) add.mutate();
        }}
      >
        <ColourPick value={newColour} name={name} onChange={setColour} />
        <Input
          value={name}
          maxLength={60}
          placeholder={t("project.field.defect_hint")}
          aria-label={t("project.field.defect_add")}
          onChange={(event) => setName(event.target.value)}
        />
        <Button htmlType="submit" loading={add.isPending} disabled={!name.trim()}>
          {t("project.field.defect_add")}
        </Button>
      </form>
    </div>
  );
}

function Row({ row, onChanged }: { row: Class; onChanged: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const [name, setName] = useState(row.name);
  const [asking, setAsking] = useState(false);
  const [step, setStep] = useState<ClassStep | null>(null);
  const recolour = useMutation({
    mutationFn: (colour: string) => patchClass(row.id, { colour }),
    onSuccess: onChanged,
    onError: notify.failed,
  });
  const rename = () => {
    const wanted = name.trim();
    if (wanted && wanted !== row.name) setStep({ kind: "rename", name: wanted });
    else setName(row.name);
  };
  return (
    <div className={styles.row}>
      <ColourPick value={row.colour} name={row.name} onChange={(colour) => recolour.mutate(colour)} />
      <Input
        value={name}
        maxLength={60}
        aria-label={row.name}
        suffix={row.good ? <span className={styles.good}>{t("project.settings.good_class")}</span> : undefined}
        onChange={(event) => setName(event.target.value)}
        onBlur={rename}
        onPressEnter={(event) => event.currentTarget.blur()}
      />
      {!row.good && (
        <Button
          type="text" icon={<ProfileOutlined />} aria-label={t("project.attribute.open", { name: row.name })} title={t("project.attribute.open", { name: row.name })}
          onClick={() => setAsking(true)} data-test={`attributes-${row.name}`}
        >
          {row.attributes?.length ?? 0}
        </Button>
      )}
      {asking && <AttributesDialog row={row} open onClose={() => setAsking(false)} onChanged={onChanged} />}
      {!row.good && (
        <RowMenu
          label={t("classes.menu", { name: row.name })} name={`class-${row.name}`} onPick={(kind) => setStep({ kind })}
          choices={[
            { key: "set", label: t("classes.set.open") },
            { key: "merge", label: t("classes.merge.open") },
            { key: "remove", label: t("common.do.delete"), danger: true },
          ]}
        />
      )}
      {step && (
        <ClassDialog
          row={row} step={step} onChanged={onChanged}
          onClose={() => {
            setName(row.name);
            setStep(null);
          }}
        />
      )}
    </div>
  );
}
