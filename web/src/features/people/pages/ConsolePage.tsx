import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { keys } from "@/api/keys";
import { getConsole } from "@/api/users";
import { ErrorNote } from "@/components/ErrorNote";
import { PageHead } from "@/components/PageHead";
import { useFormat } from "@/hooks/useFormat";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import styles from "./ConsolePage.module.css";

export function ConsolePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { may } = useSession();
  const { data, error, refetch } = useQuery({ queryKey: keys.console, queryFn: getConsole });
  const cards = [
    { key: "users", to: "/admin/users", title: t("people.console.users"), make: may("user.write") ? { to: "/admin/users/new", text: t("people.users.new") } : null },
    { key: "groups", to: "/admin/groups", title: t("people.console.groups"), make: may("user.write") ? { to: "/admin/groups/new", text: t("people.groups.new") } : null },
    { key: "roles", to: "/admin/roles", title: t("people.console.roles"), make: may("role.write") ? { to: "/admin/roles/new", text: t("people.roles.new") } : null },
  ] as const;
  return (
    <>
      <PageHead title={t("people.console.title")} />
      <div className="page">
        <ErrorNote error={error} retry={() => void refetch()} />
        <div className={styles.cards}>
          {cards.map((card) => (
            <section key={card.key} className={styles.card} aria-label={card.title}>
              <Link to={card.to} className={styles.face}>
                <span className={styles.title}>{card.title}</span>
                <span className={styles.count} data-test={`count-${card.key}`}>{data ? format.count(data[card.key]) : "–"}</span>
              </Link>
              {card.make && (
                <Link to={card.make.to} className={styles.make}>
                  <PlusOutlined aria-hidden="true" />
                  {card.make.text}
                </Link>
              )}
            </section>
          ))}
          <section className={styles.card} aria-label={t("people.console.waiting")}>
            <Link to="/admin/users?state=waiting" className={styles.face}>
              <span className={styles.title}>{t("people.console.waiting")}</span>
              <span className={styles.count} data-test="count-waiting">{data ? format.count(data.waiting) : "–"}</span>
            </Link>
            <span className={styles.says}>{t("people.console.waiting_says")}</span>
          </section>
        </div>
        {data && data.invited + data.locked > 0 && (
          <ul className={styles.more}>
            {data.invited > 0 && (
              <li>
                {t("people.console.invited", { n: data.invited })}
                <Link to="/admin/users?state=invited">{t("people.console.see")}</Link>
              </li>
            )}
            {data.locked > 0 && (
              <li>
                {t("people.console.locked", { n: data.locked })}
                <Link to="/admin/users?state=locked">{t("people.console.see")}</Link>
              </li>
            )}
          </ul>
        )}
      </div>
    </>
  );
}
