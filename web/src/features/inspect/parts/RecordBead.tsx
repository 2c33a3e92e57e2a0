import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { getRecord, recordPicture } from "@/api/records";
import type { Record_ } from "@/api/contract";
import { BeadView } from "@/components/BeadView";

/** The bead of a verdict. Lists come without its profile, which is asked for here. */
export function RecordBead({ record }: { record: Record_ }) {
  const short = record.bead !== null && record.bead !== undefined && record.bead.path.length === 0;
  const whole = useQuery({ queryKey: keys.record(record.id), queryFn: () => getRecord(record.id), enabled: short, staleTime: Infinity });
  const bead = (short ? whole.data?.bead : undefined) ?? record.bead;
  if (!bead) return null;
  return <BeadView bead={bead} picture={record.picture ? recordPicture(record.id) : null} name={record.serial ?? record.id} />;
}
