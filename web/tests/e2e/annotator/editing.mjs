import { areaOf, check, near, open } from "./sheet.mjs";

/** Corners and handles, several at once, knife, join, cut out, order, locks, snapping; and all of it taken back after a reload. */
export async function editing(way) {
  const { page } = way;
  let sheet = await open(way, 1);
  const key = (...names) => names.reduce((before, name) => before.then(() => page.keyboard.press(name)), Promise.resolve());

  await key("b");
  await sheet.drag([[40, 40], [140, 120]]);
  await key("p");
  for (const [x, y] of [[200, 40], [300, 40], [300, 140], [200, 140]]) await sheet.click(x, y);
  await key("Enter", "v");

  // A corner of the box, then of the polygon; one more corner, and one less.
  await sheet.click(90, 80);
  await sheet.drag([[140, 120], [160, 130]]);
  await sheet.click(250, 90);
  await sheet.drag([[300, 140], [320, 150]]);
  await page.keyboard.down("Alt");
  await sheet.click(200, 70);
  await page.keyboard.up("Alt");
  let [box, polygon] = await sheet.regions();
  check(near(box.shape.w, 120) && near(box.shape.h, 90), `the box is ${box.shape.w} × ${box.shape.h}`);
  check(polygon.shape.points.length === 5, `the polygon has ${polygon.shape.points.length} corners`);
  await page.keyboard.down("Alt");
  await sheet.click(200, 70);
  await page.keyboard.up("Alt");
  // The dot in the middle of an edge becomes a corner.
  await sheet.drag([[250, 40], [250, 25]]);
  [, polygon] = await sheet.regions();
  check(polygon.shape.points.length === 5 && polygon.shape.points.some(([x, y]) => near(x, 250) && near(y, 25)), "the dot did not become a corner");

  // A frame around both, moved together by the hand and by the arrows; undone as two steps.
  await key("Escape");
  await sheet.drag([[20, 12], [340, 170]]);
  await sheet.drag([[90, 80], [100, 100]]);
  await key("Shift+ArrowRight", "ArrowDown");
  [box, polygon] = await sheet.regions();
  check(near(box.shape.x, 60) && near(box.shape.y, 61), `moved together: ${box.shape.x}, ${box.shape.y}`);

  // Split by the knife, joined again.
  await key("Escape", "k");
  await sheet.drag([[110, 30], [110, 200]]);
  let all = await sheet.regions();
  check(all.length === 3, `the knife made ${all.length} regions`);
  await key("v");
  await sheet.click(80, 100);
  await page.keyboard.down("Shift");
  await sheet.click(150, 100);
  await page.keyboard.up("Shift");
  await key("j");
  all = await sheet.regions();
  check(all.length === 2 && near(areaOf(all[0]), 120 * 90, 40), `joined: ${all.length} regions, ${areaOf(all[0])}`);

  // One cut out of what lies under it: a hole makes it a mask.
  await key("Escape", "b");
  await sheet.drag([[90, 80], [130, 110]]);
  await key("v", "o");
  all = await sheet.regions();
  const under = all.find((one) => one.shape.kind === "brush");
  check(all.length === 3 && under && near(areaOf(under), 120 * 90 - 40 * 30, 200), `cut out: ${all.map((one) => one.shape.kind)}`);

  // Order, lock: what is locked cannot be deleted.
  await key("Shift+PageDown");
  all = await sheet.regions();
  check(all[0].shape.kind === "box", "it did not go to the back");
  await key("Shift+L", "Delete");
  check((await sheet.regions()).length === 3, "a locked region was deleted");
  await page.waitForSelector(".ant-message-notice");
  await key("Shift+U", "Delete");
  check((await sheet.regions()).length === 2, "the region was not deleted");

  // Snapping: a corner near another one is set exactly there.
  await key("s", "b");
  const target = (await sheet.regions()).find((one) => one.shape.kind === "polygon").shape.points[0];
  await sheet.drag([[target[0] + 2, target[1] + 2], [440, 320]]);
  const snapped = (await sheet.regions()).at(-1).shape;
  check(near(snapped.x, target[0], 0.11) && near(snapped.y, target[1], 0.11), `not snapped: ${snapped.x}, ${snapped.y} beside ${target}`);
  await key("s");

  // All of it is taken back after a reload, and done again.
  const before = JSON.stringify(await sheet.regions());
  sheet = await open(way, 1);
  for (let step = 0; step < 40; step += 1) await key("Control+z");
  check((await sheet.regions()).length === 0, "not all was taken back after the reload");
  for (let step = 0; step < 40; step += 1) await key("Control+Shift+Z");
  check(JSON.stringify(await sheet.regions()) === before, "not all was done again");
}
