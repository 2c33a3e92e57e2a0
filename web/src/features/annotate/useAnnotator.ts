// Binds the core to one canvas of the page: with its helpers, the person's settings, and the history that outlives the page.
import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type RefObject } from "react";
import { Annotator, attach, Journal, Keeper, makeAssist, settingsFrom, type Document, type Notice, type Snapshot } from "@/modules/annotator";
import { newKey } from "@/api/client";
import { recall, remember } from "@/lib/remember";
import { makeCanvas } from "./lib/makeCanvas";

const nothing = (): (() => void) => () => undefined;
const SETTINGS = "annotator";

function kept(): unknown {
  try {
    return JSON.parse(recall(SETTINGS) ?? "{}");
  } catch {
    return {};
  }
}

type Hooks = { onEdit: (document: Document) => void; onNotice: (notice: Notice) => void };

export function useAnnotator(hooks: Hooks): {
  canvas: RefObject<HTMLCanvasElement | null>;
  annotator: Annotator | null;
  snapshot: Snapshot | null;
  spaceHeld: RefObject<boolean>;
  journal: Journal;
  keeper: Keeper;
} {
  const canvas = useRef<HTMLCanvasElement>(null);
  const spaceHeld = useRef(false);
  const latest = useRef(hooks);
  const made = useRef<Annotator | null>(null);
  const [annotator, setAnnotator] = useState<Annotator | null>(null);
  const journal = useMemo(() => new Journal(), []);
  const keeper = useMemo(() => new Keeper(journal, () => made.current), [journal]);
  useEffect(() => {
    latest.current = hooks;
  });

  useEffect(() => {
    const node = canvas.current;
    const context = node?.getContext("2d", { alpha: true });
    if (!node || !context) return undefined;
    const assist = makeAssist(() => new Worker(new URL("../../modules/annotator/assist/worker.ts", import.meta.url), { type: "module" }));
    const one = new Annotator({
      context,
      newId: () => newKey().slice(0, 16),
      onEdit: (document) => latest.current.onEdit(document),
      onNotice: (notice) => latest.current.onNotice(notice),
      onKeep: () => keeper.touched(),
      onSettings: (settings) => remember(SETTINGS, JSON.stringify(settings)),
      settings: settingsFrom(kept()),
      assist,
      makeCanvas,
    });
    made.current = one;
    const detach = attach(node, one, () => spaceHeld.current);
    const measure = () => {
      const box = node.parentElement?.getBoundingClientRect();
      if (!box || box.width === 0) return;
      const ratio = window.devicePixelRatio || 1;
      node.width = Math.round(box.width * ratio);
      node.height = Math.round(box.height * ratio);
      one.resize({ width: box.width, height: box.height }, ratio);
    };
    const observer = new ResizeObserver(measure);
    if (node.parentElement) observer.observe(node.parentElement);
    measure();
    // A page that goes out of sight may not come back.
    const leaving = () => void keeper.flush();
    window.addEventListener("pagehide", leaving);
    document.addEventListener("visibilitychange", leaving);
    setAnnotator(one);
    return () => {
      leaving();
      window.removeEventListener("pagehide", leaving);
      document.removeEventListener("visibilitychange", leaving);
      observer.disconnect();
      detach();
      one.stage.stop();
      assist?.end();
      made.current = null;
      setAnnotator(null);
    };
  }, [keeper]);

  const snapshot = useSyncExternalStore(
    useMemo(() => annotator?.subscribe ?? nothing, [annotator]),
    () => annotator?.snapshot() ?? null,
  );
  return { canvas, annotator, snapshot, spaceHeld, journal, keeper };
}
