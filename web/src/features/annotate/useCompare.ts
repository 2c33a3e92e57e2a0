// Another picture of the project beside this one or blinking with it: its template, the golden one, or a good one.
import { useCallback, useEffect, useMemo, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { getPicture } from "@/api/pictures";
import { getGoldenPicture } from "@/api/trainings";
import type { Id, Picture } from "@/api/contract";
import type { Annotator } from "@/modules/annotator";
import { useSession } from "@/hooks/useSession";
import { usualOther } from "./lib/other";
import { loadImage, type Pixels } from "./useSheet";

export type CompareMode = "off" | "side" | "blink";
const BLINK_MS = 550;

/** The picture that a project's others are compared with, for whoever may look at its data. */
async function chosenGolden(project: Id): Promise<Picture | null> {
  const { picture_id } = await getGoldenPicture(project);
  return picture_id ? getPicture(picture_id) : null;
}

export function useCompare(annotator: Annotator | null, items: readonly Picture[], index: number, projectId: Id) {
  const [mode, setMode] = useState<CompareMode>("off");
  const [chosen, choose] = useState<string>();
  /** `pixels`: null where they cannot be had. */
  const [loaded, setLoaded] = useState<{ id: Id; pixels: Pixels | null } | null>(null);
  const [looked, setLooked] = useState(false);
  const { may } = useSession();
  const asked = useQuery({
    queryKey: [...keys.goldenPicture(projectId), "picture"], queryFn: () => chosenGolden(projectId), enabled: (looked || mode !== "off") && may("data.read"), staleTime: 10_000, retry: false,
  });
  const golden = asked.data ?? null;
  const other = useMemo(() => {
    if (chosen !== undefined) return chosen === golden?.id ? golden : items.find((one) => one.id === chosen);
    return asked.isLoading ? undefined : usualOther(items, index, golden);
  }, [chosen, golden, items, index, asked.isLoading]);
  const otherId = other?.id;
  // The one before stays until the next is there; where there is none, none is shown.
  const pixels = otherId === undefined ? null : (loaded?.pixels ?? null);
  const [image, tiles] = [pixels?.image ?? null, pixels?.tiles ?? null];
  const lacks = mode === "off" || asked.isLoading ? null : otherId === undefined ? ("none" as const) : loaded?.id === otherId && loaded.pixels === null ? ("broken" as const) : null;

  useEffect(() => {
    if (mode === "off" || !other) return undefined;
    let stale = false;
    const { id } = other;
    const set = (found: Pixels | null) => stale || setLoaded({ id, pixels: found });
    loadImage(other).then(set, () => set(null));
    return () => {
      stale = true;
    };
    // The same picture may come as another object.
  }, [mode, otherId]); // eslint-disable-line react-hooks/exhaustive-deps

  useEffect(() => {
    if (mode !== "blink" || !image || !annotator) return undefined;
    let away = false;
    const timer = setInterval(() => {
      away = !away;
      annotator.showOther(away ? image : null, tiles);
    }, BLINK_MS);
    return () => {
      clearInterval(timer);
      annotator.showOther(null);
    };
  }, [mode, image, tiles, annotator]);

  const toggle = useCallback((wanted: CompareMode) => setMode((now) => (now === wanted ? "off" : wanted)), []);
  /** Somebody looks what there is to compare with. */
  const look = useCallback(() => setLooked(true), []);
  return { mode, setMode, toggle, otherId, choose, golden, look, image: mode === "off" ? null : image, tiles, lacks };
}
