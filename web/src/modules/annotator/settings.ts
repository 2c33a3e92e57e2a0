// How a person likes to work: kept by the page, not by the picture.
export type Settings = {
  /** Points snap to corners and edges of other regions and of the picture. */
  readonly snap: boolean;
  readonly grid: boolean;
  /** How broad lines are drawn, in pixels of the picture. */
  readonly lineWidth: number;
  /** Pixels of the picture from line to line. */
  readonly gridStep: number;
  readonly crosshair: boolean;
  readonly minimap: boolean;
  /** What assistants make. */
  readonly as: "polygon" | "brush";
  /** How far an outline that they make may lie from the edge of its pixels, in pixels of the picture: more is smoother, with fewer points. */
  readonly smooth: number;
  /** How much alike colours have to be for the magic wand, 0 to 255. */
  readonly tolerance: number;
  /** Side of a superpixel, in pixels of the screen. */
  readonly cell: number;
  /** How much alike places have to be for "find the same", 0 to 1. */
  readonly likeness: number;
};

export const usual: Settings = {
  snap: false, grid: false, lineWidth: 12, gridStep: 16, crosshair: false, minimap: true, as: "polygon", smooth: 1, tolerance: 24, cell: 28, likeness: 0.7,
};

const limits = { lineWidth: [1, 1000], gridStep: [2, 512], smooth: [0.5, 16], tolerance: [0, 160], cell: [10, 120], likeness: [0.3, 0.99] } as const;

/** Settings from where they were kept, whatever stands there. */
export function settingsFrom(kept: unknown): Settings {
  const from = (typeof kept === "object" && kept !== null ? kept : {}) as Record<string, unknown>;
  const taken = Object.entries(usual).map(([name, value]) => [name, typeof from[name] === typeof value ? from[name] : value]);
  return within(Object.fromEntries(taken) as Settings);
}

export function within(settings: Settings): Settings {
  const held = Object.entries(limits).map(([name, [least, most]]) => [name, Math.min(most, Math.max(least, settings[name as keyof typeof limits]))]);
  return { ...settings, ...(Object.fromEntries(held) as Pick<Settings, keyof typeof limits>), as: settings.as === "brush" ? "brush" : "polygon" };
}
