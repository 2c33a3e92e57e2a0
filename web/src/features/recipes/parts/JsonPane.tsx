import { useState } from "react";
import { Input } from "antd";
import { useTranslation } from "@/i18n";
import type { RecipeDoc as Doc } from "@/api/contract";
import styles from "./JsonPane.module.css";

/** The document as text. While it cannot be read it stays here; once it can, it is the document. */
export function JsonPane({ doc, editable, onDoc }: { doc: Doc; editable: boolean; onDoc: (doc: Doc) => void }) {
  const { t } = useTranslation();
  const [own, setOwn] = useState<{ text: string; of: Doc; wrong: string | null } | null>(null);
  // A change from elsewhere, such as an undo, shows here as well.
  const shown = own && (own.wrong !== null || own.of === doc) ? own : { text: JSON.stringify(doc, null, 2), of: doc, wrong: null };
  const take = (text: string) => {
    try {
      const read = JSON.parse(text) as Doc;
      const sound = Array.isArray(read?.steps) && read.steps.every((one) => typeof one?.id === "string" && typeof one.kind === "string");
      if (!sound) return setOwn({ text, of: doc, wrong: t("recipes.editor.json_shape") });
      setOwn({ text, of: read, wrong: null });
      onDoc(read);
    } catch (error) {
      setOwn({ text, of: doc, wrong: t("recipes.editor.json_broken", { why: error instanceof Error ? error.message : String(error) }) });
    }
  };
  return (
    <div className={styles.pane}>
      <p className={styles.hint}>{t("recipes.editor.json_hint")}</p>
      {shown.wrong && <p role="alert" className={styles.wrong}>{shown.wrong}</p>}
      <Input.TextArea
        className={styles.text} value={shown.text} readOnly={!editable} spellCheck={false} autoSize={{ minRows: 12, maxRows: 60 }}
        aria-label={t("recipes.editor.json")} data-test="json" onChange={(event) => take(event.target.value)}
      />
    </div>
  );
}
