import { useState } from "react";
import { Button, Input, Switch } from "antd";
import { useMutation } from "@tanstack/react-query";
import type { Provider } from "@/api/identity";
import { isProblem, Problem } from "@/api/problem";
import { Block } from "@/components/Block";
import { CopyButton } from "@/components/CopyButton";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";
import { sayCode } from "@/lib/say";
import type { Draft } from "../lib/draft";
import { LdapFields } from "./LdapFields";
import { Mapping } from "./Mapping";
import { OidcFields } from "./OidcFields";
import { Secret } from "./Secret";
import { TestBlock } from "./TestBlock";
import styles from "./ProviderForm.module.css";

type Props = {
  first: Draft;
  /** Null while it is new. */
  provider: Provider | null;
  write: boolean;
  onSave: (draft: Draft) => Promise<void>;
  onReload?: () => void;
};

/** The whole of a provider, kept as a whole. */
export function ProviderForm({ first, provider, write, onSave, onReload }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(first);
  const save = useMutation({ mutationFn: () => onSave(draft) });
  const put = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    save.reset();
  };
  const fields = save.error instanceof Problem ? save.error.fields : {};
  const wrong = (field: string) => {
    const code = fields[field] ?? (field === "name" && isProblem(save.error, "identity_provider.name_taken") ? "identity_provider.name_taken" : undefined);
    return code && sayCode(t, code, code);
  };
  const text = { draft, put, write, wrong };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Block title={t("identity.form.general")}>
        <div className={styles.fields}>
          <Field label={t("identity.field.name")} hint={t(draft.kind === "oidc" ? "identity.field.name_hint_oidc" : "identity.field.name_hint_ldap")} wrong={wrong("name")}>
            {(props) => <Input {...props} value={draft.name} maxLength={40} disabled={!write} onChange={(event) => put({ name: event.target.value })} data-test="provider-name" />}
          </Field>
          <label className={styles.switch}>
            <Switch checked={draft.enabled} disabled={!write} onChange={(enabled) => put({ enabled })} data-test="provider-enabled" />
            <span>
              {t("identity.field.enabled")}
              <span className={styles.says}>{t("identity.field.enabled_says")}</span>
            </span>
          </label>
          <label className={styles.switch}>
            <Switch checked={draft.create_users} disabled={!write} onChange={(create_users) => put({ create_users })} data-test="provider-create" />
            <span>
              {t("identity.field.create_users")}
              <span className={styles.says}>{t("identity.field.create_users_says")}</span>
            </span>
          </label>
        </div>
      </Block>
      <Block title={t("identity.form.connection")}>
        <div className={styles.fields}>
          {draft.kind === "oidc" ? <OidcFields {...text} /> : <LdapFields {...text} />}
          <Secret draft={draft} put={put} write={write} kept={provider?.has_secret ?? false} wrong={wrong("secret")} />
          <Field label={t("identity.field.ca_pem")} hint={t("identity.field.ca_pem_hint")} wrong={wrong("ca_pem")}>
            {(props) => (
              <Input.TextArea
                {...props} value={draft[draft.kind].ca_pem} disabled={!write} autoSize={{ minRows: 2, maxRows: 8 }} className={styles.code}
                onChange={(event) => put(draft.kind === "oidc" ? { oidc: { ...draft.oidc, ca_pem: event.target.value } } : { ldap: { ...draft.ldap, ca_pem: event.target.value } })}
              />
            )}
          </Field>
          {draft.kind === "oidc" && (
            <div className={styles.told}>
              <span className={styles.label}>{t("identity.field.redirect_uri")}</span>
              {provider?.redirect_uri ? (
                <span className={styles.redirect}>
                  <code data-test="redirect-uri">{provider.redirect_uri}</code>
                  <CopyButton text={provider.redirect_uri} />
                </span>
              ) : (
                <span className={styles.says}>{t("identity.field.redirect_later")}</span>
              )}
              <span className={styles.says}>{t("identity.field.redirect_hint")}</span>
            </div>
          )}
        </div>
      </Block>
      <Block title={t("identity.form.groups")}>
        <Mapping draft={draft} put={put} write={write} wrong={wrong("mapping") ?? wrong("role_ids") ?? wrong("group_ids")} />
      </Block>
      {write && <TestBlock draft={draft} provider={provider} />}
      {Object.keys(fields).length > 0 ? (
        <ErrorNote error={new Problem(422, { code: "request.fields" })} />
      ) : (
        !wrong("name") && <ErrorNote error={save.error} {...(isProblem(save.error, "precondition.failed") && onReload ? { retry: onReload } : {})} />
      )}
      {write && (
        <div className={styles.foot}>
          <Button type="primary" htmlType="submit" loading={save.isPending} disabled={draft.name.trim() === ""} data-test="save">{t("common.do.save")}</Button>
        </div>
      )}
    </form>
  );
}
