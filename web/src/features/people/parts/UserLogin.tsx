import { Button } from "antd";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { getBelongings, removeUserFactor } from "@/api/users";
import type { UserDetail } from "@/api/people";
import { Block } from "@/components/Block";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import styles from "./parts.module.css";

/** Second factor, sessions, last login of a user. */
export function UserLogin({ user }: { user: UserDetail }) {
  const { t } = useTranslation();
  const { may } = useSession();
  const ask = useAsk();
  const notify = useNotify();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: keys.belongings([user.id]), queryFn: async () => [await getBelongings(user.id)] });
  const sessions = data?.[0]?.sessions ?? 0;
  const write = may("user.write");
  const run = (action: () => Promise<void>, done: string) => async () => {
    try {
      await action();
      notify.done(done);
    } catch (error) {
      notify.failed(error);
    }
    await client.invalidateQueries({ queryKey: keys.people });
  };
  return (
    <Block title={t("people.user.login")}>
      <div className={styles.rowLine}>
        <span className={styles.grow}>{t("people.field.last_login")}</span>
        <span>{user.last_login_at ? <TimeAgo at={user.last_login_at} /> : t("people.users.never")}</span>
      </div>
      <div className={styles.rowLine}>
        <span className={styles.grow}>{t("people.user.factor")}</span>
        <span>{user.second_factor ? t("people.user.factor_on") : t("people.user.factor_off")}</span>
        {write && user.second_factor && (
          <Button
            size="small" danger data-test="remove-factor"
            onClick={() => ask({ title: t("people.user.factor_ask", { name: user.name }), okText: t("people.user.factor_remove"), danger: true, onOk: run(() => removeUserFactor(user.id), t("people.user.factor_done")) })}
          >
            {t("people.user.factor_remove")}
          </Button>
        )}
      </div>
      <div className={styles.rowLine}>
        <span className={styles.grow}>
          {t("people.user.sessions")}
          <span className={`${styles.faint} ${styles.under}`}>{t("people.user.sessions_hint")}</span>
        </span>
        <span>{t("people.user.sessions_n", { n: sessions })}</span>
      </div>
    </Block>
  );
}
