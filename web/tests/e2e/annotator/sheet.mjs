// What the steps share: a project with drawn pictures, places of the picture on the screen, and what is saved of it.
import { check, test } from "../lib.mjs";
import { asks, setUp, until } from "../seed.mjs";

export const MARGIN = 16;
const PICTURES = 12;
export const SIZE = { width: 480, height: 360 };
/** Blobs that stand out from the ground: middle, half axes, colour. */
export const BLOBS = [
  { x: 120, y: 110, rx: 46, ry: 34, colour: "#c23b22" },
  { x: 330, y: 110, rx: 46, ry: 34, colour: "#c23b22" },
  { x: 230, y: 260, rx: 60, ry: 40, colour: "#1d4e9e" },
];

/** A drawn picture: a calm ground with some noise, and the blobs. */
export async function drawn(page, seed, marks = BLOBS) {
  const text = await page.evaluate(async ([{ width, height }, blobs, from]) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    context.fillStyle = "#8f9397";
    context.fillRect(0, 0, width, height);
    for (const { x, y, rx, ry, colour } of blobs) {
      context.fillStyle = colour;
      context.beginPath();
      context.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI);
      context.fill();
    }
    const image = context.getImageData(0, 0, width, height);
    let state = from;
    for (let at = 0; at < image.data.length; at += 4) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      for (let part = 0; part < 3; part += 1) image.data[at + part] += ((state >>> 16) % 13) - 6;
    }
    context.putImageData(image, 0, 0);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  }, [SIZE, marks, seed]);
  return Buffer.from(text, "base64");
}

export async function begin(way) {
  const { page, base, link, language } = way;
  await setUp(page, link, base, "annotator");
  way.ask = asks(page, base);
  const zh = language === "zh-CN";
  way.project = await way.ask("POST", "/projects", {
    name: zh ? "标注" : "Annotator", product: "", scene: "segmentation", good_name: zh ? "良品" : "Good", note: "",
    classes: [{ name: zh ? "划痕" : "Scratch" }, { name: zh ? "凹坑" : "Dent" }],
  });
  way.given.push("annotator", "Annotator", "标注");
  const { id } = await way.ask("POST", `/projects/${way.project.id}/imports`, {});
  for (let number = 1; number <= PICTURES; number += 1) {
    await way.ask("PUT", `/imports/${id}/files?name=${String(number).padStart(2, "0")}.png`, await drawn(page, number), { "Content-Type": "application/octet-stream" });
  }
  await way.ask("POST", `/imports/${id}/finish`);
  const pictures = await until(page, async () => {
    const { items } = await way.ask("GET", `/projects/${way.project.id}/pictures?sort=name&limit=50`);
    return items.length === PICTURES ? items : null;
  }, "the pictures did not come");
  way.pictures = pictures;
}

export async function open(way, number) {
  const { page, base, project, pictures } = way;
  const id = pictures[number - 1].id;
  await page.goto(`${base}/projects/${project.id}/annotate?picture=${id}`);
  await page.waitForSelector(`[data-ready="${id}"]`);
  const box = await page.locator(test("canvas")).boundingBox();
  const scale = Math.min(8, (box.width - 2 * MARGIN) / SIZE.width, (box.height - 2 * MARGIN) / SIZE.height);
  const at = (x, y) => [box.x + (box.width - SIZE.width * scale) / 2 + x * scale, box.y + (box.height - SIZE.height * scale) / 2 + y * scale];
  const saved = () => page.waitForFunction(() => document.querySelector("[data-state=saved][role=status]") !== null);
  return {
    id, at, scale, saved,
    click: (x, y, options) => page.mouse.click(...at(x, y), options),
    drag: async (points) => {
      await page.mouse.move(...at(...points[0]));
      await page.mouse.down();
      for (const point of points.slice(1)) await page.mouse.move(...at(...point), { steps: 3 });
      await page.mouse.up();
    },
    /** What the server holds once all is saved. */
    regions: async () => {
      await page.waitForTimeout(900);
      await saved();
      return (await way.ask("GET", `/pictures/${id}/annotation`)).regions;
    },
    lay: async (regions) => {
      const { revision } = await way.ask("GET", `/pictures/${id}/annotation`);
      await way.ask("PUT", `/pictures/${id}/annotation`, { verdict: "bad", class_id: null, regions }, { "If-Match": `"${revision}"` });
    },
  };
}

export const near = (one, other, by = 1.5) => Math.abs(one - other) <= by;

export function areaOf({ shape }) {
  if (shape.kind === "box" || shape.kind === "rotated") return shape.w * shape.h;
  if (shape.kind === "brush") return shape.rle.counts.reduce((sum, count, index) => (index % 2 ? sum + count : sum), 0);
  let twice = 0;
  shape.points.forEach(([x, y], index) => {
    const [nx, ny] = shape.points[(index + 1) % shape.points.length];
    twice += x * ny - nx * y;
  });
  return Math.abs(twice) / 2;
}

export { check, test };
