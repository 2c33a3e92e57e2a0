import { useState } from "react";
import { Button, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { getLabelSet, listLabelSets } from "@/api/labelSets";
import { ClassDot } from "@/components/ClassDot";
import { Field } from "@/components/Field";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import type { DraftSet } from "../draft";
import styles from "../pages/NewProjectPage.module.css";

type Props = { value: DraftSet | null; onChange: (set: DraftSet | null, goodName: string) => void };

/** A label set to begin with; not shown where there is none. */
export function SetPick({ value, onChange }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const [q, setQ] = useState("");
  const query = { limit: 50, ...(q ? { q } : {}) };
  const { data, isFetching } = useQuery({ queryKey: keys.labelSets({ ...query, pick: true }), queryFn: () => listLabelSets(query), placeholderData: (before) => before });
  const take = useMutation({
    mutationFn: getLabelSet,
    onSuccess: (set) => onChange({ id: set.id, name: set.name, classes: set.classes.map(({ name, colour }) => ({ name, colour })) }, set.good_name),
    onError: notify.failed,
  });
  if (!value && !q && (data?.items.length ?? 0) === 0) return null;
  return (
    <Field label={t("catalogue.begin")} hint={t("catalogue.begin_hint")}>
      {({ id }) =>
        value ? (
          <span id={id} className={styles.classes} data-test="set-chosen">
            <strong>{value.name}</strong>
            {value.classes.map((one) => <ClassDot key={one.name} colour={one.colour} name={one.name} />)}
            <Button size="small" type="text" onClick={() => onChange(null, "")}>{t("managers.remove")}</Button>
          </span>
        ) : (
          <Select<string>
            id={id} style={{ width: "100%" }} showSearch filterOption={false} onSearch={setQ} loading={isFetching || take.isPending} placeholder={t("catalogue.begin_none")} aria-label={t("catalogue.begin")}
            options={(data?.items ?? []).map((set) => ({ value: set.id, label: set.name }))} onChange={(chosen) => take.mutate(chosen)} data-test="set-pick"
          />
        )
      }
    </Field>
  );
}
