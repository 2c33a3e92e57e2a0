import { DatePicker } from "antd";
import dayjs from "dayjs";

type Props = { label: string; from: string | undefined; to: string | undefined; name: string; onChange: (from: string | undefined, to: string | undefined) => void };

const day = (at: string | undefined) => (at && dayjs(at).isValid() ? dayjs(at) : null);

/** From a day on, and up to another one with all of it. */
export function Days({ label, from, to, name, onChange }: Props) {
  const last = day(to);
  return (
    <DatePicker.RangePicker
      value={[day(from), last && last.subtract(1, "day")]} allowEmpty={[true, true]} placeholder={[label, label]} aria-label={label} data-test={`${name}-days`}
      onChange={(range) => onChange(range?.[0]?.startOf("day").toISOString(), range?.[1]?.add(1, "day").startOf("day").toISOString())}
    />
  );
}
