import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { check, test } from "../lib.mjs";
import { until } from "../seed.mjs";

const sample = join(import.meta.dirname, "../../../../samples/ball-screw/images");

/** A recipe from the model of the way: a region drawn, a verdict seen, a version, its run on the data, its package at work. */
export async function recipe(way) {
  const { page, base, projectId } = way;
  const ask = async (path) => (await page.request.get(`${base}/api/v1${path}`)).json();
  await page.goto(`${base}/projects/${projectId}/recipes`);
  await page.locator(test("new-recipe")).first().click();
  await page.click(test("start-foreign"));
  await page.fill(test("recipe-name"), "station 3");
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.waitForURL(/\/recipes\/[0-9a-f-]{36}/);
  const recipeId = new URL(page.url()).pathname.split("/").pop();
  await page.locator(test("verdict")).waitFor();

  // A region by the mouse: the picture is judged by it at once, and it is kept.
  const boxOf = async () => (await ask(`/recipes/${recipeId}`)).draft.steps.find((one) => one.id === "places").regions.area.box;
  const kept = (fits) => until(page, async () => fits(await boxOf()), `the draft does not keep a box of which holds: ${fits}`);
  const whole = await boxOf();
  await page.click(test("step-places"));
  await page.click(test("draw-area"));
  const stage = await page.locator(test("stage")).boundingBox();
  const at = (x, y) => page.mouse.move(stage.x + stage.width * x, stage.y + stage.height * y);
  await at(0.45, 0.4);
  await page.mouse.down();
  await at(0.55, 0.6);
  await page.mouse.up();
  await kept((box) => box[2] < whole[2] * 0.9 && box[2] > 3);
  const drawn = await boxOf();
  await page.locator(test("verdict")).waitFor();
  await page.keyboard.press("Control+z");
  await kept((box) => box[2] === whole[2]);
  await page.keyboard.press("Control+Shift+z");
  await kept((box) => box[2] === drawn[2]);
  await page.keyboard.press("Control+z");
  await kept((box) => box[2] === whole[2]);
  // What is wrong is told at once, and an undo mends it.
  await page.click(test("step-limits"));
  await page.keyboard.press("Delete");
  await page.locator(test("fault")).waitFor();
  await page.keyboard.press("Control+z");
  await page.locator(test("verdict")).waitFor();

  await page.click(test("save-version"));
  await page.fill(test("version-note"), "first");
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.locator(".ant-modal-footer").waitFor({ state: "detached" });
  await page.click(test("to-versions"));
  await page.click(test("run-1"));
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}/);
  await page.locator(test("run-figures")).waitFor();
  const run = await ask(`/recipe_runs/${new URL(page.url()).pathname.split("/").pop()}`);
  const labelled = (await ask(`/projects/${projectId}/pictures?labelled=true&limit=1`)).total;
  check(run.summary.pictures === labelled && run.summary.unread === 0, `${run.summary.pictures} of ${labelled} labelled pictures were judged`);
  check(run.summary.first.good + run.summary.first.bad === labelled, "some labelled pictures count as neither good nor bad");
  await page.goto(`${base}/projects/${projectId}/recipes/${recipeId}/versions`);

  // Packed it is a model, and served like one.
  await page.click(test("pack-1"));
  await page.click(test("model-of-1"));
  await page.click(test("to-released"));
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.click(test("deploy"));
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.waitForURL(/\/services\/[0-9a-f-]{36}/);
  await page.waitForSelector("h1 ~ [data-state=running]");
  const serviceId = new URL(page.url()).pathname.split("/").pop();
  const [name] = await readdir(sample);
  const answer = await page.request.post(`${base}/api/v1/services/${serviceId}/infer?serial=RECIPE-1`, { data: await readFile(join(sample, name)), headers: { "X-Fovea": "1", "Content-Type": "image/jpeg" } });
  check(answer.ok(), `the recipe's service answers ${answer.status()}: ${await answer.text()}`);
  const told = await answer.json();
  check(told.recipe.version === 1 && ["ok", "ng", "recheck"].includes(told.recipe.verdict), "no verdict of the recipe");
  check((told.verdict === "ok") === (told.recipe.verdict === "ok"), "the record's verdict is another than the recipe's");
  check(told.recipe.verdict === "ok" || told.recipe.reasons.length > 0, "a verdict without a reason");
  const record = await ask(`/records/${told.record_id}`);
  check(record.recipe?.reasons.length === told.recipe.reasons.length, "the record lacks the reasons");
  await page.request.post(`${base}/api/v1/services/${serviceId}/stop`, { headers: { "X-Fovea": "1" } });
  await page.waitForSelector("h1 ~ [data-state=stopped]");
  way.given.push("station 3", "RECIPE-1");
}
