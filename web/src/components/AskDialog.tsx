import { useState } from "react";
import { Modal } from "antd";
import { useTranslation } from "@/i18n";
import type { Question } from "@/hooks/useAsk";

export function AskDialog({ question, onClose }: { question: Question; onClose: () => void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await question.onOk();
    } finally {
      onClose();
    }
  };
  return (
    <Modal
      open
      width={440}
      title={question.title}
      okText={question.okText}
      cancelText={question.cancelText ?? t("common.do.cancel")}
      okButtonProps={{ danger: question.danger, loading: busy }}
      cancelButtonProps={{ disabled: busy }}
      onOk={() => void confirm()}
      onCancel={onClose}
    >
      {question.content}
    </Modal>
  );
}
