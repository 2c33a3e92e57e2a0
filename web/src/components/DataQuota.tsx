// The most bytes of pictures that somebody or a virtual cluster may keep, in GB as disks are sold.
import { InputNumber } from "antd";
import { Field } from "@/components/Field";
import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";

const GB = 1e9;

type Props = { value: number | null; used: number; hint: string; onChange: (bytes: number | null) => void; disabled?: boolean; wrong?: string | undefined };

export function DataQuota({ value, used, hint, onChange, disabled, wrong }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Field label={t("clusters.data_quota.title")} hint={`${t("clusters.data_quota.used", { used: format.bytes(used) })} ${hint}`} wrong={wrong}>
      {(props) => (
        <InputNumber
          {...props} min={0} max={1_000_000} step={10} disabled={disabled} value={value === null ? null : value / GB} addonAfter="GB" placeholder={t("clusters.data_quota.none")}
          onChange={(gb) => onChange(gb === null ? null : Math.round(gb * GB))} data-test="data-quota"
        />
      )}
    </Field>
  );
}
