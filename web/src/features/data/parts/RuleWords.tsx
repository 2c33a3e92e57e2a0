import { useTranslation } from "@/i18n";
import type { SplitRule } from "@/api/contract";
import { useFormat } from "@/hooks/useFormat";

/** A rule by which pictures are parted, in a few words. */
export function RuleWords({ rule }: { rule: SplitRule }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shares = [
    `${t("sets.part.train")} ${format.percent(1 - rule.validation - rule.test, 0)}`,
    `${t("sets.part.validation")} ${format.percent(rule.validation, 0)}`,
    `${t("sets.part.test")} ${format.percent(rule.test, 0)}`,
  ];
  return (
    <span>
      {t(`sets.split.${rule.by}`)}
      {rule.column && <> <code>{rule.column}</code></>}
      {rule.pattern && <> <code>{rule.pattern}</code></>}
      {` · ${shares.join(" / ")}`}
    </span>
  );
}
