// Binds the core to one canvas of the page.
import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type RefObject } from "react";
import { Annotator, attach, type Document, type Snapshot } from "@/modules/annotator";
import { newKey } from "@/api/client";

const nothing = (): (() => void) => () => undefined;

export function useAnnotator(onEdit: (document: Document) => void): {
  canvas: RefObject<HTMLCanvasElement | null>;
  annotator: Annotator | null;
  snapshot: Snapshot | null;
  spaceHeld: RefObject<boolean>;
} {
  const canvas = useRef<HTMLCanvasElement>(null);
  const spaceHeld = useRef(false);
  const edited = useRef(onEdit);
  const [annotator, setAnnotator] = useState<Annotator | null>(null);
  useEffect(() => {
    edited.current = onEdit;
  });

  useEffect(() => {
    const node = canvas.current;
    const context = node?.getContext("2d", { alpha: true });
    if (!node || !context) return undefined;
    const made = new Annotator({
      context,
      newId: () => newKey().slice(0, 16),
      onEdit: (document) => edited.current(document),
      makeCanvas: (width, height) => Object.assign(document.createElement("canvas"), { width, height }),
    });
    const detach = attach(node, made, () => spaceHeld.current);
    const measure = () => {
      const box = node.parentElement?.getBoundingClientRect();
      if (!box || box.width === 0) return;
      const ratio = window.devicePixelRatio || 1;
      node.width = Math.round(box.width * ratio);
      node.height = Math.round(box.height * ratio);
      made.resize({ width: box.width, height: box.height }, ratio);
    };
    const observer = new ResizeObserver(measure);
    if (node.parentElement) observer.observe(node.parentElement);
    measure();
    setAnnotator(made);
    return () => {
      observer.disconnect();
      detach();
      setAnnotator(null);
    };
  }, []);

  const snapshot = useSyncExternalStore(
    useMemo(() => annotator?.subscribe ?? nothing, [annotator]),
    () => annotator?.snapshot() ?? null,
  );
  return { canvas, annotator, snapshot, spaceHeld };
}
