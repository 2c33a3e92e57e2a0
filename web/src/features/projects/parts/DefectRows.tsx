import { Button, Input } from "antd";
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { ColourPick } from "@/components/ColourPick";
import { addDefect, type Defect, type Draft } from "../draft";
import styles from "./DefectRows.module.css";

type Props = { draft: Draft; onChange: (draft: Draft) => void; repeated: string | undefined };

export function DefectRows({ draft, onChange, repeated }: Props) {
  const { t } = useTranslation();
  const change = (index: number, part: Partial<Defect>) =>
    onChange({ ...draft, defects: draft.defects.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <div className={styles.rows}>
      {draft.defects.map((defect, index) => (
        <div key={index} className={styles.row}>
          <ColourPick value={defect.colour} name={defect.name} onChange={(colour) => change(index, { colour })} />
          <Input
            value={defect.name}
            data-test="defect"
            maxLength={60}
            autoFocus={defect.name === ""}
            placeholder={t("project.field.defect_hint")}
            aria-label={`${t("project.field.defects")} ${index + 1}`}
            status={repeated !== undefined && defect.name.trim().toLowerCase() === repeated.toLowerCase() ? "error" : undefined}
            onChange={(event) => change(index, { name: event.target.value })}
            onPressEnter={() => defect.name.trim() && onChange(addDefect(draft))}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t("project.field.defect_remove")}
            onClick={() => onChange({ ...draft, defects: draft.defects.filter((_, at) => at !== index) })}
          />
        </div>
      ))}
      {repeated !== undefined && <p className={styles.wrong} role="alert">{t("project.field.defect_twice", { name: repeated })}</p>}
      <Button type="dashed" data-test="add-defect" icon={<PlusOutlined />} onClick={() => onChange(addDefect(draft))}>
        {t("project.field.defect_add")}
      </Button>
    </div>
  );
}
