import { until } from "../seed.mjs";
import { check, near, open, test } from "./sheet.mjs";

/** Duplicate, copy and paste, along to the next picture, and taken over from the one before. */
export async function copies(way) {
  const { page, pictures } = way;
  const sheet = await open(way, 2);
  await page.keyboard.press("b");
  await sheet.drag([[40, 40], [100, 90]]);
  await page.keyboard.press("Control+d");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await page.keyboard.press("Control+v");
  const own = await sheet.regions();
  check(own.length === 4 && new Set(own.map((one) => one.id)).size === 4, `${own.length} regions after duplicate and paste`);
  check(near(own[1].shape.x, 52, 1.6), `the copy lies at ${own[1].shape.x}`);

  // Along to the next picture, each to where its content lies there; what is not found again is proposed at its place.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+D");
  await page.waitForSelector(`[data-ready="${pictures[2].id}"]`);
  const of = async (picture) => (await way.ask("GET", `/pictures/${picture.id}/annotation`)).regions;
  const along = async () => {
    if ((await page.locator(test("accept-shape")).count()) > 0) await page.click(test("accept-shape"), { timeout: 2000 }).catch(() => undefined);
    const found = await of(pictures[2]);
    return found.length >= own.length ? found : null;
  };
  const next = await until(page, along, "not all regions came along");
  const size = ({ shape }) => `${shape.w} ${shape.h}`;
  check(next.length === 4 && next.every((one) => size(one) === size(own[0])), `${next.length} regions came along`);

  // The picture after takes over what the one before has.
  await page.keyboard.press("d");
  await page.waitForSelector(`[data-ready="${pictures[3].id}"]`);
  await page.click(test("take-over"));
  const taken = await until(page, async () => {
    const found = await of(pictures[3]);
    return found.length > 0 ? found : null;
  }, "nothing was taken over");
  check(taken.length === 4, `${taken.length} regions were taken over`);

  // Out of sight: neither drawn nor met, and still out of sight after a reload.
  await page.keyboard.press("Shift+H");
  await page.waitForTimeout(900);
  const again = await open(way, 4);
  const { x, y } = taken[0].shape;
  await again.click(x + 20, y + 20);
  check((await page.locator("[aria-current=true]").count()) === 0, "a hidden region was chosen");
  await page.keyboard.press("Shift+U");
  await again.click(x + 2, y + 20);
  check((await page.locator("[aria-current=true]").count()) === 1, "a region that is shown again was not chosen");
}
