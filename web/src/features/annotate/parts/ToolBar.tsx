import { Fragment, memo } from "react";
import { Popover, Slider } from "antd";
import { RedoOutlined, UndoOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { useKeySign } from "@/hooks/useKeys";
import { tools, type Annotator, type Snapshot } from "@/modules/annotator";
import { Item } from "./Item";
import { toolIcons } from "./toolIcons";
import styles from "./ToolBar.module.css";

type Props = { annotator: Annotator; drawable: boolean } & Pick<Snapshot, "tool" | "brushRadius" | "canUndo" | "canRedo">;

/** Drawn anew only when one of its own things changes, not with every step of a drag. */
export const ToolBar = memo(function ToolBar({ annotator, drawable, tool: inHand, brushRadius, canUndo, canRedo }: Props) {
  const { t } = useTranslation();
  const sign = useKeySign();
  return (
    <div className={styles.bar} role="toolbar" aria-orientation="vertical">
      {tools.map((tool, index) => (
        <Fragment key={tool.name}>
          {index > 0 && tools[index - 1]?.group !== tool.group && <span className={styles.rule} />}
          <Item
            text={t(`annotate.tool.${tool.name}`)}
            sign={sign("annotate", `annotate.tool.${tool.name}`, tool.key)}
            pressed={inHand === tool.name}
            disabled={!drawable && tool.group !== "other"}
            onClick={() => annotator.setTool(tool.name)}
            test={tool.name}
          >
            {toolIcons[tool.name]}
          </Item>
          {tool.name === "eraser" && <BrushSize annotator={annotator} radius={brushRadius} />}
        </Fragment>
      ))}
      <span className={styles.rule} />
      <Item text={t("annotate.tool.undo")} sign={sign("annotate", "annotate.tool.undo", "mod+z")} disabled={!canUndo} onClick={() => annotator.undo()} test="undo">
        <UndoOutlined />
      </Item>
      <Item text={t("annotate.tool.redo")} sign={sign("annotate", "annotate.tool.redo", "mod+shift+z")} disabled={!canRedo} onClick={() => annotator.redo()} test="redo">
        <RedoOutlined />
      </Item>
    </div>
  );
});

function BrushSize({ annotator, radius }: { annotator: Annotator; radius: number }) {
  const { t } = useTranslation();
  return (
    <Popover
      placement="right"
      trigger="click"
      content={
        <div style={{ width: 180 }}>
          {t("annotate.tool.size")}
          <Slider min={1} max={200} value={radius} onChange={(next) => annotator.setBrushRadius(next)} />
        </div>
      }
    >
      <button type="button" className={styles.size} title={t("annotate.tool.size")} aria-label={t("annotate.tool.size")}>
        {`${radius * 2} px`}
      </button>
    </Popover>
  );
}
