// A wall of pictures: only the rows in sight exist. Arrows move, space looks, Shift and Ctrl choose as in a file manager.
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import styles from "./Wall.module.css";

export type Edge = "ok" | "ng" | "recheck" | "waiting";

type Props<T> = {
  items: readonly T[];
  total: number;
  idOf: (item: T) => string;
  thumbOf: (item: T) => string;
  nameOf: (item: T) => string;
  edgeOf: (item: T) => Edge;
  /** Words below the picture and in the corner. */
  caption?: (item: T) => ReactNode;
  corner?: (item: T) => ReactNode;
  more?: (() => void) | undefined;
  /** Number of the first of `items`, where there are others before it that `before` fetches; what is seen stays where it is then. */
  first?: number;
  before?: (() => void) | undefined;
  /** Without it pictures cannot be chosen. */
  chosen?: ReadonlySet<string>;
  onChoose?: (ids: Set<string>) => void;
  onLook: (item: T, index: number) => void;
  label: string;
  tile?: number;
  /** Width to height of most pictures, so that tiles waste little. */
  ratio?: number;
};

const GAP = 8;
const CAPTION = 24;

export function Wall<T>(props: Props<T>) {
  const { items, idOf, chosen, onChoose, onLook, more, first = 1, before, tile = 150, ratio = 1 } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [at, setAt] = useState(0);
  const anchor = useRef(0);

  useEffect(() => {
    const node = scroll.current;
    if (!node) return undefined;
    const observer = new ResizeObserver(() => setWidth(node.clientWidth));
    observer.observe(node);
    setWidth(node.clientWidth);
    return () => observer.disconnect();
  }, []);

  const columns = Math.max(2, Math.floor((width - GAP) / (tile + GAP)));
  const side = Math.max(60, (width - GAP * (columns + 1)) / columns);
  const tall = Math.round(side / Math.min(2, Math.max(0.75, ratio)));
  // Each picture keeps its column, whatever comes before it.
  const lead = (first - 1) % columns;
  const rows = Math.ceil((lead + items.length) / columns);
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroll.current,
    estimateSize: () => tall + CAPTION + GAP,
    overscan: 3,
  });
  useEffect(() => virtual.measure(), [virtual, tall]);

  const shown = virtual.getVirtualItems();
  const last = shown[shown.length - 1]?.index ?? 0;
  useEffect(() => {
    if (more && rows > 0 && last >= rows - 4) more();
  }, [more, rows, last]);

  const rowHeight = tall + CAPTION + GAP;
  const top = shown[0]?.index;
  useEffect(() => {
    // Asked of the page itself: what is drawn may be of a moment before.
    if (before && top !== undefined && (scroll.current?.scrollTop ?? 0) < 4 * rowHeight) before();
  }, [before, top, rowHeight]);
  const known = useRef({ first, id: "" });
  useLayoutEffect(() => {
    const earlier = known.current;
    const came = earlier.first > first ? items.findIndex((one) => idOf(one) === earlier.id) : 0;
    // Others came before: all moves down by their rows, and the hand with it. Another list is none of that.
    if (came > 0 && scroll.current) {
      const moved = Math.floor((earlier.first - 1) / columns) - Math.floor((first - 1) / columns);
      scroll.current.scrollTop += moved * rowHeight;
      anchor.current += came;
      setAt((index) => index + came);
    }
    known.current = { first, id: items[0] ? idOf(items[0]) : "" };
  }, [first, items, idOf, columns, rowHeight]);

  const choose = useCallback(
    (index: number, event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }) => {
      const item = items[index];
      if (!onChoose || !item) return;
      const next = event.ctrlKey || event.metaKey || event.shiftKey ? new Set(chosen) : new Set<string>();
      if (event.shiftKey) {
        const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
        for (const one of items.slice(from, to + 1)) next.add(idOf(one));
      } else {
        const id = idOf(item);
        if (next.has(id)) next.delete(id);
        else next.add(id);
        anchor.current = index;
      }
      onChoose(next);
    },
    [items, chosen, onChoose, idOf],
  );

  const go = (index: number, extend: boolean) => {
    const next = Math.min(items.length - 1, Math.max(0, index));
    setAt(next);
    virtual.scrollToIndex(Math.floor((next + lead) / columns));
    if (extend) choose(next, { shiftKey: true, ctrlKey: false, metaKey: false });
    else anchor.current = next;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    const step = steps[event.key];
    const item = items[at];
    if (step !== undefined) go(at + step, event.shiftKey);
    else if (event.key === "Home") go(0, event.shiftKey);
    else if (event.key === "End") go(items.length - 1, event.shiftKey);
    else if (event.key === " " && item) onLook(item, at);
    else if (event.key === "Enter" && item) choose(at, { shiftKey: false, ctrlKey: true, metaKey: false });
    else if (event.key === "Escape" && chosen && chosen.size > 0) onChoose?.(new Set());
    else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey) && onChoose) onChoose(new Set(items.map(idOf)));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onTile = (event: MouseEvent, index: number) => {
    const item = items[index];
    if (!item) return;
    setAt(index);
    if (event.shiftKey || event.ctrlKey || event.metaKey) choose(index, event);
    else onLook(item, index);
  };

  return (
    <div
      ref={scroll}
      className={styles.wall}
      tabIndex={0}
      role="listbox"
      aria-label={props.label}
      aria-multiselectable={onChoose ? true : undefined}
      aria-activedescendant={items[at] ? `wall-${idOf(items[at])}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: virtual.getTotalSize() + GAP, position: "relative" }}>
        {width > 0 &&
          shown.map((row) => (
            <div key={row.key} className={styles.row} style={{ transform: `translateY(${row.start + GAP}px)` }}>
              {items.slice(Math.max(0, row.index * columns - lead), (row.index + 1) * columns - lead).map((item, offset) => {
                const index = Math.max(0, row.index * columns - lead) + offset;
                const id = idOf(item);
                const ticked = chosen?.has(id) ?? false;
                return (
                  <div
                    key={id}
                    id={`wall-${id}`}
                    className={styles.tile}
                    style={index === 0 && lead > 0 ? { width: side, marginInlineStart: lead * (side + GAP) } : { width: side }}
                    role="option"
                    aria-selected={ticked}
                    aria-posinset={first + index}
                    aria-setsize={Math.max(props.total, first + items.length - 1)}
                    data-edge={props.edgeOf(item)}
                    data-at={index === at || undefined}
                    title={props.nameOf(item)}
                    onClick={(event) => onTile(event, index)}
                  >
                    <div className={styles.picture} style={{ height: tall }}>
                      <img src={props.thumbOf(item)} alt={props.nameOf(item)} loading="lazy" decoding="async" draggable={false} />
                      {onChoose && (
                        <span
                          className={styles.tick}
                          aria-hidden="true"
                          onClick={(event) => {
                            event.stopPropagation();
                            setAt(index);
                            choose(index, { shiftKey: event.shiftKey, ctrlKey: true, metaKey: false });
                          }}
                        />
                      )}
                      {props.corner && <span className={styles.corner}>{props.corner(item)}</span>}
                    </div>
                    <div className={styles.caption}>{props.caption ? props.caption(item) : props.nameOf(item)}</div>
                  </div>
                );
              })}
            </div>
          ))}
      </div>
    </div>
  );
}
