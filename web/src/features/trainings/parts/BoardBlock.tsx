import { Button } from "antd";
import { useTranslation } from "@/i18n";
import { Link } from "react-router";
import type { BoardLayout, Id } from "@/api/contract";
import { Block } from "@/components/Block";

/** Where the components lie, as far as somebody has drawn them. */
export function BoardBlock({ project, layout, className }: { project: Id; layout: BoardLayout | null; className: string | undefined }) {
  const { t } = useTranslation();
  return (
    <Block title={t("board.form.title")}>
      <p className={className}>{layout ? t("board.form.summary", { n: layout.components.length }) : t("board.form.none")}</p>
      <Link to={`/projects/${project}/trainings/board`}><Button type={layout ? "default" : "primary"} data-test="draw-board">{t(layout ? "board.form.change" : "board.form.draw")}</Button></Link>
      <p className={className}>{t("board.form.faults")}</p>
    </Block>
  );
}
