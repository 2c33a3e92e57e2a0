import { useState } from "react";
import { Input } from "antd";
import { useTranslation } from "@/i18n";

/** The name of something that was drawn; taken when one leaves the field. */
export function PartName({ name, editable, onRename }: { name: string; editable: boolean; onRename: (to: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(name);
  const take = () => {
    const to = text.trim();
    // One that is refused, since another part has it, is not left standing here.
    setText(name);
    if (to !== "" && to !== name) onRename(to);
  };
  return <Input size="small" value={text} maxLength={100} disabled={!editable} aria-label={t("recipes.field.region_name")} onChange={(event) => setText(event.target.value)} onBlur={take} onPressEnter={take} />;
}
