import { Button } from "antd";
import { useTranslation } from "@/i18n";
import { Link, isRouteErrorResponse, useRouteError } from "react-router";
import styles from "./Missing.module.css";

export function Missing() {
  const { t } = useTranslation();
  return (
    <div className={styles.page}>
      <h1>{t("common.page.missing")}</h1>
      <p>{t("common.page.missing_why")}</p>
      <Link to="/">
        <Button type="primary">{t("common.page.home")}</Button>
      </Link>
    </div>
  );
}

export function Broken() {
  const { t } = useTranslation();
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <Missing />;
  return (
    <div className={styles.page}>
      <h1>{t("common.page.broken")}</h1>
      <p>{t("common.page.broken_why")}</p>
      <pre className={styles.detail}>{error instanceof Error ? error.message : String(error)}</pre>
      <Button type="primary" onClick={() => window.location.reload()}>
        {t("common.do.reload")}
      </Button>
    </div>
  );
}
