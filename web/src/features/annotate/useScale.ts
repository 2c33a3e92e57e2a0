// How large a pixel is, where the person said so with the ruler. Kept for the project, in this browser.
import { useCallback, useEffect, useState } from "react";
import type { Annotator } from "@/modules/annotator";
import { recall, remember } from "@/lib/remember";

export function useScale(annotator: Annotator | null, project: string): [number | null, (mm: number | null) => void] {
  const name = `mm-per-pixel.${project}`;
  const [scale, setScale] = useState<number | null>(() => {
    const kept = Number(recall(name));
    return Number.isFinite(kept) && kept > 0 ? kept : null;
  });
  useEffect(() => annotator?.setScale(scale), [annotator, scale]);
  const put = useCallback(
    (mm: number | null) => {
      setScale(mm);
      remember(name, mm === null ? "" : String(mm));
    },
    [name],
  );
  return [scale, put];
}
