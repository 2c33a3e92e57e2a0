import { Alert } from "antd";
import type { MadeUser, MailState } from "@/api/people";
import { CopyButton } from "@/components/CopyButton";
import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";
import styles from "./parts.module.css";

/** The secret stands behind `#`, so that it is never sent in an address or written to a log on the way. */
export const invitationLink = (secret: string): string => `${window.location.origin}/invitation#secret=${secret}`;

/** The links of new accounts, shown this once. */
export function InvitationLinks({ made }: { made: readonly Pick<MadeUser, "user" | "invitation">[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const invited = made.flatMap(({ user, invitation }) => (invitation ? [{ user, link: invitationLink(invitation.secret), until: invitation.expires_at, mail: invitation.mail }] : []));
  const said = (mail: MailState | null, address: string) => t(mail ? `people.links.mail_${mail}` : "people.links.mail_none", { mail: address });
  const anyMail = invited.some((one) => one.mail !== null);
  const first = invited[0];
  if (!first) return <p className={styles.lead}>{t("people.links.none")}</p>;
  return (
    <div className={styles.stack} data-test="links">
      <Alert type="warning" showIcon message={t("people.links.lead", { until: format.moment(first.until) })} />
      <div className={styles.table}>
        <table>
          <thead>
            <tr>
              <th>{t("people.field.name")}</th>
              <th>{t("people.field.nickname")}</th>
              {anyMail && <th>{t("people.links.mail")}</th>}
              <th>{t("people.links.title")}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {invited.map(({ user, link, mail }) => (
              <tr key={user.id}>
                <td>{user.name}</td>
                <td>{user.nickname || "–"}</td>
                {anyMail && <td data-test="mail-state">{said(mail, user.mail)}</td>}
                <td><code className={styles.link} data-test="link">{link}</code></td>
                <td><CopyButton size="small" text={link} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.actions}>
        <CopyButton label={t("people.links.all")} text={invited.map(({ user, link }) => `${user.name}\t${link}`).join("\n")} />
      </div>
    </div>
  );
}
