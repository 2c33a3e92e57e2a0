// Another picture of the project beside this one or blinking with it, such as a good one.
import { useCallback, useEffect, useState } from "react";
import type { Picture } from "@/api/contract";
import type { Annotator } from "@/modules/annotator";
import { loadImage, type Sheet } from "./useSheet";

export type CompareMode = "off" | "side" | "blink";
const BLINK_MS = 550;

/** The nearest good picture, else the one before. */
function usualOther(items: readonly Picture[], index: number): string | undefined {
  const others = items.map((one, at) => ({ one, far: Math.abs(at - index) })).filter(({ far }) => far > 0);
  const nearest = (some: typeof others) => [...some].sort((a, b) => a.far - b.far)[0]?.one.id;
  return nearest(others.filter(({ one }) => one.verdict === "good")) ?? nearest(others);
}

export function useCompare(annotator: Annotator | null, items: readonly Picture[], index: number) {
  const [mode, setMode] = useState<CompareMode>("off");
  const [chosen, choose] = useState<string>();
  const [image, setImage] = useState<Sheet["image"] | null>(null);
  const otherId = chosen ?? usualOther(items, index);

  useEffect(() => {
    if (mode === "off" || !otherId) return undefined;
    let stale = false;
    const other = items.find((one) => one.id === otherId);
    if (other) loadImage(other).then((loaded) => stale || setImage(loaded.image), () => stale || setImage(null));
    return () => {
      stale = true;
    };
  }, [mode, otherId, items]);

  useEffect(() => {
    if (mode !== "blink" || !image || !annotator) return undefined;
    let other = false;
    const timer = setInterval(() => {
      other = !other;
      annotator.showOther(other ? image : null);
    }, BLINK_MS);
    return () => {
      clearInterval(timer);
      annotator.showOther(null);
    };
  }, [mode, image, annotator]);

  const toggle = useCallback((wanted: CompareMode) => setMode((now) => (now === wanted ? "off" : wanted)), []);
  return { mode, setMode, toggle, otherId, choose, image: mode === "off" ? null : image };
}
