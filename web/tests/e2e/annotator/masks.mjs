import { until } from "../seed.mjs";
import { areaOf, check, near, open, SIZE, test } from "./sheet.mjs";

/** Whether the pixel is painted, by the runs that the server holds: not painted and painted in turn, row by row. */
function painted({ shape: { rle } }, x, y) {
  let behind = 0;
  for (const [index, count] of rle.counts.entries()) {
    behind += count;
    if (y * rle.width + x < behind) return index % 2 === 1;
  }
  return false;
}

const isWhole = ({ shape: { rle } }) => rle.width === SIZE.width && rle.height === SIZE.height && rle.counts.reduce((sum, count) => sum + count, 0) === SIZE.width * SIZE.height;

/** Brush and eraser by the mouse and by keys, as the server keeps them; masks become outlines and masks again. */
export async function masks(way) {
  const { page } = way;
  const key = (...names) => names.reduce((before, name) => before.then(() => page.keyboard.press(name)), Promise.resolve());
  let sheet = await open(way, 11);
  await key("1", "m");
  await sheet.drag([[100, 100], [200, 100]]);
  let all = await sheet.regions();
  check(all.length === 1 && all[0].shape.kind === "brush" && isWhole(all[0]), `painted: ${JSON.stringify(all).slice(0, 300)}`);
  check(painted(all[0], 150, 100) && painted(all[0], 150, 106) && !painted(all[0], 150, 160), "the stroke is not where it was painted");
  // A second stroke goes on in the mask that is chosen.
  const first = areaOf(all[0]);
  await sheet.drag([[200, 100], [200, 180]]);
  all = await sheet.regions();
  check(all.length === 1 && painted(all[0], 200, 170) && areaOf(all[0]) > first * 1.4, `two strokes made ${all.length} regions of ${areaOf(all[0])}`);
  const both = areaOf(all[0]);

  await key("e");
  await sheet.drag([[150, 60], [150, 140]]);
  all = await sheet.regions();
  check(all.length === 1 && !painted(all[0], 150, 100) && painted(all[0], 110, 100) && painted(all[0], 200, 170), "the eraser did not take what it went over");
  await key("Control+z");
  all = await sheet.regions();
  check(painted(all[0], 150, 100) && areaOf(all[0]) === both, "what was erased did not come back");

  await key("v", "Escape");
  await sheet.click(115, 100);
  await key("Shift+P");
  all = await sheet.regions();
  check(all[0].shape.kind === "polygon" && near(areaOf(all[0]), both, 0.12 * both), `as an outline: ${all[0].shape.kind} of ${areaOf(all[0])} instead of ${both}`);
  await key("Shift+M");
  all = await sheet.regions();
  check(all[0].shape.kind === "brush" && near(areaOf(all[0]), both, 0.12 * both), `as a mask again: ${all[0].shape.kind} of ${areaOf(all[0])}`);

  // Without a mouse: the arrows lead the eraser from the middle, the space bar puts it down and lifts it.
  const before = areaOf(all[0]);
  // Where the mouse lies the pen would begin.
  await page.mouse.move(1, 1);
  sheet = await open(way, 11);
  await page.locator(test("canvas")).focus();
  const leaps = Math.max(1, Math.round(sheet.scale));
  await key("e", "ArrowLeft", ...Array(leaps).fill("Shift+ArrowLeft"), "Space", "Shift+ArrowUp", "Space");
  all = await sheet.regions();
  check(all.length === 1 && areaOf(all[0]) < before, `erased by keys: ${areaOf(all[0])} of ${before}`);
  // The brush the same way, as a mask of its own.
  await key("1", "m", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown", "Space", "Shift+ArrowRight", "Space");
  all = await sheet.regions();
  check(all.length === 2 && all[1].shape.kind === "brush" && areaOf(all[1]) > 400, `painted by keys: ${all.length} regions`);
  // All gone under the eraser: so is the region.
  await key("v", "Escape", "Escape");
  await page.keyboard.press("Control+a");
  await key("Delete");
  check((await sheet.regions()).length === 0, "masks are left");
}

/** Tags of the picture, what a class asks by keys alone, and the grid. */
export async function words(way) {
  const { page } = way;
  const key = (...names) => names.reduce((before, name) => before.then(() => page.keyboard.press(name)), Promise.resolve());
  const sheet = await open(way, 12);
  const tags = async () => (await way.ask("GET", `/pictures/${sheet.id}`)).tags.join();
  way.given.push("lot 12", "night");
  await key("#");
  await page.waitForSelector(`${test("tag-field")}:focus`);
  await page.keyboard.type("night, lot 12");
  await key("Enter");
  await until(page, async () => (await tags()) === "lot 12,night", "the tags are not at the picture");
  await page.waitForFunction(() => document.querySelectorAll("[data-test=picture-tags] > span").length === 2);
  await key("Backspace");
  await until(page, async () => (await tags()) === "lot 12", "the last tag was not taken away");
  await key("Escape");

  // Two corners on lines of the grid, whatever the hand does.
  await key("1", "Shift+G", "b");
  await sheet.drag([[50, 50], [101, 75]]);
  const [{ shape }] = await sheet.regions();
  check(shape.x === 48 && shape.y === 48 && shape.w === 48 && shape.h === 32, `on the grid: ${JSON.stringify(shape)}`);
  await key("Shift+G");

  // What the class asks, from the canvas and back to it.
  await key("v", "Escape", "Tab", "F2");
  await page.keyboard.type("7.5");
  await key("Enter", "F2", "Tab", "Space");
  const [said] = await sheet.regions();
  check(said.attributes?.um === 7.5 && said.attributes?.ok === true, `said by keys: ${JSON.stringify(said.attributes)}`);
}
