import { Alert, Button } from "antd";
import { useTranslation } from "@/i18n";
import { say } from "@/lib/say";

/** What went wrong in words, with a way on. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  if (error === null || error === undefined) return null;
  return (
    <Alert
      type="error"
      showIcon
      message={say(t, error)}
      action={
        retry && (
          <Button size="small" onClick={retry}>
            {t("common.do.retry")}
          </Button>
        )
      }
    />
  );
}
