import { useState } from "react";
import { Alert, Button, Input, InputNumber, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { Problem } from "@/api/problem";
import { deleteMail, getMail, putMail, testMail } from "@/api/settings";
import type { MailSettings, MailWanted } from "@/api/people";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { Loading } from "@/components/Loading";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { allRights } from "@/lib/rights";
import { sayCode } from "@/lib/say";
import styles from "../pages/SystemPage.module.css";

/** The server that letters go to. Its password is told to nobody. */
export function Mail() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ queryKey: keys.mail, queryFn: getMail });
  return (
    <Block title={t("settings.mail.title")}>
      <ErrorNote error={error} retry={() => void refetch()} />
      {data === undefined && !error && <Loading />}
      {data !== undefined && <Form key={JSON.stringify(data)} kept={data} />}
    </Block>
  );
}

const usual = { tls: 465, start_tls: 587, none: 25 } as const;
type Encryption = MailSettings["encryption"];
type Draft = Omit<MailSettings, "has_password"> & { password: string };

const draftOf = (kept: MailSettings | null): Draft =>
  kept
    ? { host: kept.host, port: kept.port, encryption: kept.encryption, user: kept.user, sender: kept.sender, ca_pem: kept.ca_pem, server_url: kept.server_url, password: "" }
    : { host: "", port: usual.start_tls, encryption: "start_tls", user: "", sender: "", ca_pem: "", server_url: window.location.origin, password: "" };

/** An empty field leaves a password that is kept as it is; without a user there is none. */
const bodyOf = ({ password, ...rest }: Draft): MailWanted => (rest.user.trim() === "" ? { ...rest, password: "" } : password === "" ? rest : { ...rest, password });

function Form({ kept }: { kept: MailSettings | null }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const { me, may } = useSession();
  const [draft, setDraft] = useState(() => draftOf(kept));
  const [to, setTo] = useState(me?.mail ?? "");
  const write = may("setting.write") && allRights.every(may);
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(kept));
  const save = useMutation({
    mutationFn: () => putMail(bodyOf(draft)),
    onSuccess: (answer) => {
      client.setQueryData(keys.mail, answer);
      notify.done(t("settings.mail.saved"));
    },
  });
  const remove = useMutation({
    mutationFn: deleteMail,
    onSuccess: () => {
      client.setQueryData(keys.mail, null);
      notify.done(t("settings.mail.removed"));
    },
  });
  const test = useMutation({ mutationFn: () => testMail(to.trim()), onSuccess: () => notify.done(t("settings.mail.tested")) });
  const put = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    save.reset();
  };
  const wrongIn = (error: unknown, field: string) => {
    const code = error instanceof Problem ? error.fields[field] : undefined;
    return code && sayCode(t, code, code);
  };
  const wrong = (field: string) => wrongIn(save.error, field);
  const atField = save.error instanceof Problem && Object.keys(save.error.fields).length > 0;
  const line = (key: "host" | "user" | "sender" | "server_url", hint = "") => (
    <Field label={t(`settings.mail.${key}`)} hint={hint} wrong={wrong(key)}>
      {(props) => <Input {...props} value={draft[key]} disabled={!write} onChange={(event) => put({ [key]: event.target.value })} data-test={`mail-${key}`} />}
    </Field>
  );
  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <p className={styles.lead}>{t("settings.mail.lead")}</p>
      {!write && <Alert type="info" showIcon message={t("settings.mail.only_all")} />}
      {line("host")}
      <Field label={t("settings.mail.encryption")} wrong={wrong("encryption")}>
        {(props) => (
          <Select<Encryption>
            {...props} value={draft.encryption} disabled={!write} data-test="mail-encryption"
            options={[
              { value: "tls", label: t("settings.mail.tls") },
              { value: "start_tls", label: t("settings.mail.start_tls") },
              { value: "none", label: t("settings.mail.plain") },
            ]}
            onChange={(encryption) => put({ encryption, ...(Object.values<number>(usual).includes(draft.port) ? { port: usual[encryption] } : {}) })}
          />
        )}
      </Field>
      <Field label={t("settings.mail.port")} wrong={wrong("port")}>
        {(props) => <InputNumber {...props} min={1} max={65535} precision={0} value={draft.port} disabled={!write} onChange={(port) => port !== null && put({ port })} data-test="mail-port" />}
      </Field>
      {line("user", t("settings.mail.user_hint"))}
      {draft.user.trim() !== "" && (
        <Field label={t("settings.mail.password")} hint={kept?.has_password ? t("settings.mail.password_kept") : ""} wrong={wrong("password")}>
          {(props) => <Input.Password {...props} value={draft.password} disabled={!write} autoComplete="new-password" onChange={(event) => put({ password: event.target.value })} data-test="mail-password" />}
        </Field>
      )}
      {line("sender", t("settings.mail.sender_hint"))}
      {line("server_url", t("settings.mail.server_url_hint"))}
      <Field label={t("settings.mail.ca")} wrong={wrong("ca_pem")}>
        {(props) => <Input.TextArea {...props} autoSize={{ minRows: 1, maxRows: 6 }} value={draft.ca_pem} disabled={!write} onChange={(event) => put({ ca_pem: event.target.value })} data-test="mail-ca" />}
      </Field>
      {!atField && <ErrorNote error={save.error ?? remove.error} />}
      {write && (
        <div className={styles.foot}>
          <Button htmlType="submit" type="primary" disabled={!changed} loading={save.isPending} data-test="mail-save">{t("settings.mail.save")}</Button>
          {kept && <Button loading={remove.isPending} onClick={() => remove.mutate()} data-test="mail-remove">{t("settings.mail.remove")}</Button>}
        </div>
      )}
      {write && kept && !changed && (
        <>
          <Field label={t("settings.mail.test_to")} wrong={wrongIn(test.error, "to")}>
            {(props) => <Input {...props} type="email" value={to} onChange={(event) => setTo(event.target.value)} data-test="mail-to" />}
          </Field>
          {!(test.error instanceof Problem && test.error.fields.to) && <ErrorNote error={test.error} />}
          <div className={styles.foot}>
            <Button loading={test.isPending} disabled={to.trim() === ""} onClick={() => test.mutate()} data-test="mail-test">{t("settings.mail.test")}</Button>
          </div>
        </>
      )}
    </form>
  );
}
