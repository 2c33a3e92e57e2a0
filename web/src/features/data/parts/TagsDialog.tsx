import { useState } from "react";
import { Modal, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { filterChoices } from "@/api/pictures";
import { Field } from "@/components/Field";
import { useProject } from "@/hooks/useProject";

type Props = { count: number; busy: boolean; onTags: (add: string[], remove: string[]) => void; onClose: () => void };

/** Tags to put to the chosen pictures, and tags to take from them. */
export function TagsDialog({ count, busy, onTags, onClose }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const [add, setAdd] = useState<string[]>([]);
  const [away, setAway] = useState<string[]>([]);
  const choices = useQuery({ queryKey: keys.choices(project.id), queryFn: () => filterChoices(project.id) });
  const known = (choices.data?.tags ?? []).map((one) => ({ value: one.name, label: one.name }));
  return (
    <Modal
      open title={t("bulk.tags.title", { n: count })} onCancel={onClose} onOk={() => onTags(add, away)} okText={t("common.do.save")} cancelText={t("common.do.cancel")}
      okButtonProps={{ disabled: add.length + away.length === 0, loading: busy }} destroyOnHidden
    >
      <Field label={t("bulk.tags.add")} hint={t("bulk.tags.hint")}>
        {({ id }) => (
          <Select
            id={id} mode="tags" autoFocus value={add} options={known} tokenSeparators={[",", "，"]} maxCount={20} style={{ width: "100%" }} data-test="tags-add"
            onChange={(tags: string[]) => setAdd(tidy(tags))}
          />
        )}
      </Field>
      <Field label={t("bulk.tags.remove")}>
        {({ id }) => <Select id={id} mode="multiple" value={away} options={known} style={{ width: "100%" }} data-test="tags-remove" onChange={(tags: string[]) => setAway(tags)} />}
      </Field>
    </Modal>
  );
}

/** As the server takes them: without blanks around, and short. */
const tidy = (tags: readonly string[]): string[] => [...new Set(tags.map((tag) => tag.trim().slice(0, 40)).filter(Boolean))];
