import { areaOf, check, near, open, test } from "./sheet.mjs";

const kindsOf = (regions) => regions.map((one) => one.shape.kind).join(" ");
const ALL = "rotated ellipse line points text";

/** Every shape by the mouse, with what is said of it, in a group; as the server keeps it, and all taken back after a reload. */
export async function shapes(way) {
  const { page, project } = way;
  const key = (...names) => names.reduce((before, name) => before.then(() => page.keyboard.press(name)), Promise.resolve());
  const [scratch] = project.classes.filter((one) => !one.good);
  await way.ask("PATCH", `/classes/${scratch.id}`, { attributes: [{ name: "um", kind: "number", choices: [] }, { name: "ok", kind: "tick", choices: [] }] });
  way.given.push("um", "ok", "A1-2026", "B7");
  let sheet = await open(way, 9);

  await key("1", "Shift+R");
  for (const place of [[60, 60], [120, 120], [90, 150]]) await sheet.click(...place);
  let all = await sheet.regions();
  const turned = all[0].shape;
  check(turned.kind === "rotated" && near(turned.angle, 45, 0.5) && near(turned.w, 84.9) && near(turned.h, 42.4), `turned: ${JSON.stringify(turned)}`);
  // By its handle above the upper side to the upright.
  await key("v");
  const stem = 26 / sheet.scale;
  const up = [Math.sin(Math.PI / 4), -Math.cos(Math.PI / 4)];
  const handle = [turned.cx + up[0] * (turned.h / 2 + stem), turned.cy + up[1] * (turned.h / 2 + stem)];
  await sheet.drag([handle, [turned.cx + 20, turned.cy - 60], [turned.cx, turned.cy - 60]]);
  all = await sheet.regions();
  check(near(all[0].shape.angle, 0, 0.5) && near(all[0].shape.w, turned.w, 0.2), `turned back: ${JSON.stringify(all[0].shape)}`);
  await page.fill(`input${test("said-um")}, ${test("said-um")} input`, "12.5");
  await page.keyboard.press("Enter");
  await page.locator(`${test("said-ok")}`).first().click();

  await key("Shift+E");
  await sheet.drag([[300, 60], [400, 120]]);
  await key("Shift+S");
  await page.fill(`input${test("line-width")}, ${test("line-width")} input`, "9");
  await page.keyboard.press("Tab");
  for (const place of [[60, 220], [160, 220], [220, 260]]) await sheet.click(...place);
  await key("Enter");
  await key("Shift+O");
  for (const place of [[300, 200], [330, 210], [360, 200]]) await sheet.click(...place);
  await key("Escape", "Shift+T");
  for (const place of [[280, 280], [420, 290], [418, 320], [278, 310]]) await sheet.click(...place);
  // What stands there is typed at once, without a press in between.
  await page.waitForFunction(() => document.activeElement?.matches("[data-say]"));
  await page.keyboard.type("A1-2026");
  await page.keyboard.press("Enter");

  all = await sheet.regions();
  check(kindsOf(all) === ALL, `drawn: ${kindsOf(all)}`);
  const [first, ellipse, line, points, text] = all;
  check(first.attributes?.um === 12.5 && first.attributes?.ok === true, `said: ${JSON.stringify(first.attributes)}`);
  check(near(ellipse.shape.rx, 50) && near(ellipse.shape.ry, 30) && near(ellipse.shape.cx, 350), `ellipse: ${JSON.stringify(ellipse.shape)}`);
  check(line.shape.width === 9 && line.shape.points.length === 3 && near(line.shape.points[2][0], 220), `line: ${JSON.stringify(line.shape)}`);
  check(points.shape.points.length === 3, `points: ${JSON.stringify(points.shape)}`);
  check(text.shape.text === "A1-2026" && near(text.shape.points[2][1], 320), `text: ${JSON.stringify(text.shape)}`);

  // Together in a group: one press chooses both.
  await key("v", "Escape");
  await sheet.click(350, 90);
  await page.keyboard.down("Shift");
  await sheet.click(110, 220);
  await page.keyboard.up("Shift");
  await key("Control+g", "Escape");
  await sheet.click(110, 220);
  check((await page.locator("[aria-current=true]").count()) === 2, "the group was not chosen as one");
  all = await sheet.regions();
  check(all[1].group !== undefined && all[1].group === all[2].group && all[0].group === undefined, `groups: ${all.map((one) => one.group)}`);

  // All of it after a reload, taken back and done again.
  const before = JSON.stringify(all);
  sheet = await open(way, 9);
  for (let step = 0; step < 30; step += 1) await key("Control+z");
  check((await sheet.regions()).length === 0, "not all was taken back after the reload");
  for (let step = 0; step < 30; step += 1) await key("Control+Shift+Z");
  check(JSON.stringify(await sheet.regions()) === before, "not all was done again");
}

/** The same without a mouse: the arrows lead the pen, the space bar sets it. */
export async function shapesByKeys(way) {
  const { page } = way;
  const sheet = await open(way, 10);
  const key = (...names) => names.reduce((before, name) => before.then(() => page.keyboard.press(name)), Promise.resolve());
  await page.locator(test("canvas")).focus();
  await key("1", "Shift+R", "ArrowRight", "Space", "Shift+ArrowRight", "Shift+ArrowRight", "Space", "Shift+ArrowDown", "Space");
  await key("Shift+E", "Shift+ArrowDown", "Space", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown", "Space");
  await key("Shift+S", "Shift+ArrowLeft", "Space", "Shift+ArrowLeft", "Space", "Shift+ArrowUp", "Space", "Enter");
  await key("Shift+O", "Shift+ArrowLeft", "Space", "Shift+ArrowLeft", "Space", "Escape");
  await key("Shift+T", "Shift+ArrowUp", "Space", "Shift+ArrowRight", "Space", "Shift+ArrowDown", "Space", "Shift+ArrowLeft", "Space");
  await page.waitForFunction(() => document.activeElement?.matches("[data-say]"));
  await page.keyboard.type("B7");
  await page.keyboard.press("Enter");
  let all = await sheet.regions();
  const leap = 40 / sheet.scale;
  check(kindsOf(all) === ALL, `by keys: ${kindsOf(all)}`);
  check(near(areaOf(all[0]), 2 * leap * leap, 20), `the box by keys: ${JSON.stringify(all[0].shape)}`);
  check(near(all[1].shape.rx, leap) && near(all[1].shape.ry, leap / 2), `the ellipse by keys: ${JSON.stringify(all[1].shape)}`);
  check(all[2].shape.points.length === 3 && all[3].shape.points.length === 2 && all[4].shape.text === "B7", "line, points or text by keys");
  // The line broader, the text another one, without a mouse.
  await key("v", "Escape", "Tab", "Tab", "Tab", "]");
  await key("Tab", "Tab", "F2", "Control+a");
  await page.keyboard.type("B8");
  await page.keyboard.press("Enter");
  way.given.push("B8");
  const after = await sheet.regions();
  check(after[2].shape.width > all[2].shape.width, `the line is ${after[2].shape.width} broad, and was ${all[2].shape.width}`);
  check(after[4].shape.text === "B8", `the text says ${after[4].shape.text}`);
  for (let step = 0; step < 20; step += 1) await key("Control+z");
  all = await sheet.regions();
  check(all.length === 0, `${all.length} regions are left`);
}
