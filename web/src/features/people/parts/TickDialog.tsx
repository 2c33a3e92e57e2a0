import { useState } from "react";
import { Modal } from "antd";
import { useTranslation } from "@/i18n";
import { TickList, type Tickable } from "@/components/TickList";
import styles from "./parts.module.css";

type Props = {
  title: string;
  lead?: string;
  items: readonly Tickable[];
  none: string;
  start?: readonly string[];
  onClose: () => void;
  onDone: (ids: string[]) => Promise<unknown> | void;
};

/** Ticks some of a list and does one thing with them. */
export function TickDialog({ title, lead, items, none, start = [], onClose, onDone }: Props) {
  const { t } = useTranslation();
  const [ids, setIds] = useState<string[]>([...start]);
  const [busy, setBusy] = useState(false);
  const done = async () => {
    setBusy(true);
    try {
      await onDone(ids);
    } finally {
      onClose();
    }
  };
  return (
    <Modal open title={title} onCancel={onClose} onOk={() => void done()} okText={title} okButtonProps={{ disabled: ids.length === 0, loading: busy }} cancelText={t("common.do.cancel")}>
      <div className={styles.stack}>
        {lead && <p className={styles.lead}>{lead}</p>}
        <TickList label={title} items={items} value={ids} onChange={setIds} none={none} />
      </div>
    </Modal>
  );
}
