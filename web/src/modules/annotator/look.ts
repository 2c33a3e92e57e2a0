// How the pixels are shown: brightness, contrast, one channel, false colours. Labels are not touched by it.

export type Channel = "all" | "red" | "green" | "blue" | "grey" | "false";
export type Look = { readonly brightness: number; readonly contrast: number; readonly channel: Channel };
export const channels: readonly Channel[] = ["all", "red", "green", "blue", "grey", "false"];
export const plainLook: Look = { brightness: 0, contrast: 0, channel: "all" };
export const isPlain = (look: Look): boolean => look.brightness === 0 && look.contrast === 0 && look.channel === "all";

/** What becomes of each value: brighter by up to a whole, contrast around the middle up to eightfold or down to nothing. */
function curve({ brightness, contrast }: Look): Uint8ClampedArray {
  const slope = contrast >= 0 ? 1 + (contrast / 100) * 7 : 1 + contrast / 100;
  return Uint8ClampedArray.from({ length: 256 }, (_, value) => (value - 127.5) * slope + 127.5 + (brightness / 100) * 255);
}

/** Corners of a perceptual map from dark blue over green to yellow (as viridis), between which is mixed. */
const MAP: readonly (readonly [number, number, number])[] = [
  [68, 1, 84], [72, 40, 120], [62, 73, 137], [49, 104, 142], [38, 130, 142], [31, 158, 137], [53, 183, 121], [110, 206, 88], [181, 222, 43], [253, 231, 37],
];

function falseColours(): Uint8ClampedArray {
  const table = new Uint8ClampedArray(256 * 3);
  for (let value = 0; value < 256; value += 1) {
    const at = (value / 255) * (MAP.length - 1);
    const [low, high] = [MAP[Math.floor(at)], MAP[Math.min(MAP.length - 1, Math.floor(at) + 1)]];
    for (let part = 0; part < 3; part += 1) {
      const from = low?.[part] ?? 0;
      table[value * 3 + part] = from + ((high?.[part] ?? 0) - from) * (at - Math.floor(at));
    }
  }
  return table;
}

/** Changes RGBA values in place. */
export function applyLook(data: Uint8ClampedArray, look: Look): void {
  const table = curve(look);
  const map = look.channel === "false" ? falseColours() : null;
  const single = { red: 0, green: 1, blue: 2 }[look.channel as "red" | "green" | "blue"];
  const value = (index: number) => table[data[index] as number] as number;
  for (let at = 0; at < data.length; at += 4) {
    if (look.channel === "all") {
      data[at] = value(at);
      data[at + 1] = value(at + 1);
      data[at + 2] = value(at + 2);
      continue;
    }
    const grey = single !== undefined ? value(at + single)
      : (table[((data[at] as number) * 299 + (data[at + 1] as number) * 587 + (data[at + 2] as number) * 114 + 500) / 1000 | 0] as number);
    data[at] = map ? (map[grey * 3] as number) : grey;
    data[at + 1] = map ? (map[grey * 3 + 1] as number) : grey;
    data[at + 2] = map ? (map[grey * 3 + 2] as number) : grey;
  }
}
