import { until } from "../seed.mjs";
import { check, near, open, test } from "./sheet.mjs";

/** One finger draws; two move and zoom and draw nothing. */
export async function fingers(way) {
  const { page } = way;
  const sheet = await open(way, 8);
  const session = await page.context().newCDPSession(page);
  const touch = (type, points) => session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  await page.keyboard.press("b");
  await touch("touchStart", [sheet.at(60, 60)]);
  for (let step = 1; step <= 5; step += 1) await touch("touchMove", [sheet.at(60 + step * 10, 60 + step * 8)]);
  await touch("touchEnd", []);
  let all = await sheet.regions();
  check(all.length === 1 && near(all[0].shape.w, 50) && near(all[0].shape.h, 40), `one finger drew ${JSON.stringify(all[0]?.shape)}`);

  const scale = async () => Number((await page.locator(test("scale")).innerText()).replace("%", ""));
  const before = await scale();
  const [x, y] = sheet.at(240, 180);
  await touch("touchStart", [[x - 40, y]]);
  await touch("touchStart", [[x - 40, y], [x + 40, y]]);
  for (let step = 1; step <= 8; step += 1) await touch("touchMove", [[x - 40 - step * 10, y], [x + 40 + step * 10, y]]);
  await touch("touchEnd", []);
  all = await sheet.regions();
  check(all.length === 1, `two fingers drew: ${all.length} regions`);
  await until(page, async () => (await scale()) > before * 2, `two fingers did not zoom from ${before} %`);
  check((await scale()) < before * 4, `from ${before} % to ${await scale()} %`);
}

/** A pen draws, and from then on a finger only moves the picture. */
export async function pen(way) {
  const { page } = way;
  const sheet = await open(way, 8);
  const session = await page.context().newCDPSession(page);
  const before = (await sheet.regions()).length;
  await page.keyboard.press("b");
  const stroke = (type, [x, y], buttons) => session.send("Input.dispatchMouseEvent", { type, x, y, button: "left", buttons, clickCount: 1, pointerType: "pen", force: 0.5 });
  await stroke("mousePressed", sheet.at(200, 200), 1);
  for (let step = 1; step <= 5; step += 1) await stroke("mouseMoved", sheet.at(200 + step * 10, 200 + step * 8), 1);
  await stroke("mouseReleased", sheet.at(250, 240), 0);
  let all = await sheet.regions();
  check(all.length === before + 1 && near(all.at(-1).shape.w, 50) && near(all.at(-1).shape.h, 40), `the pen drew ${JSON.stringify(all.at(-1)?.shape)}`);

  // Zoomed in, so that there is somewhere to go.
  for (let step = 0; step < 6; step += 1) await page.keyboard.press("+");
  const touch = (type, points) => session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const map = async () => (await page.locator(test("canvas")).screenshot()).toString("base64");
  const seen = await map();
  const [x, y] = sheet.at(240, 180);
  await touch("touchStart", [[x, y]]);
  for (let step = 1; step <= 6; step += 1) await touch("touchMove", [[x - step * 20, y]]);
  await touch("touchEnd", []);
  all = await sheet.regions();
  check(all.length === before + 1, "a finger drew beside the pen");
  await until(page, async () => (await map()) !== seen, "a finger did not move the picture");
  await page.keyboard.press("0");
}
