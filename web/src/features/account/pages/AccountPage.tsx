import { Segmented, Select } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { patchAccount } from "@/api/account";
import { keys } from "@/api/keys";
import type { Me, StoredLanguage } from "@/api/people";
import { setLanguage, useTranslation } from "@/i18n";
import { Block } from "@/components/Block";
import { EditableFacts } from "@/components/EditableFacts";
import { PageHead } from "@/components/PageHead";
import { useBranding } from "@/hooks/useBranding";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { roleName } from "@/lib/roleName";
import { useTheme } from "@/lib/theme";
import type { Mode } from "@/lib/palette";
import { Identities } from "../parts/Identities";
import { Password } from "../parts/Password";
import { SecondFactor } from "../parts/SecondFactor";
import { Sessions } from "../parts/Sessions";
import { Registries } from "../parts/Registries";
import { SshKeys } from "../parts/SshKeys";
import { Tokens } from "../parts/Tokens";
import styles from "./AccountPage.module.css";

type JobMail = Me["job_mail"];
const jobMail: readonly JobMail[] = ["never", "failure", "end"];

export function AccountPage() {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const { me, may } = useSession();
  const { mode, setMode } = useTheme();
  const { isOff } = useBranding();
  const format = useFormat();
  if (!me) return null;
  const change = async (body: Parameters<typeof patchAccount>[0]) => {
    const changed = await patchAccount(body);
    client.setQueryData(keys.session, changed);
    if (changed.language) setLanguage(changed.language);
    notify.done(t("account.page.saved"));
  };
  const languages: { value: StoredLanguage; label: string }[] = [
    { value: "", label: t("account.page.language_browser") },
    { value: "zh-CN", label: "中文" },
    { value: "en", label: "English" },
  ];
  return (
    <>
      <PageHead title={t("account.page.title")} sub={t("account.page.name_is", { name: me.name })} />
      <div className="page">
        <Block title={t("account.page.profile")}>
          <div className={styles.stack}>
            <EditableFacts
              facts={[
                { key: "nickname", label: t("account.page.nickname"), hint: t("people.rule.nickname"), longest: 32 },
                { key: "phone", label: t("people.field.phone"), hint: t("people.rule.phone"), longest: 32 },
                { key: "mail", label: t("people.field.mail"), hint: t("people.rule.mail"), longest: 254 },
              ]}
              values={{ nickname: me.nickname, phone: me.phone, mail: me.mail }}
              onSave={change}
            />
            <dl className={styles.facts}>
              <dt>{t("account.page.roles")}</dt>
              <dd>{me.roles.map((role) => roleName(t, role)).join(" · ") || "–"}</dd>
              <dt>{t("people.field.group_ids")}</dt>
              <dd>{me.groups.map((group) => group.name).join(" · ") || "–"}</dd>
              {!isOff("cluster") && me.virtual_clusters.length > 0 && (
                <>
                  <dt>{t("account.page.cluster")}</dt>
                  <dd>
                    <Select
                      style={{ minWidth: 200 }} value={me.virtual_cluster_id ?? ""} aria-label={t("account.page.cluster")} data-test="account-cluster"
                      options={me.virtual_clusters.map((one) => ({ value: one.id, label: one.name }))}
                      onChange={(id) => void change({ virtual_cluster_id: id }).catch(notify.failed)}
                    />
                  </dd>
                </>
              )}
              {me.longest_run_s !== null && (
                <>
                  <dt>{t("account.page.longest_run")}</dt>
                  <dd>{format.duration(me.longest_run_s)}</dd>
                </>
              )}
              {may("job.read_own") && (
                <>
                  <dt>{t("account.page.job_mail")}</dt>
                  <dd>
                    <Select<JobMail>
                      style={{ minWidth: 200 }} value={me.job_mail} aria-label={t("account.page.job_mail")} data-test="account-job-mail"
                      options={jobMail.map((value) => ({ value, label: t(`common.notify.${value}`) }))}
                      onChange={(job_mail) => void change({ job_mail }).catch(notify.failed)}
                    />
                    {!me.mail && me.job_mail !== "never" && <div className={styles.says}>{t("account.page.job_mail_none")}</div>}
                  </dd>
                </>
              )}
              <dt>{t("account.page.language")}</dt>
              <dd>
                <Segmented<StoredLanguage> options={languages} value={me.language} onChange={(language) => void change({ language }).catch(notify.failed)} data-test="account-language" />
              </dd>
              <dt>{t("account.page.look")}</dt>
              <dd>
                <Segmented<Mode>
                  options={[
                    { value: "light", label: t("shell.top.light") },
                    { value: "dark", label: t("shell.top.dark") },
                  ]}
                  value={mode}
                  onChange={setMode}
                />
              </dd>
            </dl>
          </div>
        </Block>
        <Password />
        <Identities />
        {me.has_password && <SecondFactor />}
        <Sessions />
        <Tokens />
        {may("job.write_own") && <SshKeys />}
        {may("job.write_own") && <Registries />}
      </div>
    </>
  );
}
