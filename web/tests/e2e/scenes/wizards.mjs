// Where each scene is set up. The demo has done it already: it is shown, changed a little, and kept.
import { check, test } from "../lib.mjs";

const open = async ({ page, base, project }, name) => page.goto(`${base}/projects/${project}/trainings/${name}`);
const toForm = (page, task) => page.waitForURL((url) => url.pathname.endsWith("/trainings/new") && url.searchParams.get("task") === task);

/** A box that is drawn by the mouse, and taken back by a key. */
async function components(way) {
  const { page } = way;
  await open(way, "board");
  const canvas = page.locator(test("layout-canvas"));
  const boxes = canvas.locator("rect[data-component]:not([data-corner])");
  await boxes.first().waitFor();
  const before = await boxes.count();
  const place = await canvas.boundingBox();
  await page.mouse.move(place.x + 4, place.y + 4);
  await page.mouse.down();
  await page.mouse.move(place.x + place.width * 0.06, place.y + place.height * 0.06, { steps: 6 });
  await page.mouse.up();
  await page.waitForFunction((n) => document.querySelectorAll("rect[data-component]:not([data-corner])").length === n, before + 1);
  await page.keyboard.press("Control+z");
  await page.waitForFunction((n) => document.querySelectorAll("rect[data-component]:not([data-corner])").length === n, before);
  await page.click(test("save-layout"));
  await toForm(page, "components");
}

async function compare(way) {
  const { page } = way;
  await open(way, "golden");
  await page.locator(`${test("golden")}[aria-pressed=true]`).click();
  await toForm(page, "compare");
}

/** A bent line by three clicks, and away again. */
async function text(way) {
  const { page } = way;
  await open(way, "text");
  const canvas = page.locator(test("layout-canvas"));
  await canvas.locator("rect[data-component]").first().waitFor();
  await page.click(test("bend"));
  const { width, height } = await canvas.boundingBox();
  for (const [x, y] of [[0.2, 0.8], [0.5, 0.3], [0.8, 0.8]]) await canvas.click({ position: { x: x * width, y: y * height } });
  await page.locator(test("outline")).waitFor();
  check((await page.locator(test("arc")).count()) === 1, "three clicks make no bent line");
  await page.locator(`${test("arc")} button`).last().click();
  await page.locator(test("outline")).waitFor({ state: "detached" });
  await page.click(test("save-text"));
  await toForm(page, "read");
}

async function glue(way) {
  const { page } = way;
  await open(way, "bead");
  await page.locator(test("path-canvas")).waitFor();
  await page.click(test("save-bead"));
  await toForm(page, "glue");
}

/** Nothing is set up: only the task is chosen. */
async function none(way) {
  const { page, task } = way;
  await open(way, "new");
  await page.locator(`input[type=radio][value=${task}]`).click({ force: true });
  await page.waitForURL((url) => url.searchParams.get("task") === task);
}

export const wizards = { components, compare, text, glue, none };
