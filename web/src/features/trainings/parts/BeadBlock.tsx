import { Button } from "antd";
import { useTranslation } from "@/i18n";
import { Link } from "react-router";
import type { BeadPlan, Id } from "@/api/contract";
import { Block } from "@/components/Block";
import { useFormat } from "@/hooks/useFormat";

/** Where the bead belongs, as far as somebody has drawn it. */
export function BeadBlock({ project, plan, className }: { project: Id; plan: BeadPlan | null; className: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Block title={t("bead.form.title")}>
      <p className={className}>
        {plan
          ? t("bead.form.summary", { width: format.decimal(plan.width_mm, 3), tolerance: format.decimal(plan.tolerance_mm, 3), n: plan.path.length, scale: format.decimal(plan.mm_per_px, 4) })
          : t("bead.form.none")}
      </p>
      <Link to={`/projects/${project}/trainings/bead`}><Button type={plan ? "default" : "primary"} data-test="draw-bead">{t(plan ? "bead.form.change" : "bead.form.draw")}</Button></Link>
      <p className={className}>{t("bead.form.rule")}</p>
    </Block>
  );
}
