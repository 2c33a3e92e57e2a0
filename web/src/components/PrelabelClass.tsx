import { Select } from "antd";
import { useTranslation } from "@/i18n";
import type { Id } from "@/api/contract";
import type { TextClasses } from "@/hooks/useTextClasses";
import { ErrorNote } from "./ErrorNote";
import { Field } from "./Field";
import { OpenLink } from "./OpenLink";

type Props = { project: Id; found: TextClasses; value: Id | undefined; onChoose: (id: Id) => void };

/** Which class proposed texts get: asked where there are several, and what to do told where there is none. */
export function PrelabelClass({ project, found: { classes, error }, value, onChoose }: Props) {
  const { t } = useTranslation();
  if (!classes) return <ErrorNote error={error} />;
  if (classes.length === 0) {
    return (
      <span data-test="prelabel-no-class">
        {t("assist.text_class_none")} <OpenLink to={`/projects/${project}/settings`}>{t("assist.text_class_go")}</OpenLink>
      </span>
    );
  }
  return (
    <Field label={t("assist.text_class")}>
      {(field) => (
        <Select<Id>
          {...field} data-test="prelabel-class" {...(value ? { value } : {})} onChange={onChoose} placeholder={t("assist.text_class_ask")}
          options={classes.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
    </Field>
  );
}
