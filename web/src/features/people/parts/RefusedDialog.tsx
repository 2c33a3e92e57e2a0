import { Modal } from "antd";
import { useTranslation, type T } from "@/i18n";
import { sayCode } from "@/lib/say";
import type { Refused } from "../lib/useActions";
import styles from "./parts.module.css";

/** A list of refusals carries no numbers: these sentences do without. */
function why(t: T, code: string): string {
  if (code === "user.has_jobs") return t("people.refused.has_jobs");
  if (code === "role.in_use") return t("people.refused.in_use");
  return sayCode(t, code, code);
}

/** Which ones an action left undone, and why. */
export function RefusedDialog({ refused, onClose }: { refused: Refused | null; onClose: () => void }) {
  const { t } = useTranslation();
  if (!refused) return null;
  return (
    <Modal open title={t("people.do.failed", { done: refused.done, failed: refused.failed.length })} onCancel={onClose} onOk={onClose} okText={t("common.do.close")} cancelButtonProps={{ style: { display: "none" } }}>
      <ul className={styles.plain} data-test="refused">
        {refused.failed.map((one, index) => (
          <li key={index}>
            <strong>{one.name}</strong>
            <span className={styles.soft}>{why(t, one.code)}</span>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
