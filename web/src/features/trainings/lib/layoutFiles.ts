// Places of components as other programs write them: boxes of VOC and COCO, beside our own `layout.json`.
import { MOST, SMALLEST, freeName, readLayout, type Component } from "./layout";

/** `null` where the file holds no boxes that can be used. `picture` is the name of the one that is drawn on. */
export function readBoxes(text: string, picture: string, width: number, height: number): Component[] | null {
  return readLayout(text, width, height) ?? readVoc(text, width, height) ?? readCoco(text, picture, width, height);
}

/** Clipped to the picture; a name that comes twice is counted on. */
function usable(found: readonly { name: string; box: readonly number[] }[], width: number, height: number): Component[] | null {
  const out: Component[] = [];
  const taken: string[] = [];
  const many = new Set(found.map((one) => one.name).filter((name, i, all) => all.indexOf(name) !== i));
  for (const { name, box: [left = NaN, top = NaN, right = NaN, bottom = NaN] } of found) {
    const [x0, y0, x1, y1] = [Math.max(0, left), Math.max(0, top), Math.min(width, right), Math.min(height, bottom)];
    if (!name || !(x1 - x0 >= SMALLEST) || !(y1 - y0 >= SMALLEST) || out.length >= MOST) continue;
    const own = many.has(name) || taken.includes(name) ? freeName(/\d$/.test(name) ? `${name}_` : name, taken) : name;
    taken.push(own);
    out.push({ name: own, bbox: [x0, y0, x1 - x0, y1 - y0] });
  }
  return out.length > 0 ? out : null;
}

export function readVoc(text: string, width: number, height: number): Component[] | null {
  if (!/<annotation[\s>]/.test(text)) return null;
  const read = new DOMParser().parseFromString(text, "application/xml");
  if (read.querySelector("parsererror")) return null;
  const found = [...read.querySelectorAll("object")].map((one) => ({
    name: one.querySelector("name")?.textContent?.trim() ?? "",
    box: ["xmin", "ymin", "xmax", "ymax"].map((key) => Number(one.querySelector(`bndbox > ${key}`)?.textContent ?? NaN)),
  }));
  return usable(found, width, height);
}

type Coco = { images?: { id: unknown; file_name?: unknown }[]; categories?: { id: unknown; name?: unknown }[]; annotations?: { image_id?: unknown; category_id?: unknown; bbox?: unknown }[] };

/** Of several pictures the one of this name, or where there is but one, that. */
export function readCoco(text: string, picture: string, width: number, height: number): Component[] | null {
  let told: Coco;
  try {
    told = JSON.parse(text) as Coco;
  } catch {
    return null;
  }
  if (typeof told !== "object" || told === null || !Array.isArray(told.images) || !Array.isArray(told.annotations)) return null;
  const last = (name: string) => name.split(/[\\/]/).pop() ?? name;
  const image = told.images.find((one) => typeof one?.file_name === "string" && last(one.file_name) === last(picture)) ?? (told.images.length === 1 ? told.images[0] : undefined);
  if (!image) return null;
  const names = new Map((Array.isArray(told.categories) ? told.categories : []).map((one) => [one?.id, typeof one?.name === "string" ? one.name.trim() : ""]));
  const found = told.annotations.filter((one) => one?.image_id === image.id && Array.isArray(one.bbox)).map((one) => {
    const [x, y, w, h] = (one.bbox as unknown[]).map(Number) as [number, number, number, number];
    return { name: names.get(one.category_id) ?? "", box: [x, y, x + w, y + h] };
  });
  return usable(found, width, height);
}
