import { Button } from "antd";
import { Link, Navigate, Outlet, useLocation } from "react-router";
import { rightName } from "@/lib/rightName";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { homeOf, lackingFor } from "@/lib/access";
import type { Right } from "@/lib/rights";
import styles from "./Missing.module.css";

/** Lets in who may see the page; sends each role to its own first page. */
export function Gate() {
  const { may } = useSession();
  const { pathname } = useLocation();
  const home = homeOf(may);
  if (pathname === "/" && home !== "/") return home ? <Navigate to={home} replace /> : <NoAccess />;
  const lacking = lackingFor(pathname, may);
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
      <p>{t("shell.access.ask")}</p>
      {home && (
        <Link to={home}>
          <Button type="primary">{t("shell.access.home")}</Button>
        </Link>
      )}
    </div>
  );
}
