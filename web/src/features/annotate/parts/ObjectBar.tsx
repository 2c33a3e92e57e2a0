import { memo, type ReactNode } from "react";
import {
  BlockOutlined, BorderOutlined, CopyOutlined, DeleteOutlined, EyeInvisibleOutlined, HighlightOutlined, LockOutlined, MinusSquareOutlined, UnlockOutlined,
  GroupOutlined, UngroupOutlined, VerticalAlignBottomOutlined, VerticalAlignTopOutlined, ArrowDownOutlined, ArrowUpOutlined, ImportOutlined, ExportOutlined, SnippetsOutlined, PlusSquareOutlined,
} from "@ant-design/icons";
import { useKeySign } from "@/hooks/useKeys";
import { useTranslation } from "@/i18n";
import { commands, type Annotator, type Command } from "@/modules/annotator";
import { Item } from "./Item";
import styles from "./SidePanel.module.css";

const icons: Partial<Record<Command["name"], ReactNode>> = {
  duplicate: <PlusSquareOutlined />, copy: <CopyOutlined />, paste: <SnippetsOutlined />, join: <BlockOutlined />, cut_out: <MinusSquareOutlined />,
  to_mask: <HighlightOutlined />, to_polygon: <BorderOutlined />, group: <GroupOutlined />, ungroup: <UngroupOutlined />, front: <VerticalAlignTopOutlined />, forward: <ArrowUpOutlined />,
  backward: <ArrowDownOutlined />, back: <VerticalAlignBottomOutlined />, lock: <LockOutlined />, hide_one: <EyeInvisibleOutlined />, free_all: <UnlockOutlined />,
};

type Props = { annotator: Annotator; chosen: number; canPaste: boolean; kept: boolean; onTakeOver: () => void; onCopyNext: () => void };

/** What can be done with the chosen regions; each has a key as well. */
export const ObjectBar = memo(function ObjectBar({ annotator, chosen, canPaste, kept, onTakeOver, onCopyNext }: Props) {
  const { t } = useTranslation();
  const sign = useKeySign();
  const may = (one: Command) => chosen >= one.needs && (one.name !== "paste" || canPaste) && (one.name !== "free_all" || kept);
  return (
    <div className={styles.actions} role="toolbar">
      {commands.filter((one) => icons[one.name]).map((one) => (
        <Item
          key={one.name} text={t(`annotate.do.${one.name}`)} sign={sign("annotate", `annotate.do.${one.name}`, one.keys[0] ?? "")} disabled={!may(one)}
          onClick={() => one.run(annotator)} place="top" test={`do-${one.name}`}
        >
          {icons[one.name]}
        </Item>
      ))}
      <Item text={t("annotate.go.take_over")} sign={sign("annotate", "annotate.go.take_over", "t")} onClick={onTakeOver} place="top" test="take-over"><ImportOutlined /></Item>
      <Item text={t("annotate.go.copy_next")} sign={sign("annotate", "annotate.go.copy_next", "shift+d")} onClick={onCopyNext} place="top" test="copy-next"><ExportOutlined /></Item>
      <Item text={t("annotate.object.delete")} sign={sign("annotate", "annotate.key.delete", "delete")} disabled={chosen === 0} onClick={() => annotator.removeSelected()} place="top">
        <DeleteOutlined />
      </Item>
    </div>
  );
});
