import { useTranslation } from "@/i18n";
import type { Record_ } from "@/api/contract";
import { StateTag } from "@/components/StateTag";

/** What a person said of a verdict. */
export function RecheckTag({ record }: { record: Pick<Record_, "recheck" | "verdict"> }) {
  const { t } = useTranslation();
  const { recheck } = record;
  if (!recheck) return <span style={{ color: "var(--faint)" }}>–</span>;
  if (recheck.verdict === record.verdict) return <StateTag state="done" text={t("inspect.recheck_state.confirmed")} />;
  return <StateTag state="recheck" text={t(recheck.verdict === "ok" ? "inspect.recheck_state.overkill" : "inspect.recheck_state.escape")} />;
}
