import { useState } from "react";
import { Alert, Button, Input } from "antd";
import { useMutation } from "@tanstack/react-query";
import { testProvider, type Provider, type Tested } from "@/api/identity";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { useTranslation, hasKey } from "@/i18n";
import { bodyOf, type Draft } from "../lib/draft";
import styles from "./ProviderForm.module.css";

/** Tries out what is typed, kept or not, and says how far it went. */
export function TestBlock({ draft, provider }: { draft: Draft; provider: Provider | null }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const test = useMutation({ mutationFn: () => testProvider({ provider: { ...bodyOf(draft), name: draft.name.trim() || "–" }, id: provider?.id ?? null, name: name.trim() }) });
  return (
    <Block title={t("identity.test.title")}>
      <div className={styles.fields}>
        <p className={styles.lead}>{t(draft.kind === "oidc" ? "identity.test.lead_oidc" : "identity.test.lead_ldap")}</p>
        {draft.kind === "ldap" && (
          <Field label={t("identity.test.name")} hint={t("identity.test.name_hint")}>
            {(props) => <Input {...props} value={name} maxLength={256} autoComplete="off" onChange={(event) => setName(event.target.value)} data-test="test-name" />}
          </Field>
        )}
        <div className={styles.foot}>
          <Button loading={test.isPending} onClick={() => test.mutate()} data-test="test">{t("identity.test.run")}</Button>
        </div>
        <ErrorNote error={test.error} />
        {test.data && <Told tested={test.data} asked={name.trim()} />}
      </div>
    </Block>
  );
}

function Told({ tested, asked }: { tested: Tested; asked: string }) {
  const { t } = useTranslation();
  if (!tested.ok) {
    const key = `identity.stage.${tested.stage ?? ""}`;
    return <Alert type="error" showIcon data-test="test-failed" message={hasKey(key) ? t(key) : t("identity.test.failed")} description={tested.reason} />;
  }
  const { found } = tested;
  return (
    <>
      <Alert
        type="success" showIcon data-test="test-good" message={t("identity.test.good")}
        description={
          tested.keys === null ? undefined : tested.client_known ? t("identity.test.client_known", { n: tested.keys ?? 0 }) : t("identity.test.client_unsure", { reason: tested.reason ?? "–" })
        }
      />
      {asked && !found && <Alert type="warning" showIcon message={t("identity.test.nobody", { name: asked })} />}
      {found && (
        <dl className={styles.facts} data-test="test-found">
          <dt>{t("identity.test.dn")}</dt>
          <dd>{found.dn}</dd>
          <dt>{t("account.login.name")}</dt>
          <dd>{found.name || "–"}</dd>
          <dt>{t("account.page.nickname")}</dt>
          <dd>{found.nickname || "–"}</dd>
          <dt>{t("people.field.mail")}</dt>
          <dd>{found.mail || "–"}</dd>
          <dt>{t("people.field.phone")}</dt>
          <dd>{found.phone || "–"}</dd>
          <dt>{t("identity.map.groups")}</dt>
          <dd>{found.groups.join(" · ") || "–"}</dd>
        </dl>
      )}
    </>
  );
}
