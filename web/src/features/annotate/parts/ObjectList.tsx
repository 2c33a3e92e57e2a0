import { memo, useEffect, useRef } from "react";
import { EyeInvisibleOutlined, EyeOutlined, LockOutlined, UnlockOutlined } from "@ant-design/icons";
import { useVirtualizer } from "@tanstack/react-virtual";
import type { Class } from "@/api/contract";
import { ClassDot } from "@/components/ClassDot";
import { useTranslation } from "@/i18n";
import type { Annotator, Region } from "@/modules/annotator";
import styles from "./SidePanel.module.css";

const ROW = 30;

type Props = {
  annotator: Annotator;
  regions: readonly Region[];
  classes: readonly Class[];
  selected: readonly string[];
  locked: ReadonlySet<string>;
  hidden: ReadonlySet<string>;
};

/** The regions, uppermost last as they are drawn. Only rows in sight are there: a picture may have thousands. */
export const ObjectList = memo(function ObjectList({ annotator, regions, classes, selected, locked, hidden }: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: regions.length, getScrollElement: () => scroll.current, estimateSize: () => ROW, overscan: 8 });
  const last = selected[selected.length - 1];
  const at = last === undefined ? -1 : regions.findIndex((one) => one.id === last);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);
  const chosen = new Set(selected);
  return (
    <div ref={scroll} className={styles.rows}>
      <ul className={styles.list} style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {virtual.getVirtualItems().map((row) => {
          const region = regions[row.index];
          if (!region) return null;
          return (
            <ObjectRow
              key={region.id} annotator={annotator} id={region.id} kind={region.shape.kind} said={labelOf(region)} number={row.index + 1} top={row.start}
              found={classes.find((one) => one.id === region.class_id)} selected={chosen.has(region.id)} locked={locked.has(region.id)} hidden={hidden.has(region.id)}
            />
          );
        })}
      </ul>
    </div>
  );
});

/** What stands there, and the group. */
const labelOf = ({ shape, group }: Region): string =>
  [shape.kind === "text" ? shape.text : "", group === undefined ? "" : `#${group}`].filter(Boolean).join(" ");

type RowProps = {
  annotator: Annotator; id: string; kind: Region["shape"]["kind"]; said: string; number: number; top: number; found: Class | undefined; selected: boolean; locked: boolean; hidden: boolean;
};

const ObjectRow = memo(function ObjectRow({ annotator, id, kind, said, number, top, found, selected, locked, hidden }: RowProps) {
  const { t } = useTranslation();
  return (
    <li className={styles.object} aria-current={selected || undefined} style={{ position: "absolute", insetInline: 0, top, height: ROW }}>
      <button
        type="button" className={styles.row}
        onClick={(event) => (event.shiftKey || event.ctrlKey || event.metaKey ? annotator.editor.toggle(id) : annotator.select(id))}
      >
        <ClassDot colour={found?.colour ?? "#9aa4ae"} name={found?.name ?? "–"} />
        <span className={styles.kind}>{[`${t(`annotate.object.${kind}`)} ${number}`, said].filter(Boolean).join(" · ")}</span>
      </button>
      <button
        type="button" className={styles.flag} aria-pressed={locked} aria-label={locked ? t("annotate.object.locked") : t("annotate.do.lock")} title={t("annotate.do.lock")}
        onClick={() => annotator.act((editor) => editor.toggleLock([id]))}
      >
        {locked ? <LockOutlined /> : <UnlockOutlined />}
      </button>
      <button
        type="button" className={styles.flag} aria-pressed={hidden} aria-label={hidden ? t("annotate.object.hidden") : t("annotate.do.hide_one")} title={t("annotate.do.hide_one")}
        onClick={() => annotator.act((editor) => editor.toggleHidden([id]))}
      >
        {hidden ? <EyeInvisibleOutlined /> : <EyeOutlined />}
      </button>
    </li>
  );
});
