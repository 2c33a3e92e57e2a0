import { Alert, Button } from "antd";
import { SafetyCertificateOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { checkAudit } from "@/api/audit";
import { ErrorNote } from "@/components/ErrorNote";
import { useTranslation } from "@/i18n";

/** Looks at every row of the chain and says whether one was changed or removed. */
export function useChainCheck() {
  const { t } = useTranslation();
  const check = useMutation({ mutationFn: checkAudit });
  const found = check.data;
  const sentence = () => {
    if (!found) return "";
    if (found.broken) return t(found.broken.what === "missing" ? "audit.check.missing" : "audit.check.changed", { seq: found.broken.seq });
    if (found.rows === 0) return t("audit.check.empty");
    return t("audit.check.fine", { rows: found.rows, first: found.first_seq, last: found.last_seq });
  };
  return {
    button: (
      <Button icon={<SafetyCertificateOutlined />} loading={check.isPending} onClick={() => check.mutate()} data-test="check">
        {t("audit.page.check")}
      </Button>
    ),
    result: (
      <>
        <ErrorNote error={check.error} />
        {found && <Alert type={found.broken ? "error" : "success"} showIcon closable onClose={check.reset} message={sentence()} data-test="check-result" />}
      </>
    ),
  };
}
