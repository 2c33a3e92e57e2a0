import { Segmented, Select } from "antd";
import type { TemplateScope } from "@/api/templates";
import { Field } from "@/components/Field";
import { useCluster } from "@/hooks/useCluster";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import styles from "./JobForm.module.css";

export type ScopeWanted = { scope: TemplateScope; /** Of a team; left out: where one works. */ cluster: string | undefined };

/** Who sees a template: oneself, the members of a virtual cluster, or everybody. */
export function ScopeFields({ value, onChange, disabled = false }: { value: ScopeWanted; onChange: (value: ScopeWanted) => void; disabled?: boolean }) {
  const { t } = useTranslation();
  const { may } = useSession();
  const { all, current } = useCluster();
  const scopes = ["mine", "team", ...(may("job.write") || value.scope === "all" ? (["all"] as const) : [])] as const;
  return (
    <>
      <Field label={t("templates.scope")} hint={t(`templates.scope_says.${value.scope}`)}>
        {(props) => (
          <div id={props.id} role="group" aria-describedby={props["aria-describedby"]}>
            <Segmented
              disabled={disabled} value={value.scope} aria-label={t("templates.scope")} onChange={(scope) => onChange({ ...value, scope: scope as TemplateScope })}
              options={scopes.map((one) => ({ value: one, label: <span data-test={`scope-${one}`}>{t(`templates.scope.${one}`)}</span> }))}
            />
          </div>
        )}
      </Field>
      {value.scope === "team" && all.length > 1 && (
        <Field label={t("jobs.form.cluster")}>
          {(props) => <Select {...props} className={styles.full} disabled={disabled} value={value.cluster ?? current?.id} options={all.map((one) => ({ value: one.id, label: one.name }))} onChange={(cluster: string) => onChange({ ...value, cluster })} />}
        </Field>
      )}
    </>
  );
}
