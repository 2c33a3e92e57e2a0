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

/** Pictures with at least two things in their mask, and the box of each. */
export async function severalSet(folder, most) {
  const found = await pairs(folder);
  const { decode, end } = await decoder();
  const pictures = [];
  for (const [path, maskPath] of found) {
    if (pictures.length >= most) break;
    const mask = await decode(maskPath);
    const { boxes } = things(marked(mask), mask.size);
    if (boxes.length < 2) continue;
    const picture = await decode(path);
    if (picture.size.width !== mask.size.width || picture.size.height !== mask.size.height) continue;
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
