import { useTranslation } from "@/i18n";
import { Link } from "react-router";
import type { Service } from "@/api/contract";
import { CopyButton } from "@/components/CopyButton";
import { curlLine } from "../lib/curl";
import styles from "./Address.module.css";

export function Address({ service }: { service: Service }) {
  const { t } = useTranslation();
  const url = `${location.origin}${service.address}`;
  const curl = curlLine(location.origin, service.address);
  return (
    <div className={styles.box}>
      <Piece name={t("services.address.url")} text={url} />
      <Piece name={t("services.address.curl")} text={curl} />
      <p className={styles.hint}>
        {t("services.address.token")} <Link to="/account">{t("services.address.to_tokens")}</Link>
      </p>
      <p className={styles.hint}>{t("services.address.busy")}</p>
    </div>
  );
}

function Piece({ name, text }: { name: string; text: string }) {
  return (
    <div className={styles.piece}>
      <div className={styles.head}>
        <span>{name}</span>
        <CopyButton size="small" text={text} />
      </div>
      <code className={styles.code}>{text}</code>
    </div>
  );
}
