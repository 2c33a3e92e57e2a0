import { useState } from "react";
import { Button } from "antd";
import type { UserDetail, UserPatch } from "@/api/people";
import { Block } from "@/components/Block";
import { DataQuota } from "@/components/DataQuota";
import { useTranslation } from "@/i18n";
import styles from "./parts.module.css";

/** How many bytes of pictures somebody keeps, and how many they may. */
export function UserData({ user, onChange }: { user: UserDetail; onChange: ((body: UserPatch) => Promise<unknown>) | undefined }) {
  const { t } = useTranslation();
  const [bytes, setBytes] = useState(user.data_quota_bytes);
  return (
    <Block title={t("clusters.data_quota.title")}>
      <div className={styles.rowLine}>
        <DataQuota value={bytes} used={user.data_used_bytes} hint={t("clusters.data_quota.of_user")} disabled={!onChange} onChange={setBytes} />
        {onChange && bytes !== user.data_quota_bytes && (
          <Button size="small" type="primary" onClick={() => void onChange({ data_quota_bytes: bytes })} data-test="save-data-quota">{t("common.do.save")}</Button>
        )}
      </div>
    </Block>
  );
}
