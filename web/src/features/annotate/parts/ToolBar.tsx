import { memo, type ReactNode } from "react";
import { Popover, Slider, Tooltip } from "antd";
import {
  BorderOutlined, CompressOutlined, EyeInvisibleOutlined, EyeOutlined, GatewayOutlined, HighlightOutlined, RedoOutlined,
  SelectOutlined, UndoOutlined,
} from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { useKeySign } from "@/hooks/useKeys";
import { tools, type Annotator, type Snapshot, type ToolName } from "@/modules/annotator";
import styles from "./ToolBar.module.css";

const icons: Record<ToolName, ReactNode> = {
  select: <SelectOutlined rotate={90} />,
  box: <BorderOutlined />,
  polygon: <GatewayOutlined />,
  brush: <HighlightOutlined />,
  eraser: (
    <svg viewBox="0 0 16 16" width="1em" height="1em" fill="none" stroke="currentColor" strokeWidth="1.3" aria-hidden="true">
      <path d="M2.500 10.500l6-7a1.200 1.200 0 0 1 1.700 0l3.300 3.100a1.200 1.200 0 0 1 0 1.700L9 13H4.800l-2.300-2a.4.4 0 0 1 0-.5zM6 6.500l5 4.500M4 13.500h9.500" />
    </svg>
  ),
};

type Props = { annotator: Annotator; drawable: boolean; percent: number } & Pick<Snapshot, "tool" | "brushRadius" | "hidden" | "canUndo" | "canRedo">;

/** Drawn anew only when one of its own things changes, not with every step of a drag. */
export const ToolBar = memo(function ToolBar({ annotator, drawable, percent, tool: inHand, brushRadius, hidden, canUndo, canRedo }: Props) {
  const { t } = useTranslation();
  const sign = useKeySign();
  const zero = sign("annotate", "annotate.key.fit", "0");
  return (
    <div className={styles.bar} role="toolbar" aria-orientation="vertical">
      {tools.map((tool) => (
        <Item
          key={tool.name}
          text={t(`annotate.tool.${tool.name}`)}
          sign={sign("annotate", `annotate.tool.${tool.name}`, tool.key)}
          pressed={inHand === tool.name}
          disabled={!drawable && tool.name !== "select"}
          onClick={() => annotator.setTool(tool.name)}
          test={tool.name}
        >
          {icons[tool.name]}
        </Item>
      ))}
      <Popover
        placement="right"
        trigger="click"
        content={
          <div style={{ width: 180 }}>
            {t("annotate.tool.size")}
            <Slider min={1} max={200} value={brushRadius} onChange={(radius) => annotator.setBrushRadius(radius)} />
          </div>
        }
      >
        <button type="button" className={styles.size} title={t("annotate.tool.size")} aria-label={t("annotate.tool.size")}>
          {`${brushRadius * 2} px`}
        </button>
      </Popover>
      <span className={styles.rule} />
      <Item text={t("annotate.tool.undo")} sign={sign("annotate", "annotate.tool.undo", "mod+z")} disabled={!canUndo} onClick={() => annotator.undo()}><UndoOutlined /></Item>
      <Item text={t("annotate.tool.redo")} sign={sign("annotate", "annotate.tool.redo", "mod+shift+z")} disabled={!canRedo} onClick={() => annotator.redo()}><RedoOutlined /></Item>
      <span className={styles.rule} />
      <Item
        text={hidden ? t("annotate.tool.show") : t("annotate.tool.hide")}
        sign={sign("annotate", "annotate.key.hide", "h")}
        pressed={hidden}
        onClick={() => annotator.toggleHidden()}
      >
        {hidden ? <EyeInvisibleOutlined /> : <EyeOutlined />}
      </Item>
      <Item text={t("annotate.tool.fit")} sign={zero} onClick={() => annotator.fit()}><CompressOutlined /></Item>
      <Tooltip placement="right" title={`${t("annotate.tool.actual")} · ${zero} ${zero}`}>
        <button type="button" className={styles.scale} aria-label={t("annotate.tool.actual")} onClick={() => annotator.oneToOne()}>
          {`${percent}%`}
        </button>
      </Tooltip>
    </div>
  );
});

type ItemProps = { text: string; sign: string; pressed?: boolean; disabled?: boolean; onClick: () => void; children: ReactNode; test?: string };

function Item({ text, sign, pressed, disabled, onClick, children, test }: ItemProps) {
  return (
    <Tooltip placement="right" title={`${text} · ${sign}`}>
      <button
        type="button" className={styles.item} aria-label={text} aria-pressed={pressed} disabled={disabled} data-test={test}
        // Keys stay with the canvas.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onClick}
      >
        {children}
      </button>
    </Tooltip>
  );
}
