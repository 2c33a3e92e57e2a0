import { areaOf, BLOBS, check, near, open, test } from "./sheet.mjs";

const area = ({ rx, ry }) => Math.PI * rx * ry;
/** Within a few in a hundred of the blob. */
const fits = (region, blob) => Math.abs(areaOf(region) - area(blob)) < 0.08 * area(blob);

/** Wand, box, lasso, superpixels and "the same": proposed, accepted by Enter, refused by Escape. */
export async function helpers(way) {
  const { page } = way;
  const told = new Map();
  const note = (answer) => {
    const id = answer.url().match(/\/pictures\/([^/]+)\/features$/)?.[1];
    if (id) told.set(id, answer.status());
  };
  page.on("response", note);
  const sheet = await open(way, 6);
  // What the places of this picture look like came from the server, and of those beside it ahead of their opening.
  for (let tries = 0; tries < 900 && (told.size < 3 || !told.has(sheet.id)); tries += 1) await page.waitForTimeout(200);
  page.off("response", note);
  check(told.size >= 3 && told.has(sheet.id) && [...told.values()].every((status) => [200, 304].includes(status)), `features: ${JSON.stringify([...told])}`);
  const key = (name) => page.keyboard.press(name);
  /** No helper is at work. */
  const idle = () => page.waitForFunction(() => !document.querySelector("[data-test=helper] [role=status]"));
  const proposed = () => page.waitForSelector(test("proposed"));
  const [one, two, three] = BLOBS;

  await key("w");
  await sheet.click(one.x, one.y);
  await proposed();
  await key("Escape");
  check((await sheet.regions()).length === 0, "a refused proposal was kept");
  await sheet.click(one.x, one.y);
  await proposed();
  // Narrower by the wheel, wider again.
  for (let notch = 0; notch < 3; notch += 1) await page.mouse.wheel(0, -100);
  await page.waitForTimeout(300);
  await key("Enter");
  let all = await sheet.regions();
  check(all.length === 1 && all[0].shape.kind === "polygon" && fits(all[0], one), `wand: ${all.length}, ${all[0] && areaOf(all[0])} instead of ${area(one)}`);

  // The other one that looks the same.
  await key("f");
  await proposed();
  await key("Enter");
  all = await sheet.regions();
  const other = all.map((region) => region.shape.points ?? []).find((points) => points.length > 0 && points.every(([x]) => x > 240));
  check(all.length === 2 && other, `"the same" made ${all.length} regions`);
  const middle = other.reduce((sum, [x, y]) => [sum[0] + x / other.length, sum[1] + y / other.length], [0, 0]);
  check(near(middle[0], two.x, 8) && near(middle[1], two.y, 8), `found at ${middle}`);

  await key("q");
  await sheet.drag([[three.x - three.rx - 12, three.y - three.ry - 12], [three.x + three.rx + 12, three.y + three.ry + 12]]);
  await proposed();
  await key("Enter");
  all = await sheet.regions();
  check(all.length === 3 && fits(all[2], three), `box: ${all[2] && areaOf(all[2])} instead of ${area(three)}`);
  await key("Delete");

  await key("l");
  const clicks = [0, 0.5, 1, 1.5].map((turn) => [three.x + three.rx * Math.cos(turn * Math.PI), three.y + three.ry * Math.sin(turn * Math.PI)]);
  for (const place of clicks) {
    await sheet.click(...place);
    await page.waitForTimeout(150);
    await idle();
  }
  await key("Enter");
  all = await sheet.regions();
  check(all.length === 3 && fits(all[2], three), `lasso: ${all[2] && areaOf(all[2])} instead of ${area(three)}`);
  await key("Delete");

  await key("u");
  await page.waitForTimeout(1500);
  await idle();
  await page.mouse.move(...sheet.at(three.x - 40, three.y));
  await page.mouse.down();
  for (let row = -30; row <= 30; row += 10) {
    const half = three.rx * Math.sqrt(1 - (row / three.ry) ** 2) - 6;
    await page.mouse.move(...sheet.at(three.x - half, three.y + row), { steps: 4 });
    await page.mouse.move(...sheet.at(three.x + half, three.y + row), { steps: 8 });
  }
  await page.mouse.up();
  await proposed();
  await page.click(test("accept-shape"));
  all = await sheet.regions();
  check(all.length === 3 && Math.abs(areaOf(all[2]) - area(three)) < 0.15 * area(three), `superpixels: ${all[2] && areaOf(all[2])} instead of ${area(three)}`);
}
