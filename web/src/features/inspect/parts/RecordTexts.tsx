import { recordPicture } from "@/api/records";
import type { Record_ } from "@/api/contract";
import { TextView } from "@/components/TextView";

export const hasTexts = (record: Record_): boolean => record.texts.length > 0;

type Props = { record: Record_; fixes?: readonly string[] | null; onFix?: (fixes: string[]) => void };

/** The texts of a verdict, each as it stands on the picture. */
export function RecordTexts({ record, fixes, onFix }: Props) {
  return (
    <TextView
      texts={record.texts} said={record.recheck?.texts ?? null} fixes={fixes ?? record.recheck?.texts ?? null}
      picture={record.picture ? { url: recordPicture(record.id), width: record.width, height: record.height } : null}
      {...(onFix ? { onFix } : {})}
    />
  );
}
