import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, Outlet, useLocation } from "react-router";
import { listAdministrators } from "@/api/account";
import { keys } from "@/api/keys";
import { rightName } from "@/lib/rightName";
import { useBranding } from "@/hooks/useBranding";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { homeOf, lackingFor } from "@/lib/access";
import { moduleOf } from "@/lib/modules";
import type { Right } from "@/lib/rights";
import { Missing } from "./Missing";
import styles from "./Missing.module.css";

/** Lets in who may see the page; sends each role to its own first page. */
export function Gate() {
  const { may, opened, manages } = useSession();
  const { pathname } = useLocation();
  const { isOff } = useBranding();
  const home = homeOf(may, isOff, opened, manages);
  if (pathname === "/" && home !== "/") return home ? <Navigate to={home} replace /> : <NoAccess />;
  if (isOff(moduleOf(pathname))) return <Missing />;
  const lacking = lackingFor(pathname, may, opened, manages);
  if (lacking.length > 0) return <NoAccess lacking={lacking} home={home} />;
  return <Outlet />;
}

/** Says what is missing and whom to ask. */
function NoAccess({ lacking, home }: { lacking?: Right[]; home?: string | null }) {
  const { t } = useTranslation();
  return (
    <div className={styles.page} data-test="no-access">
      <h1>{lacking ? t("shell.access.closed") : t("shell.access.nothing")}</h1>
      {lacking && <p>{t("shell.access.lacking", { names: lacking.map((right) => rightName(t, right)).join(" · ") })}</p>}
      <WhomToAsk />
      {home && (
        <Link to={home}>
          <Button type="primary">{t("shell.access.home")}</Button>
        </Link>
      )}
    </div>
  );
}

/** Those who may give rights, and how to reach them. */
function WhomToAsk() {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: keys.administrators, queryFn: listAdministrators, staleTime: 60_000, retry: false });
  const contacts = query.data ?? [];
  return (
    <>
      <p>{t("shell.access.ask")}</p>
      {contacts.length > 0 && (
        <ul className={styles.contacts} data-test="whom-to-ask">
          {contacts.map(({ name, nickname, mail, phone }) => (
            <li key={name}>
              <strong>{nickname || name}</strong>
              {mail && <a href={`mailto:${mail}`}>{mail}</a>}
              {phone && <a href={`tel:${phone.replace(/[^+\d]/g, "")}`}>{phone}</a>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
