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

/** The largest connected part of each mask is the thing. */
export async function folderSet(folder, most) {
  const found = await pairs(folder);
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
  const pictures = [];
  // Spread over the folder; masks with nothing in them are passed by.
  const step = Math.max(1, found.length / most / 6);
  for (let at = 0; at < found.length && pictures.length < most; at += step) {
    const [path, maskPath] = found[Math.floor(at)];
    const mask = await decode(maskPath);
    const thing = largest(Uint8Array.from({ length: mask.data.length / 4 }, (_, index) => (mask.data[index * 4] > 127 ? 1 : 0)), mask.size);
    if (!thing) continue;
    const picture = await decode(path);
    if (picture.size.width === mask.size.width && picture.size.height === mask.size.height) pictures.push({ ...picture, mask: thing });
  }
  await browser.close();
  return { name: folder.split("/").filter(Boolean).at(-1), pictures };
}

const LEAST = 60;
function largest(mask, { width }) {
  const label = new Int32Array(mask.length);
  let [best, most, count] = [0, 0, 0];
  for (let start = 0; start < mask.length; start += 1) {
    if (!mask[start] || label[start]) continue;
    count += 1;
    const part = [start];
    label[start] = count;
    for (let head = 0; head < part.length; head += 1) {
      const at = part[head];
      const x = at % width;
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= mask.length || !mask[next] || label[next]) continue;
        label[next] = count;
        part.push(next);
      }
    }
    if (part.length > most) [best, most] = [count, part.length];
  }
  return most < LEAST ? null : label.map((one) => (one === best ? 1 : 0));
}
