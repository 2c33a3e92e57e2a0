import { Button } from "antd";
import { useTranslation } from "@/i18n";
import { Link } from "react-router";
import { pictureThumb } from "@/api/pictures";
import type { Id } from "@/api/contract";
import { Block } from "@/components/Block";

/** The picture that others are compared with, once somebody chose it. */
export function GoldenBlock({ project, golden, className }: { project: Id; golden: Id | null; className: string | undefined }) {
  const { t } = useTranslation();
  return (
    <Block title={t("golden.form.title")}>
      <p className={className}>{t(golden ? "golden.form.chosen" : "golden.form.none")}</p>
      {golden && <img src={pictureThumb(golden)} alt={t("golden.form.title")} height={96} data-test="golden-thumb" />}
      <Link to={`/projects/${project}/trainings/golden`}><Button type={golden ? "default" : "primary"} data-test="choose-golden">{t(golden ? "golden.form.change" : "golden.form.choose")}</Button></Link>
      <p className={className}>{t("golden.form.note")}</p>
    </Block>
  );
}
