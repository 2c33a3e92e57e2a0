// Frames of the annotator while a hand draws, on a picture of 20 MP with 500 regions.
import { check, test } from "../e2e/lib.mjs";

const [WIDTH, HEIGHT, REGIONS] = [5472, 3648, 500];

/** A picture of that size, made by the browser: noise, so that nothing about it is easy. */
async function makePicture(page) {
  const text = await page.evaluate(async ([width, height]) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    const tile = context.createImageData(256, 256);
    for (let i = 0; i < tile.data.length; i += 1) tile.data[i] = i % 4 === 3 ? 255 : 90 + ((i * 7919) % 97);
    for (let y = 0; y < height; y += 256) for (let x = 0; x < width; x += 256) context.putImageData(tile, x, y);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return btoa(text);
  }, [WIDTH, HEIGHT]);
  return Buffer.from(text, "base64");
}

/** Boxes, outlines and painted places over the whole picture. */
function makeRegions(classId) {
  return Array.from({ length: REGIONS }, (_, index) => {
    const [x, y] = [40 + (index % 25) * 216, 40 + Math.floor(index / 25) * 178];
    const corner = (turn) => [x + 70 + 60 * Math.cos(turn), y + 60 + 50 * Math.sin(turn)];
    const counts = [y * WIDTH + x];
    for (let row = 0; row < 60; row += 1) counts.push(90, row < 59 ? WIDTH - 90 : 0);
    counts[counts.length - 1] = WIDTH * HEIGHT - counts.slice(0, -1).reduce((sum, count) => sum + count, 0);
    const shapes = [
      { kind: "box", x, y, w: 120, h: 90 },
      { kind: "polygon", points: Array.from({ length: 24 }, (_, i) => corner((i / 24) * 2 * Math.PI)) },
      { kind: "brush", rle: { width: WIDTH, height: HEIGHT, counts } },
    ];
    return { id: `r${index}`, class_id: classId, shape: shapes[index % 3] };
  });
}

const record = () => {
  globalThis.__frames = [];
  globalThis.__busy = 0;
  let last = performance.now();
  const tick = (now) => {
    globalThis.__frames.push(now - last);
    last = now;
    globalThis.__going = requestAnimationFrame(tick);
  };
  globalThis.__going = requestAnimationFrame(tick);
};

async function frames(page, name, act) {
  await page.waitForTimeout(400);
  await page.evaluate(record);
  await act();
  const all = await page.evaluate(() => {
    cancelAnimationFrame(globalThis.__going);
    return globalThis.__frames.slice(1);
  });
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const rate = (1000 * all.length) / all.reduce((sum, one) => sum + one, 0);
  console.log(
    `${name.padEnd(34)} ${String(all.length).padStart(5)} ${rate.toFixed(1).padStart(9)} ${at(0.5).toFixed(1).padStart(9)} ${at(0.95).toFixed(1).padStart(9)} ${at(1).toFixed(1).padStart(9)}`,
  );
}

export async function measureAnnotator(page, ask, base, project) {
  await page.goto(`${base}/projects/${project.id}`);
  const { id } = await ask("POST", `/projects/${project.id}/imports`, {});
  await ask("PUT", `/imports/${id}/files?name=large.jpg`, await makePicture(page), { "Content-Type": "application/octet-stream" });
  await ask("POST", `/imports/${id}/finish`);
  const picture = (await ask("GET", `/projects/${project.id}/pictures?name=large`)).items[0];
  check(picture.width === WIDTH, "the large picture is not there");
  const klass = project.classes.find((one) => !one.good);
  const before = await ask("GET", `/pictures/${picture.id}/annotation`);
  await ask("PUT", `/pictures/${picture.id}/annotation`, { verdict: "bad", class_id: null, regions: makeRegions(klass.id) }, { "If-Match": `"${before.revision}"` });
  await page.goto(`${base}/projects/${project.id}/annotate?picture=${picture.id}`);
  await page.waitForSelector(`[data-ready="${picture.id}"]`, { timeout: 60_000 });
  const box = await page.locator(test("canvas")).boundingBox();
  const at = (turn, reach = 0.3) => [box.x + box.width * (0.5 + reach * Math.cos(turn)), box.y + box.height * (0.5 + reach * Math.sin(turn * 1.7))];
  const draw = async (steps) => {
    await page.mouse.move(...at(0));
    await page.mouse.down();
    for (let i = 1; i <= steps; i += 1) await page.mouse.move(...at(i / 20));
    await page.mouse.up();
  };
  console.log(`\nannotator, ${REGIONS} regions, ${WIDTH} × ${HEIGHT}      frames  a second  median ms  95 % ms  longest ms`);
  await page.keyboard.press("m");
  await page.keyboard.press("Escape");
  await frames(page, "brush, one stroke", () => draw(200));
  await frames(page, "brush, more strokes into it", async () => {
    for (let i = 0; i < 3; i += 1) await draw(60);
  });
  await page.keyboard.press("v");
  await page.keyboard.press("Escape");
  await frames(page, "a region dragged", () => draw(150));
  const zoom = async () => {
    for (let i = 0; i < 60; i += 1) await page.mouse.wheel(0, i < 30 ? -80 : 80);
  };
  await frames(page, "zoom in and out, the first time", zoom);
  await frames(page, "zoom in and out, again", zoom);
  await page.keyboard.down("Space");
  await frames(page, "picture moved", () => draw(150));
  await page.keyboard.up("Space");
}
