import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { getModel } from "@/api/models";
import { recordPicture } from "@/api/records";
import type { Record_ } from "@/api/contract";
import { GoldenView } from "@/components/GoldenView";

/** Whether the record's model holds pictures beside a golden one, and something differs. */
export function useGolden(record: Record_ | undefined): boolean {
  const maybe = record !== undefined && record.picture && record.regions.length > 0 && record.texts.length === 0 && Object.keys(record.components).length === 0 && !record.bead && !record.recipe;
  const id = record?.model_id ?? "";
  const model = useQuery({ queryKey: keys.model(id), queryFn: () => getModel(id), enabled: maybe, staleTime: 60_000 });
  return maybe && model.data?.value.task === "compare";
}

export function RecordGolden({ record }: { record: Record_ }) {
  return <GoldenView model={record.model_id} regions={record.regions} picture={{ url: recordPicture(record.id), width: record.width, height: record.height }} />;
}
