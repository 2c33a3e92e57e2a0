import { InputNumber } from "antd";
import type { ClusterDevice, Quota, QuotaUse } from "@/api/clusters";
import { useTranslation } from "@/i18n";
import { mostOf, withQuota, type Row } from "../lib/draft";
import styles from "./parts.module.css";

type Props = { rows: readonly Row[]; devices: readonly ClusterDevice[]; had: readonly (Quota | QuotaUse)[]; borrows: boolean; onChange: (rows: Row[]) => void };

/** A share of each type of device, and the most of one user. */
export function QuotaFields({ rows, devices, had, borrows, onChange }: Props) {
  const { t } = useTranslation();
  const put = (next: Row) => onChange(rows.map((row) => (row.device === next.device ? next : row)));
  return (
    <table className={styles.quotas}>
      <thead>
        <tr>
          <th>{t("clusters.field.device")}</th>
          <th>{t("clusters.field.quota")}</th>
          <th>{t("clusters.field.per_user")}</th>
          <th>{t("clusters.field.can_be")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const device = devices.find((one) => one.device === row.device);
          const most = mostOf(row, devices, had);
          const unit = device ? t(`clusters.unit.${device.unit}`) : "";
          return (
            <tr key={row.device}>
              <td><code>{row.device}</code></td>
              <td>
                <InputNumber
                  min={0} max={most} precision={0} value={row.quota} addonAfter={unit} aria-label={`${row.device}: ${t("clusters.field.quota")}`}
                  onChange={(value) => put(withQuota(row, value ?? 0, borrows))} data-test={`quota-${row.device}`}
                />
              </td>
              <td>
                <InputNumber
                  min={0} max={borrows ? Math.max(device?.total ?? 0, row.quota) : row.quota} precision={0} value={row.per_user} addonAfter={unit} aria-label={`${row.device}: ${t("clusters.field.per_user")}`}
                  onChange={(value) => put({ ...row, per_user: value ?? 0 })} data-test={`per-user-${row.device}`}
                />
              </td>
              <td className={styles.faint}>{t("clusters.form.can_be", { most, total: device?.total ?? 0 })}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
