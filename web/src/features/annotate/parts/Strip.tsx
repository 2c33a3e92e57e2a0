import { memo, useEffect, useRef } from "react";
import { Button } from "antd";
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useKeySign } from "@/hooks/useKeys";
import { useTranslation } from "@/i18n";
import { pictureThumb } from "@/api/pictures";
import type { Item } from "../lib/work";
import styles from "./Strip.module.css";

type Props = {
  items: readonly Item[];
  index: number;
  onOpen: (id: string) => Promise<void>;
  onStep: (by: number) => void;
  onAccept: () => Promise<void>;
  acceptText: string;
};

const WIDE = 74;

/** The pictures around this one, with their verdicts. */
export const Strip = memo(function Strip({ items, index, onOpen, onStep, onAccept, acceptText }: Props) {
  const { t } = useTranslation();
  const sign = useKeySign();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    horizontal: true,
    getScrollElement: () => scroll.current,
    estimateSize: () => WIDE,
    overscan: 6,
  });
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: "center" });
  }, [index, virtual]);
  return (
    <div className={styles.strip}>
      <Button
        type="text" className={styles.step} icon={<LeftOutlined />} aria-label={t("annotate.go.previous")} title={`${t("annotate.go.previous")} · ${sign("annotate", "annotate.go.previous", "a")}`}
        disabled={index <= 0} onClick={() => onStep(-1)}
      />
      <div ref={scroll} className={styles.scroll} role="listbox" aria-label={t("annotate.strip.label")}>
        <div style={{ width: virtual.getTotalSize(), height: "100%", position: "relative" }}>
          {virtual.getVirtualItems().map((cell) => {
            const picture = items[cell.index];
            if (!picture) return null;
            return (
              <button
                key={picture.id}
                type="button"
                role="option"
                aria-selected={cell.index === index}
                aria-label={picture.name}
                title={picture.name}
                className={styles.cell}
                data-verdict={picture.verdict ?? "none"}
                data-piece={picture.piece?.state}
                style={{ transform: `translateX(${cell.start}px)` }}
                onClick={() => void onOpen(picture.id)}
              >
                <img src={pictureThumb(picture.id)} alt="" loading="lazy" decoding="async" draggable={false} />
              </button>
            );
          })}
        </div>
      </div>
      <Button
        type="text" className={styles.step} icon={<RightOutlined />} aria-label={t("annotate.go.next")} title={`${t("annotate.go.next")} · ${sign("annotate", "annotate.go.next", "d")}`}
        disabled={index < 0 || index >= items.length - 1} onClick={() => onStep(1)}
      />
      <Button type="primary" className={styles.accept} onClick={() => void onAccept()} title={`${acceptText} · ${sign("annotate", "annotate.go.accept", "enter")}`} data-test="accept">
        {acceptText}
        <kbd className={styles.enter}>{"↵"}</kbd>
      </Button>
    </div>
  );
});
