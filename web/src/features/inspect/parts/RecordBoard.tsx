import { recordPicture } from "@/api/records";
import type { Record_ } from "@/api/contract";
import { BoardView } from "@/components/BoardView";

export const hasBoard = (record: Record_): boolean => Object.keys(record.components).length > 0;

/** The components of a verdict's board beside those of the good one. */
export function RecordBoard({ record, keysOn = false }: { record: Record_; keysOn?: boolean }) {
  return (
    <BoardView
      model={record.model_id} components={record.components} regions={record.regions} keysOn={keysOn}
      picture={record.picture ? { url: recordPicture(record.id), width: record.width, height: record.height } : null}
    />
  );
}
