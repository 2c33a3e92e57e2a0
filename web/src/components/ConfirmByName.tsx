import { useState, type ReactNode } from "react";
import { Input, Modal } from "antd";
import { useTranslation } from "@/i18n";

type Props = {
  open: boolean;
  name: string;
  title: string;
  children: ReactNode;
  onConfirm: () => Promise<void> | void;
  onClose: () => void;
};

/** For what cannot be undone: the name has to be typed. */
export function ConfirmByName({ open, name, title, children, onConfirm, onClose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await onConfirm();
    } finally {
      setBusy(false);
      setTyped("");
    }
  };
  return (
    <Modal
      open={open}
      title={title}
      onCancel={onClose}
      onOk={() => void confirm()}
      okText={t("common.do.delete")}
      okButtonProps={{ danger: true, disabled: typed !== name, loading: busy }}
      destroyOnHidden
    >
      {children}
      <p>{t("common.confirm.type", { name })}</p>
      <Input value={typed} onChange={(event) => setTyped(event.target.value)} aria-label={t("common.confirm.type", { name })} autoFocus />
    </Modal>
  );
}
