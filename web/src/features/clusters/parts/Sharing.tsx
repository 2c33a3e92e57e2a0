import { InputNumber, Switch } from "antd";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";
import styles from "./parts.module.css";

export type Shares = { lends: boolean; borrows: boolean; weight: number; disk_mib: number | null; writes_data: boolean };
export const noShares: Shares = { lends: false, borrows: false, weight: 1, disk_mib: null, writes_data: false };

const GIB = 1024;

type Props = { value: Shares; onChange: (value: Shares) => void; wrong: (field: string) => string | undefined };

/** What a virtual cluster gives to others and takes from them, and what a job of it may keep on the disk. */
export function SharingFields({ value, onChange, wrong }: Props) {
  const { t } = useTranslation();
  const put = (part: Partial<Shares>) => onChange({ ...value, ...part });
  return (
    <>
      {(["lends", "borrows", "writes_data"] as const).map((name) => (
        <label key={name} className={styles.switch}>
          <Switch checked={value[name]} onChange={(on) => put({ [name]: on })} data-test={name} />
          <span>
            {t(`clusters.sharing.${name}`)}
            <span className={styles.says}>{t(`clusters.sharing.${name}_says`)}</span>
          </span>
        </label>
      ))}
      <Field label={t("clusters.sharing.weight")} hint={t("clusters.sharing.weight_hint")} wrong={wrong("weight")}>
        {(props) => <InputNumber {...props} className={styles.hours} min={1} max={100} precision={0} value={value.weight} onChange={(weight) => put({ weight: weight ?? 1 })} data-test="weight" />}
      </Field>
      <Field label={t("clusters.sharing.disk")} hint={t("clusters.sharing.disk_hint")} wrong={wrong("disk_mib")}>
        {(props) => (
          <InputNumber
            {...props} className={styles.hours} min={0.02} step={1} value={value.disk_mib === null ? null : Math.round((value.disk_mib / GIB) * 100) / 100} addonAfter="GiB"
            placeholder={t("clusters.sharing.disk_none")} onChange={(gib) => put({ disk_mib: gib ? Math.max(16, Math.round(gib * GIB)) : null })} data-test="disk"
          />
        )}
      </Field>
    </>
  );
}

/** The same in words. */
export function SharingFacts({ value }: { value: Shares }) {
  const { t } = useTranslation();
  return (
    <>
      <dt>{t("clusters.sharing.title")}</dt>
      <dd>
        {[t(value.lends ? "clusters.sharing.does_lend" : "clusters.sharing.lends_not"), t(value.borrows ? "clusters.sharing.does_borrow" : "clusters.sharing.borrows_not"), t("clusters.sharing.weight_n", { n: value.weight })].join(" · ")}
      </dd>
      <dt>{t("clusters.sharing.disk")}</dt>
      <dd>{value.disk_mib === null ? t("clusters.sharing.disk_none") : `${Math.round((value.disk_mib / GIB) * 100) / 100} GiB`}</dd>
      <dt>{t("clusters.sharing.data")}</dt>
      <dd>{t(value.writes_data ? "clusters.sharing.data_written" : "clusters.sharing.data_read")}</dd>
    </>
  );
}
