import { useQuery } from "@tanstack/react-query";
import { getStorage } from "@/api/clusters";
import { keys } from "@/api/keys";
import { Bar } from "@/components/Bar";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";
import styles from "./parts.module.css";

const AGAIN_MS = 60_000;

/** How full the disk is on which work folders, pictures and models lie. */
export function StorageCard() {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery({ queryKey: keys.clusterUse({ storage: true }), queryFn: getStorage, refetchInterval: AGAIN_MS });
  const found = query.data;
  const said = found && t("expert.home.storage_used", { used: format.bytes(found.used_bytes), total: format.bytes(found.total_bytes) });
  return (
    <Block title={t("expert.home.storage")}>
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      {found && said && (
        <div className={styles.card} data-test="storage">
          <span>{said}</span>
          <Bar share={found.total_bytes > 0 ? found.used_bytes / found.total_bytes : 0} label={said} />
          <dl className={styles.facts}>
            {(["home_bytes", "work_bytes"] as const).map((key) => [
              <dt key={key}>{t(`expert.home.${key}`)}</dt>,
              <dd key={`${key}-n`} data-test={key}>{found[key] === null ? t("expert.home.uncounted") : format.bytes(found[key])}</dd>,
            ])}
          </dl>
          <p className={styles.quiet}>{t("expert.home.storage_says")}</p>
          <span data-test="own-data">
            {found.own_quota_bytes === null ? t("expert.home.own_data", { used: format.bytes(found.own_used_bytes) }) : t("expert.home.own_data_of", { used: format.bytes(found.own_used_bytes), most: format.bytes(found.own_quota_bytes) })}
          </span>
          {found.own_quota_bytes !== null && <Bar share={found.own_quota_bytes > 0 ? Math.min(1, found.own_used_bytes / found.own_quota_bytes) : 1} label={t("expert.home.own_data_bar")} />}
        </div>
      )}
    </Block>
  );
}
