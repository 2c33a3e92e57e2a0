import { useRef, useState, type DragEvent, type ReactNode } from "react";
import { InboxOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { useProject } from "@/hooks/useProject";
import { itemsOfDrop } from "@/lib/walk";
import { useImport } from "./useImport";
import styles from "./DropZone.module.css";

const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");

/** The whole page takes files, folders and archives. */
export function DropZone({ enabled, children }: { enabled: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const start = useImport();
  // Entering a child leaves the parent: count both.
  const depth = useRef(0);
  const [over, setOver] = useState(false);
  if (!enabled) return <>{children}</>;
  return (
    <div
      className={styles.zone}
      onDragEnter={(event) => {
        if (!holdsFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragOver={(event) => {
        if (holdsFiles(event)) event.preventDefault();
      }}
      onDragLeave={(event) => {
        if (!holdsFiles(event)) return;
        depth.current -= 1;
        if (depth.current <= 0) setOver(false);
      }}
      onDrop={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        void itemsOfDrop(event.dataTransfer).then(start);
      }}
    >
      {children}
      {over && (
        <div className={styles.veil}>
          <InboxOutlined className={styles.icon} />
          {t("data.import.drop", { name: project.name })}
        </div>
      )}
    </div>
  );
}
