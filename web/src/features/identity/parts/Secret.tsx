import { Button, Input } from "antd";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";
import type { Draft } from "../lib/draft";
import styles from "./ProviderForm.module.css";

type Props = { draft: Draft; put: (part: Partial<Draft>) => void; write: boolean; kept: boolean; wrong: string | undefined };

/** A secret is never shown again: it stays, or another one is typed. */
export function Secret({ draft, put, write, kept, wrong }: Props) {
  const { t } = useTranslation();
  const label = t(draft.kind === "oidc" ? "identity.field.client_secret" : "identity.field.bind_password");
  if (draft.secret === null && !wrong) {
    return (
      <div className={styles.told}>
        <span className={styles.label}>{label}</span>
        <span className={styles.foot}>
          {t("identity.field.secret_kept")}
          {write && <Button size="small" onClick={() => put({ secret: "" })} data-test="new-secret">{t("identity.field.secret_new")}</Button>}
        </span>
      </div>
    );
  }
  return (
    <Field label={label} hint={t(kept ? "identity.field.secret_hint_new" : "identity.field.secret_hint")} wrong={wrong}>
      {(props) => (
        <Input.Password {...props} value={draft.secret ?? ""} disabled={!write} maxLength={1000} autoComplete="new-password" onChange={(event) => put({ secret: event.target.value })} data-test="provider-secret" />
      )}
    </Field>
  );
}
