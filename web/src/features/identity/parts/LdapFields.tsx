import { Switch } from "antd";
import { useTranslation } from "@/i18n";
import type { LdapSettings } from "@/api/identity";
import { TextField, type Part } from "./text";
import styles from "./ProviderForm.module.css";

const before = ["url"] as const;
const people = ["bind_dn", "base_dn", "user_filter"] as const;
const attributes = ["id_attribute", "name_attribute", "nickname_attribute", "mail_attribute", "phone_attribute"] as const;
const groups = ["group_attribute", "group_base_dn", "group_filter", "group_name_attribute"] as const;

export function LdapFields({ draft, put, write, wrong }: Part) {
  const { t } = useTranslation();
  const set = (part: Partial<LdapSettings>) => put({ ldap: { ...draft.ldap, ...part } });
  const lines = (names: readonly Exclude<keyof LdapSettings, "start_tls" | "ca_pem">[]) =>
    names.map((name) => (
      <TextField
        key={name} name={name} label={t(`identity.ldap.${name}`)} hint={t(`identity.ldap_hint.${name}`)} value={draft.ldap[name]} write={write} wrong={wrong(name)}
        onChange={(text) => set({ [name]: text })}
      />
    ));
  return (
    <>
      {lines(before)}
      <label className={styles.switch}>
        <Switch checked={draft.ldap.start_tls} disabled={!write} onChange={(start_tls) => set({ start_tls })} />
        <span>
          {t("identity.ldap.start_tls")}
          <span className={styles.says}>{t("identity.ldap_hint.start_tls")}</span>
        </span>
      </label>
      {lines(people)}
      {lines(attributes)}
      {lines(groups)}
    </>
  );
}
