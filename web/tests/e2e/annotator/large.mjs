import { areaOf, check, near, test } from "./sheet.mjs";
import { until } from "../seed.mjs";

const SIZE = { width: 7400, height: 5600 };
const MARK = { x: 6100, y: 1200 };

/** A picture of more than forty million pixels comes in pieces, is sharp where one looks, and is drawn on like any other. */
export async function large(way) {
  const { page, base, project } = way;
  const bytes = await page.evaluate(async ([{ width, height }, { x, y }]) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    context.fillStyle = "#808890";
    context.fillRect(0, 0, width, height);
    // So fine that only the picture's own size shows it; in a smaller one it is grey.
    for (let column = 0; column < 160; column += 1) {
      context.fillStyle = column % 2 ? "#ffffff" : "#000000";
      context.fillRect(x + column, y, 1, 100);
    }
    context.fillStyle = "#e02010";
    context.fillRect(x, y + 100, 160, 100);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 });
    const all = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let at = 0; at < all.length; at += 8192) text += String.fromCharCode(...all.subarray(at, at + 8192));
    return btoa(text);
  }, [SIZE, MARK]);
  const { id } = await way.ask("POST", `/projects/${project.id}/imports`, {});
  await way.ask("PUT", `/imports/${id}/files?name=large.jpg`, Buffer.from(bytes, "base64"), { "Content-Type": "application/octet-stream" });
  await way.ask("POST", `/imports/${id}/finish`);
  const picture = await until(page, async () => {
    const { items } = await way.ask("GET", `/projects/${project.id}/pictures?name=large`);
    return items[0] ?? null;
  }, "the large picture did not come");

  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`${base}/projects/${project.id}/annotate?picture=${picture.id}`);
  await page.waitForSelector(`[data-ready="${picture.id}"]`);
  check(!asked.some((url) => url.includes(`/pictures/${picture.id}/file`)), "the whole picture was asked for");
  const count = () => asked.filter((url) => url.includes(`/pictures/${picture.id}/tiles/`)).length;
  const few = count();
  check(few > 0 && few < 120, `${few} pieces for all of it in small`);

  // The place is looked at one to one.
  const box = await page.locator(test("canvas")).boundingBox();
  const scale = Math.min((box.width - 32) / SIZE.width, (box.height - 32) / SIZE.height);
  const at = (x, y) => [box.x + (box.width - SIZE.width * scale) / 2 + x * scale, box.y + (box.height - SIZE.height * scale) / 2 + y * scale];
  const spot = at(MARK.x + 80, MARK.y + 80);
  await page.mouse.move(...spot);
  const percent = async () => Number((await page.locator(test("scale")).innerText()).replace("%", ""));
  for (let step = 0; step < 60 && (await percent()) < 400; step += 1) {
    await page.mouse.wheel(0, -100);
    await page.waitForTimeout(20);
  }
  const row = (down) =>
    page.evaluate(([px, py, name]) => {
      const canvas = document.querySelector(`[data-test=${name}]`);
      const place = canvas.getBoundingClientRect();
      const ratio = canvas.width / place.width;
      return [...canvas.getContext("2d").getImageData(Math.round((px - place.x - 60) * ratio), Math.round((py - place.y) * ratio), Math.round(120 * ratio), 1).data];
    }, [spot[0], spot[1] + down, "canvas"]);
  /** Both black and white are there. */
  const stripes = async () => {
    const values = (await row(0)).filter((_, index) => index % 4 === 1);
    return Math.min(values.filter((one) => one < 70).length, values.filter((one) => one > 185).length) / values.length;
  };
  const coloured = async () => {
    const values = await row(170); // Well below the edge, wherever the mouse came to lie within some pixels.
    return values.filter((_, index) => index % 4 === 0 && values[index] - values[index + 2] > 80).length / (values.length / 4);
  };
  const sharp = await until(page, async () => ((await stripes()) > 0.2 ? true : null), "the stripes did not become sharp");
  check(sharp, "not sharp");
  check((await coloured()) > 0.9, "the red is not where it belongs");
  check(count() > few, "no piece of the place was asked for");

  // What is drawn there lies in pixels of the whole picture.
  await page.keyboard.press("b");
  const shown = (await percent()) / 100 / (await page.evaluate(() => window.devicePixelRatio || 1));
  await page.mouse.move(spot[0] - 40, spot[1] - 20);
  await page.mouse.down();
  await page.mouse.move(spot[0] + 40, spot[1] + 20, { steps: 4 });
  await page.mouse.up();
  const kept = async (many) => {
    const { regions } = await way.ask("GET", `/pictures/${picture.id}/annotation`);
    return regions.length === many ? regions : null;
  };
  const [region] = await until(page, () => kept(1), "the box was not saved");
  check(near(region.shape.w, 80 / shown, 0.03 * (80 / shown)), `drawn ${JSON.stringify(region.shape)} at ${shown}`);
  check(near(region.shape.x + region.shape.w / 2, MARK.x + 80, 12) && near(region.shape.y + region.shape.h / 2, MARK.y + 80, 12), `it lies at ${JSON.stringify(region.shape)}`);

  // The wand sees the pixels of the place, not only the picture in small.
  await page.click(test("wand")); // Its key is another one by now.
  await page.mouse.click(spot[0], spot[1] + 170);
  await page.waitForSelector(test("proposed"));
  await page.keyboard.press("Enter");
  const [, found] = await until(page, () => kept(2), "what the wand found was not saved");
  check(near(areaOf(found), 160 * 100, 0.1 * 160 * 100), `the wand found ${areaOf(found)} of ${160 * 100} pixels`);
  // Its own colour lies over the red.
  await page.keyboard.press("Control+z");
  await until(page, () => kept(1), "what the wand found was not taken back");

  // In other colours the pieces are, too.
  await page.keyboard.press("c");
  await until(page, async () => ((await coloured()) < 0.02 ? true : null), "one channel is still coloured");
  await page.keyboard.press("Shift+C");
  way.given.push("large");
}
