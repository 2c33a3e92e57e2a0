import { Alert, Button } from "antd";
import { PrinterOutlined } from "@ant-design/icons";
import { CopyButton } from "@/components/CopyButton";
import { useBranding } from "@/hooks/useBranding";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import styles from "../pages/AccountPage.module.css";

/** Opens a page with nothing but the codes, and the browser's dialog for printing it. */
function print(title: string, codes: readonly string[]): void {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  document.body.append(frame);
  const page = frame.contentDocument;
  if (!page) return frame.remove();
  const heading = page.createElement("h1");
  heading.textContent = title;
  heading.style.font = "600 16px sans-serif";
  const list = page.createElement("pre");
  list.textContent = codes.join("\n");
  list.style.font = "16px/1.8 monospace";
  page.body.append(heading, list);
  frame.contentWindow?.addEventListener("afterprint", () => frame.remove());
  frame.contentWindow?.print();
}

/** Shown this once. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const { name } = useBranding();
  const { me } = useSession();
  return (
    <div className={styles.stack} style={{ marginBottom: 16 }} data-test="recovery-codes">
      <Alert type="warning" showIcon message={t("account.factor.codes_once")} />
      <ol className={styles.codes}>{codes.map((code) => <li key={code}>{code}</li>)}</ol>
      <div className={styles.actions}>
        <CopyButton text={codes.join("\n")} />
        <Button icon={<PrinterOutlined />} onClick={() => print(`${name} · ${me?.name ?? ""} · ${t("account.factor.codes")}`, codes)}>{t("account.factor.print")}</Button>
        <Button type="primary" onClick={onClose} data-test="codes-kept">{t("account.factor.kept")}</Button>
      </div>
    </div>
  );
}
