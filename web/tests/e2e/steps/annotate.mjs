import { check, test } from "../lib.mjs";
import { until } from "../seed.mjs";

/** The picture of the address lies on the canvas. */
const ready = (page) =>
  page.waitForFunction(() => {
    const shown = document.querySelector("[data-ready]")?.getAttribute("data-ready");
    return shown !== undefined && shown === new URL(location.href).searchParams.get("picture");
  });

async function saved(page) {
  await page.waitForFunction(() => document.querySelector("[data-state=saved][role=status]") !== null);
}

/** Three pictures: good by a key, a box by the mouse, a polygon and a brush; undo; the last one by the button. */
export async function annotate({ page, base, projectId, unlabelled }) {
  const count = async () => {
    const answer = await page.request.get(`${base}/api/v1/projects/${projectId}/pictures?labelled=false&limit=1`);
    return (await answer.json()).total;
  };
  check((await count()) === unlabelled, `${await count()} pictures are unlabelled instead of ${unlabelled}`);
  await page.goto(`${base}/projects/${projectId}/annotate`);
  await ready(page);
  const canvas = await page.locator(test("canvas")).boundingBox();
  const at = (x, y) => [canvas.x + canvas.width * x, canvas.y + canvas.height * y];
  const picture = () => new URL(page.url()).searchParams.get("picture");
  const annotation = async (id) => (await page.request.get(`${base}/api/v1/pictures/${id}/annotation`)).json();
  const next = async (press) => {
    const before = picture();
    await press();
    await page.waitForFunction((old) => new URL(location.href).searchParams.get("picture") !== old, before);
    await ready(page);
  };

  const first = picture();
  await page.keyboard.press("g");
  await next(() => page.keyboard.press("Enter"));
  check((await annotation(first)).verdict === "good", "the key G did not make it good");

  const second = picture();
  await page.keyboard.press("b");
  await page.mouse.move(...at(0.35, 0.45));
  await page.mouse.down();
  await page.mouse.move(...at(0.5, 0.55), { steps: 4 });
  await page.mouse.up();
  await page.mouse.move(...at(0.6, 0.45));
  await page.mouse.down();
  await page.mouse.move(...at(0.7, 0.55), { steps: 4 });
  await page.mouse.up();
  await page.keyboard.press("Control+z");
  await saved(page);
  // That the first box was saved may still be told.
  const boxed = async () => {
    const { verdict, regions } = await annotation(second);
    return verdict === "bad" && regions.map((one) => one.shape.kind).join() === "box";
  };
  await until(page, boxed, "the box was not saved as drawn");
  await next(() => page.click(test("accept")));

  const third = picture();
  await page.keyboard.press("p");
  for (const [x, y] of [[0.4, 0.45], [0.5, 0.43], [0.55, 0.52], [0.42, 0.55]]) await page.mouse.click(...at(x, y));
  await page.keyboard.press("Enter");
  await page.keyboard.press("m");
  await page.keyboard.press("Escape");
  await page.mouse.move(...at(0.6, 0.5));
  await page.mouse.down();
  await page.mouse.move(...at(0.68, 0.53), { steps: 6 });
  await page.mouse.up();
  await page.mouse.move(...at(0.5, 0.5));
  await page.mouse.wheel(0, -300);
  // Without the mouse: a box by arrows and the space bar, taken back and done again.
  for (const key of ["b", "ArrowUp", "ArrowUp", "Space", "Shift+ArrowRight", "Shift+ArrowDown", "Space"]) await page.keyboard.press(key);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+Shift+Z");
  await saved(page);
  const kinds = async () => (await annotation(third)).regions.map((one) => one.shape.kind).join();
  await until(page, async () => (await kinds()) === "polygon,brush,box", "what was drawn was not saved");
  check((await count()) === 0, "not all are labelled");
}
