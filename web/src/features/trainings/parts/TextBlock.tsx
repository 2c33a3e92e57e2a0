import { Button } from "antd";
import { useTranslation } from "@/i18n";
import { Link } from "react-router";
import type { Id, TextPlan } from "@/api/contract";
import { Block } from "@/components/Block";

/** What is read, as far as somebody has said it. */
export function TextBlock({ project, plan, className }: { project: Id; plan: TextPlan | null; className: string | undefined }) {
  const { t } = useTranslation();
  const places = (plan?.regions?.length ?? 0) + (plan?.arcs?.length ?? 0);
  const facts = plan ? [places > 0 ? t("text.form.boxes", { n: places }) : t("text.form.found"), plan.pattern, plan.expected, ...(plan.checks ?? [])] : [];
  return (
    <Block title={t("text.form.title")}>
      <p className={className}>{plan ? facts.filter(Boolean).join(" · ") : t("text.form.none")}</p>
      <Link to={`/projects/${project}/trainings/text`}><Button type={plan ? "default" : "primary"} data-test="draw-text">{t(plan ? "text.form.change" : "text.form.draw")}</Button></Link>
      <p className={className}>{t("text.form.note")}</p>
    </Block>
  );
}
