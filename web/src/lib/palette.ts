// The one source of colours: CSS variables, Ant Design's tokens, charts and the canvas all come from here.
// Signs are chosen to stay apart for colour-blind eyes, and each always comes with a shape and a word (StateTag).

export type Mode = "light" | "dark";

export type Palette = {
  ground: string; // behind everything
  surface: string; // cards, tables, bars
  raised: string; // hovered rows, wells
  line: string;
  text: string;
  soft: string; // second text
  faint: string; // third text, waiting
  accent: string;
  accentSoft: string;
  ok: string;
  ng: string;
  recheck: string;
  running: string;
  waiting: string;
};

export const palettes: Record<Mode, Palette> = {
  light: {
    ground: "#f3f5f7",
    surface: "#ffffff",
    raised: "#f6f8fa",
    line: "#dfe4e9",
    text: "#18222d",
    soft: "#4a5866",
    faint: "#66737f",
    accent: "#0e6a82",
    accentSoft: "#e3f1f5",
    ok: "#1c7f4b",
    ng: "#c8303c",
    recheck: "#96610a",
    running: "#1c62c4",
    waiting: "#66737f",
  },
  dark: {
    ground: "#10161c",
    surface: "#182028",
    raised: "#202a34",
    line: "#2d3944",
    text: "#e6ecf1",
    soft: "#b1bdc8",
    faint: "#8d9aa6",
    accent: "#52bfd6",
    accentSoft: "#173a45",
    ok: "#4fbf83",
    ng: "#f0717a",
    recheck: "#e0aa4b",
    running: "#6ba6f5",
    waiting: "#8d9aa6",
  },
};

/** Colours offered for classes of defects; the first free one is taken. */
export const classColours = [
  "#e5484d", "#f08c1d", "#e2c02c", "#8e4ec6", "#3e7bfa", "#12a594",
  "#d6409f", "#8f6b50", "#5b8c2a", "#00a2c7", "#b65cff", "#ff7a59",
] as const;
export const goodColour = "#30a46c";

export function nextColour(used: readonly string[]): string {
  const taken = new Set(used.map((colour) => colour.toLowerCase()));
  return classColours.find((colour) => !taken.has(colour)) ?? classColours[used.length % classColours.length] ?? "#e5484d";
}

/** Black or white, whichever can be read on the colour. */
export function inkOn(colour: string): string {
  const value = Number.parseInt(colour.slice(1), 16);
  const [r, g, b] = [(value >> 16) & 255, (value >> 8) & 255, value & 255];
  return 0.299 * r + 0.587 * g + 0.114 * b > 150 ? "#101418" : "#ffffff";
}
