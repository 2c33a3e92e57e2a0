import { Button } from "antd";
import { EmptyState } from "@/components/EmptyState";
import { useTranslation } from "@/i18n";

/** Nothing fits the filters: one sentence, one button. */
export function NoMatch({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return <EmptyState text={t("common.list.none_match")} action={<Button onClick={onClear}>{t("common.list.clear_filters")}</Button>} />;
}
