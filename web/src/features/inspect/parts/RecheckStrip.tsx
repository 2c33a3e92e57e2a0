// Neighbours in the queue. Only those in sight exist, whatever waits.
import { useEffect, useRef } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useTranslation } from "@/i18n";
import { recordThumb } from "@/api/records";
import type { Id, Record_ } from "@/api/contract";
import { StateTag } from "@/components/StateTag";
import type { Decided } from "../lib/queue";
import styles from "./RecheckStrip.module.css";

const TILE = 92;

export function RecheckStrip({ records, at, decided, onGo }: { records: readonly Record_[]; at: Id; decided: Decided; onGo: (id: Id) => void }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ horizontal: true, count: records.length, getScrollElement: () => box.current, estimateSize: () => TILE, overscan: 6 });
  const index = records.findIndex((one) => one.id === at);
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: "center" });
  }, [index, virtual]);
  return (
    <div ref={box} className={styles.strip} aria-label={t("inspect.recheck.neighbours")} role="group">
      <div style={{ width: virtual.getTotalSize(), height: "100%", position: "relative" }}>
        {virtual.getVirtualItems().map((item) => {
          const record = records[item.index];
          if (!record) return null;
          const decision = decided.get(record.id);
          return (
            <button
              key={record.id} type="button" tabIndex={-1} className={styles.tile} aria-pressed={record.id === at}
              data-verdict={record.verdict} data-done={decision !== undefined || undefined} style={{ transform: `translateX(${item.start}px)` }}
              onClick={() => onGo(record.id)} title={record.serial ?? undefined}
            >
              {record.picture ? <img src={recordThumb(record.id)} alt={record.serial ?? ""} loading="lazy" /> : <span className={styles.plain}>{record.serial ?? "–"}</span>}
              {decision && <span className={styles.said}><StateTag state={decision.verdict} /></span>}
            </button>
          );
        })}
      </div>
    </div>
  );
}
