import { until } from "../seed.mjs";
import { check, near, open, test } from "./sheet.mjs";

/** The colour on the canvas at a place of the page. */
const pixel = (page, [x, y], which = "canvas") =>
  page.evaluate(([px, py, name]) => {
    const canvas = document.querySelector(`[data-test=${name}]`);
    const box = canvas.getBoundingClientRect();
    const ratio = canvas.width / box.width;
    return [...canvas.getContext("2d").getImageData(Math.round((px - box.x) * ratio), Math.round((py - box.y) * ratio), 1, 1).data];
  }, [x, y, which]);

/** Turned, mirrored, recoloured and far zoomed in, one draws where one sees; ruler, overview, comparison. */
export async function views(way) {
  const { page, pictures } = way;
  const sheet = await open(way, 5);
  const key = (name) => page.keyboard.press(name);
  const blob = sheet.at(120, 110);
  const isRed = async (at, which) => {
    const [red, , blue] = await pixel(page, at, which);
    return red - blue > 60;
  };
  await until(page, () => isRed(blob), "the red blob is not where it belongs");

  // Mirrored, what was left is right, and a box drawn there lies on the blob of the picture.
  await key("/");
  // There is no red but in the mirror.
  const mirrored = sheet.at(480 - 84, 110);
  await until(page, () => isRed(mirrored), "the view is not mirrored");
  await key("b");
  await page.mouse.move(...sheet.at(480 - 100, 90));
  await page.mouse.down();
  await page.mouse.move(...sheet.at(480 - 140, 130), { steps: 4 });
  await page.mouse.up();
  let [box] = await sheet.regions();
  check(near(box.shape.x, 100) && near(box.shape.y, 90) && near(box.shape.w, 40), `drawn in the mirror: ${JSON.stringify(box.shape)}`);
  // Arrows go where they point on the screen.
  await key("v");
  await key("Shift+ArrowRight");
  [box] = await sheet.regions();
  check(near(box.shape.x, 90), `to the right in the mirror: ${box.shape.x}`);
  await key("Delete");
  await key("/");

  // Turned by a quarter, the picture still fits and is drawn on where one sees it.
  await key(".");
  const canvas = await page.locator(test("canvas")).boundingBox();
  const scale = Math.min((canvas.width - 32) / 360, (canvas.height - 32) / 480);
  const turned = (x, y) => [canvas.x + canvas.width / 2 + (180 - y) * scale, canvas.y + canvas.height / 2 + (x - 240) * scale];
  await until(page, () => isRed(turned(120, 110)), "the view is not turned");
  await key("b");
  await page.mouse.move(...turned(100, 90));
  await page.mouse.down();
  await page.mouse.move(...turned(140, 130), { steps: 4 });
  await page.mouse.up();
  [box] = await sheet.regions();
  check(near(box.shape.x, 100) && near(box.shape.y, 90) && near(box.shape.h, 40), `drawn while turned: ${JSON.stringify(box.shape)}`);
  await key("Delete");
  await key(",");

  // One channel: what is red becomes bright in it and dark in the blue one.
  const grey = async () => (await pixel(page, blob))[1];
  await key("c");
  await page.waitForFunction(() => document.querySelector("[data-test=look]")?.getAttribute("aria-pressed") === "true");
  await until(page, async () => (await grey()) > 140, "the blob is not bright in red");
  for (let step = 0; step < 2; step += 1) await key("c");
  await until(page, async () => (await grey()) < 50, "the blob is not dark in blue");
  await key("Shift+C");
  await until(page, () => isRed(blob), "the colours did not come back");

  // Brighter by keys alone, and as it was again.
  const ground = sheet.at(30, 330);
  const dark = (await pixel(page, ground))[0];
  await key("Shift+B");
  await page.locator(".ant-popover:not(.ant-popover-hidden) [role=slider]").first().focus();
  await key("End");
  await until(page, async () => (await pixel(page, ground))[0] > dark + 60, "it did not become brighter");
  await page.click(test("look-plain"));
  await until(page, async () => Math.abs((await pixel(page, ground))[0] - dark) < 20, "it did not become as it was");
  // The button that was pressed has nothing left to do, and hears no keys.
  await page.locator(test("canvas")).focus();
  await key("Shift+B");

  // As far in as it goes: 3,200 % and more, single pixels with hard edges.
  await page.mouse.move(...blob);
  for (let step = 0; step < 40; step += 1) await page.mouse.wheel(0, -240);
  const percent = async () => Number((await page.locator(test("scale")).innerText()).replace("%", ""));
  await until(page, async () => (await percent()) >= 3200, "it does not zoom to 3,200 %");
  await key("0");

  // The ruler, with a scale of one's own.
  await key("r");
  await sheet.drag([[100, 200], [200, 200]]);
  await page.fill(`${test("ruler-mm")} input, input${test("ruler-mm")}`, "5");
  await page.click(test("ruler-set"));
  await page.waitForFunction(() => document.querySelector("[data-test=helper]")?.textContent?.includes("0.05"));
  await key("Escape");

  // The overview leads there.
  for (let step = 0; step < 6; step += 1) await key("+");
  await page.waitForTimeout(200);
  const map = await page.locator(test("minimap")).boundingBox();
  await page.mouse.click(map.x + map.width * 0.25, map.y + map.height * 0.31);
  const middle = [canvas.x + canvas.width / 2, canvas.y + canvas.height / 2];
  await until(page, () => isRed(middle), "the overview did not lead to the blob");
  await key("0");

  // Beside another picture, and blinking with it.
  const good = await way.ask("GET", `/pictures/${pictures[7].id}/annotation`);
  await way.ask("PUT", `/pictures/${pictures[7].id}/annotation`, { verdict: "good", class_id: null, regions: [] }, { "If-Match": `"${good.revision}"` });
  // The picture that the project chose to compare with comes before a good one near by.
  await way.ask("PUT", `/projects/${way.project.id}/golden_picture`, { picture_id: pictures[9].id });
  await key("x");
  await page.waitForSelector(`${test("other")}[data-picture="${pictures[9].id}"]`);
  const half = await page.locator(test("other")).boundingBox();
  const both = Math.min((half.width - 32) / 480, (half.height - 32) / 360);
  await until(page, () => isRed([half.x + half.width / 2 + (120 - 240) * both, half.y + half.height / 2 + (110 - 180) * both], "other"), "the other picture is not beside it");
  await key("x");
  // Both have a noise of their own.
  const strip = () =>
    page.evaluate((name) => {
      const canvas = document.querySelector(`[data-test=${name}]`);
      return canvas.getContext("2d").getImageData(Math.round(canvas.width / 2) - 100, Math.round(canvas.height / 2), 200, 1).data.join();
    }, "canvas");
  await page.waitForTimeout(300);
  const still = await strip();
  await key("z");
  await until(page, async () => (await strip()) !== still, "nothing blinks");
  await until(page, async () => (await strip()) === still, "the picture itself does not come back");
  await key("z");
  check((await page.locator(test("other")).count()) === 0, "the other picture stayed");
}
