import { useState } from "react";
import { Button, Dropdown, Switch } from "antd";
import { DeleteOutlined, HolderOutlined, PlusOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import type { RecipeDoc as Doc, RecipeFault, RecipeStepResult } from "@/api/contract";
import { useFormat } from "@/hooks/useFormat";
import { lackFor, stepKinds, type StepKind } from "../lib/doc";
import styles from "./StepList.module.css";

type Props = {
  doc: Doc;
  chosen: string | null;
  results: readonly RecipeStepResult[];
  fault: RecipeFault | null;
  editable: boolean;
  offer: Parameters<typeof lackFor>[2];
  onChoose: (id: string) => void;
  onAdd: (kind: StepKind) => void;
  onMove: (id: string, to: number) => void;
  onRemove: (id: string) => void;
  onSwitch: (id: string, on: boolean) => void;
};

export function StepList({ doc, chosen, results, fault, editable, offer, onChoose, onAdd, onMove, onRemove, onSwitch }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [held, setHeld] = useState<string | null>(null);
  const kindText = (kind: string) => ((stepKinds as readonly string[]).includes(kind) ? t(`recipes.kind.${kind as StepKind}`) : kind);
  const fixed = (kind: string) => kind === "acquire" || kind === "verdict";
  return (
    <div className={styles.side}>
      <header className={styles.head}>
        <h2>{t("recipes.editor.steps")}</h2>
        {editable && (
          <Dropdown
            trigger={["click"]}
            menu={{
              items: stepKinds.map((kind) => {
                const lack = lackFor(kind, doc, offer);
                return { key: kind, disabled: lack !== null, label: <span data-test={`add-${kind}`}>{kindText(kind)}{lack && <small className={styles.lack}> · {t(`recipes.lack.${lack}`)}</small>}</span> };
              }),
              onClick: ({ key }) => onAdd(key as StepKind),
            }}
          >
            <Button size="small" icon={<PlusOutlined />} data-test="add-step">{t("recipes.editor.add")}</Button>
          </Dropdown>
        )}
      </header>
      <ol className={styles.list}>
        {doc.steps.map((step, index) => {
          const result = results.find((one) => one.id === step.id);
          const wrong = fault?.step === step.id;
          return (
            <li
              key={step.id} className={styles.step} data-chosen={chosen === step.id || undefined} data-off={step.off === true || undefined} data-state={wrong ? "fault" : result?.state}
              draggable={editable && !fixed(step.kind)} data-held={held === step.id || undefined}
              onDragStart={(event) => { setHeld(step.id); event.dataTransfer.effectAllowed = "move"; }}
              onDragOver={(event) => { if (held) event.preventDefault(); }}
              onDrop={() => { if (held) onMove(held, index); setHeld(null); }}
              onDragEnd={() => setHeld(null)}
            >
              <button type="button" className={styles.choose} aria-current={chosen === step.id} data-test={`step-${step.id}`} onClick={() => onChoose(step.id)}>
                {editable && !fixed(step.kind) && <HolderOutlined aria-hidden className={styles.grip} />}
                <span className={styles.name}>{step.id}</span>
                <span className={styles.kind}>{kindText(step.kind)}</span>
                <span className={`${styles.ms} number`}>{wrong ? t("recipes.editor.fault") : step.off === true ? t("recipes.editor.is_off") : result ? (result.state === "done" ? format.milliseconds(result.ms) : t(`recipes.result.${result.state}`)) : ""}</span>
              </button>
              {editable && !fixed(step.kind) && (chosen === step.id || step.off === true) && (
                <Switch size="small" checked={step.off !== true} aria-label={t("recipes.editor.on", { name: step.id })} data-test={`switch-${step.id}`} onChange={(on) => onSwitch(step.id, on)} />
              )}
              {editable && chosen === step.id && (
                <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t("recipes.editor.remove")} title={t("recipes.editor.remove")} onClick={() => onRemove(step.id)} />
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
