import type { FoundRegion } from "@/api/contract";
import { isBox, type OverlayBox } from "@/lib/boxes";
import { useTheme } from "@/lib/theme";
import { useFormat } from "./useFormat";
import { useModelClass } from "./useModelClass";

type Drawn = { outlines: { points: [number, number][]; colour: string }[]; boxes: OverlayBox[] };

/** How found places are drawn: outlines as such, boxes with class and score, in the colours of the project's classes. */
export function useRegions(): (regions: readonly FoundRegion[], verdict: "ok" | "ng") => Drawn {
  const modelClass = useModelClass();
  const format = useFormat();
  const { palette } = useTheme();
  return (regions, verdict) => {
    // What an OK shows is no alarm.
    const colour = (name: string | null) => (verdict === "ok" ? "#b9c4ce" : ((name ? modelClass(name).colour : undefined) ?? palette.ng));
    const told = (region: FoundRegion) => [region.class && modelClass(region.class).name, format.score(region.score)].filter(Boolean).join(" ");
    return {
      outlines: regions.filter((one) => !isBox(one)).map((one) => ({ points: one.polygon, colour: colour(one.class) })),
      boxes: regions.filter(isBox).map((one) => ({ bbox: one.bbox, colour: colour(one.class), text: told(one) })),
    };
  };
}
