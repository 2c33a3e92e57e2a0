// Pictures with the mask of one thing each: drawn ones, and those of a folder, decoded by Chromium.
import { readdir, readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { openBrowser } from "../e2e/lib.mjs";

const EACH = 8;

export const drawnSet = ({ draw }) =>
  ["plain", "soft", "textured", "thin"].map((kind) => ({
    name: `drawn, ${kind}`, pictures: Array.from({ length: EACH }, (_, index) => draw(kind, index + 1)),
  }));

const isPicture = (name) => /\.(jpe?g|png|bmp|webp)$/i.test(name);
const stem = (name) => name.slice(0, -extname(name).length);

async function pairs(folder) {
  const inside = await readdir(folder);
  const [images, masks] = inside.includes("images") && inside.includes("masks") ? [join(folder, "images"), join(folder, "masks")] : [folder, folder];
  const walk = async (at) => (await Promise.all((await readdir(at)).map(async (name) => ((await stat(join(at, name))).isDirectory() ? walk(join(at, name)) : [join(at, name)])))).flat();
  const files = (await walk(images)).filter(isPicture);
  const maskOf = new Map((await walk(masks)).filter(isPicture).map((path) => [stem(path.slice(masks.length + 1)), path]));
  return files.sort().flatMap((path) => {
    const name = stem(path.slice(images.length + 1));
    const mask = images === masks ? (maskOf.get(`${name}_mask`) ?? (/\.jpe?g$/i.test(path) ? maskOf.get(name) : undefined)) : maskOf.get(name);
    return mask && mask !== path ? [[path, mask]] : [];
  });
}

/** Reads pictures as Chromium does. */
async function decoder() {
  const browser = await openBrowser();
  const page = await browser.newPage();
  const decode = async (path) => {
    const text = (await readFile(path)).toString("base64");
    const { width, height, data } = await page.evaluate(async (bytes) => {
      const image = await createImageBitmap(await (await fetch(`data:application/octet-stream;base64,${bytes}`)).blob());
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const values = context.getImageData(0, 0, image.width, image.height).data;
      let out = "";
      for (let at = 0; at < values.length; at += 8192) out += String.fromCharCode(...values.subarray(at, at + 8192));
      return { width: image.width, height: image.height, data: btoa(out) };
    }, text);
    return { size: { width, height }, data: new Uint8ClampedArray(Buffer.from(data, "base64")) };
  };
  return { decode, end: () => browser.close() };
}

const marked = ({ data }) => Uint8Array.from({ length: data.length / 4 }, (_, index) => (data[index * 4] > 127 ? 1 : 0));

/** The largest connected part of each mask is the thing. */
export async function folderSet(folder, most) {
  const found = await pairs(folder);
  const { decode, end } = await decoder();
  const pictures = [];
  // Spread over the folder; masks with nothing in them are passed by.
  const step = Math.max(1, found.length / most / 6);
  for (let at = 0; at < found.length && pictures.length < most; at += step) {
    const [path, maskPath] = found[Math.floor(at)];
    const mask = await decode(maskPath);
    const { label, boxes } = things(marked(mask), mask.size);
    const thing = [...boxes].sort((one, two) => two.pixels - one.pixels)[0];
    if (!thing) continue;
    const picture = await decode(path);
    if (picture.size.width === mask.size.width && picture.size.height === mask.size.height) {
      pictures.push({ ...picture, mask: Uint8Array.from(label, (one) => (one === thing.label ? 1 : 0)) });
    }
  }
  await end();
  return { name: nameOf(folder), pictures };
}

/** Boxes of things and their kinds, in whatever way the folder tells them; null where it does not. */
async function boxesOf(folder, path, size) {
  const lines = async (file) => (await readFile(file, "utf8")).split("\n").map((line) => line.trim().split(/[\s,]+/).map(Number)).filter((row) => row.length === 5 && row.every(Number.isFinite));
  const box = (x, y, right, bottom, kind) => {
    const [left, top] = [Math.max(0, Math.round(x)), Math.max(0, Math.round(y))];
    return { x: left, y: top, w: Math.min(size.width, Math.round(right)) - left, h: Math.min(size.height, Math.round(bottom)) - top, kind: String(kind) };
  };
  const name = stem(path.split("/").at(-1));
  const pairs = join(folder, "boxes", `${name.replace(/_test$/, "")}.txt`);
  if (await isFile(pairs)) return (await lines(pairs)).map(([x, y, right, bottom, kind]) => box(x, y, right, bottom, kind));
  const yolo = join(folder, "labels", `${name}.txt`);
  if (await isFile(yolo)) {
    return (await lines(yolo)).map(([kind, x, y, w, h]) => box((x - w / 2) * size.width, (y - h / 2) * size.height, (x + w / 2) * size.width, (y + h / 2) * size.height, kind));
  }
  const layout = join(folder, "layout.json");
  if (!(await isFile(layout))) return null;
  const { image, components } = JSON.parse(await readFile(layout, "utf8"));
  if (path !== join(folder, image)) return null;
  // What is behind the last line of a component's name tells its kind.
  return Object.entries(components).map(([part, corners]) => box(...corners, part.split("_").at(-1)));
}

const isFile = (path) => stat(path).then((found) => found.isFile(), () => false);

/** Pictures with at least two things of a kind, and the box of each. They are told by masks, by `boxes/<name>.txt` (left, top, right, bottom, kind; the
 * picture may be `<name>_test`), by `labels/<name>.txt` as YOLO has it, or by `layout.json` of a board. */
export async function severalSet(folder, most) {
  const masks = new Map(await pairs(folder));
  const inside = await readdir(folder);
  const own = inside.filter((name) => isPicture(name)).map((name) => join(folder, name));
  const listed = inside.includes("images") && !inside.includes("masks") ? (await readdir(join(folder, "images"))).filter((name) => isPicture(name) && !/_temp\./i.test(name)).map((name) => join(folder, "images", name)) : [];
  const { decode, end } = await decoder();
  const pictures = [];
  for (const path of [...new Set([...masks.keys(), ...own, ...listed])].sort()) {
    if (pictures.length >= most) break;
    const picture = await decode(path);
    const mask = masks.has(path) ? await decode(masks.get(path)) : null;
    if (mask && (mask.size.width !== picture.size.width || mask.size.height !== picture.size.height)) continue;
    const told = mask ? things(marked(mask), mask.size).boxes.map((one) => ({ ...one, kind: "" })) : await boxesOf(folder, path, picture.size);
    const boxes = (told ?? []).filter((one) => one.w >= 4 && one.h >= 4);
    if (!boxes.some((one) => boxes.some((two) => two !== one && two.kind === one.kind))) continue;
    pictures.push({ ...picture, boxes, file: [`p${String(pictures.length).padStart(4, "0")}${extname(path)}`, await readFile(path)] });
  }
  await end();
  return { name: nameOf(folder), pictures };
}

const nameOf = (folder) => folder.split("/").filter(Boolean).at(-1);

/** So many pixels a thing has at least. */
const LEAST = 60;
/** The connected parts of a mask that are large enough: their number in `label`, box and pixels. */
function things(mask, { width }) {
  const label = new Int32Array(mask.length);
  const boxes = [];
  let count = 0;
  for (let start = 0; start < mask.length; start += 1) {
    if (!mask[start] || label[start]) continue;
    count += 1;
    const part = [start];
    label[start] = count;
    let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
    for (let head = 0; head < part.length; head += 1) {
      const at = part[head];
      const x = at % width;
      const y = (at - x) / width;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= mask.length || !mask[next] || label[next]) continue;
        label[next] = count;
        part.push(next);
      }
    }
    if (part.length >= LEAST) boxes.push({ x: left, y: top, w: right - left + 1, h: bottom - top + 1, label: count, pixels: part.length });
  }
  return { label, boxes };
}
