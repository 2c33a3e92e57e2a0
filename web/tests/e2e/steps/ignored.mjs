import { check, test } from "../lib.mjs";
import { asks } from "../seed.mjs";

/** A part that does not matter to a service is drawn on a picture of the project, holds at once, and is taken away again. */
export async function ignoredParts({ page, base, projectId, serviceId, shot }) {
  const kept = async () => (await asks(page, base)("GET", `/services/${serviceId}`)).ignored;
  await page.goto(`${base}/projects/${projectId}/services/${serviceId}`);
  await page.click(test("ignored-draw"));
  // Pressed only once the dialog stands still.
  await page.click(test("ignored-box"));
  await page.locator(`${test("stage")}[data-drawing]`).waitFor();
  const stage = await page.locator(test("stage")).boundingBox();
  const at = (x, y) => page.mouse.move(stage.x + stage.width * x, stage.y + stage.height * y);
  await at(0.45, 0.4);
  await page.mouse.down();
  await at(0.55, 0.6);
  await page.mouse.up();
  await page.locator("[data-tone=ignored] polygon").waitFor();
  if (shot) await shot("ignored-drawn");
  await page.click(test("ignored-save"));
  await page.locator(test("ignored-names"), { hasText: "part1" }).waitFor();
  const { part1 } = await kept();
  check(part1.box.length === 4 && part1.box[2] > 2 && part1.box[3] > 2, `the part is ${JSON.stringify(part1)}`);

  await page.click(test("ignored-draw"));
  await page.click(".ant-modal .anticon-delete");
  await page.click(test("ignored-save"));
  await page.locator(test("ignored-names")).waitFor({ state: "detached" });
  check((await kept()) === undefined, "the part is there still");
}
