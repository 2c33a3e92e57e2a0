import { useState } from "react";
import { Modal } from "antd";
import { PersonPick } from "@/components/PersonPick";
import { useTranslation } from "@/i18n";
import styles from "./parts.module.css";

type Props = { title: string; lead?: string; onClose: () => void; onDone: (ids: string[]) => Promise<unknown> | void };

/** Picks users and does one thing with them. */
export function PeopleDialog({ title, lead, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const [ids, setIds] = useState<string[]>([]);
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
        <PersonPick label={title} value={ids} onChange={setIds} />
      </div>
    </Modal>
  );
}
