// Frames of the annotator while a hand draws, on a picture of 20 MP with 500 regions and with 5,000; how long a new corner takes to be
// seen; and how long the next picture with its labels takes.
import { check, test } from "../e2e/lib.mjs";
import { frames } from "./frames.mjs";

const [WIDTH, HEIGHT, REGIONS, MANY] = [5472, 3648, 500, 5000];

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
  await measureMany(page, { base, project, picture, classId: klass.id, draw, box });
  await measureNext(page, base, project);
}

/** Five thousand shapes: more than the server takes on one picture, so its answer is made here. Boxes and outlines of twelve corners. */
function manyRegions(classId) {
  return Array.from({ length: MANY }, (_, index) => {
    const [x, y] = [20 + (index % 100) * 54, 20 + Math.floor(index / 100) * 72];
    const corner = (turn) => [x + 25 + 22 * Math.cos(turn), y + 32 + 28 * Math.sin(turn)];
    const shape = index % 2 ? { kind: "box", x, y, w: 48, h: 60 } : { kind: "polygon", points: Array.from({ length: 12 }, (_, i) => corner((i / 12) * 2 * Math.PI)) };
    return { id: `m${index}`, class_id: classId, shape };
  });
}

async function measureMany(page, { base, project, picture, classId, draw, box }) {
  const pattern = `**/api/v1/pictures/${picture.id}/annotation`;
  await page.route(pattern, (route) =>
    route.request().method() === "GET"
      ? route.fulfill({
          json: { picture_id: picture.id, verdict: "bad", class_id: null, revision: 9, updated_at: "2026-01-01T00:00:00Z", updated_by: "", regions: manyRegions(classId) },
          headers: { ETag: '"9"' },
        })
      : route.fulfill({ json: { revision: 9 }, headers: { ETag: '"9"' } }),
  );
  await page.goto(`${base}/projects/${project.id}/annotate?picture=${picture.id}`);
  await page.waitForSelector(`[data-ready="${picture.id}"]`, { timeout: 60_000 });
  await page.waitForTimeout(1500);
  console.log(`\nannotator, ${MANY} regions, ${WIDTH} × ${HEIGHT}    frames  a second  median ms  95 % ms  longest ms`);
  const moved = async () => {
    await page.keyboard.down("Space");
    await draw(150);
    await page.keyboard.up("Space");
  };
  await frames(page, "all in sight, picture moved", moved);
  for (let step = 0; step < 8; step += 1) await page.keyboard.press("+");
  await frames(page, "six times nearer, picture moved", moved);
  await page.keyboard.press("0");
  await page.waitForTimeout(800);
  await frames(page, "zoom in and out", async () => {
    for (let i = 0; i < 60; i += 1) await page.mouse.wheel(0, i < 30 ? -80 : 80);
  });
  await page.keyboard.press("0");
  await page.keyboard.press("Escape");
  await page.waitForTimeout(800);
  await frames(page, "one of them dragged", () => draw(150));
  // A new corner: from the press until the frame that shows it is drawn.
  await page.keyboard.press("p");
  const took = [];
  for (let index = 0; index < 12; index += 1) {
    await page.mouse.move(box.x + 100 + index * 30, box.y + 100 + (index % 3) * 60);
    await page.waitForTimeout(60);
    await page.evaluate(() => {
      const canvas = document.querySelector("[data-test=canvas]");
      globalThis.__took = new Promise((resolve) => {
        canvas.addEventListener("pointerdown", (event) => {
          // The annotator asked for its frame first, so this one comes after it has drawn.
          requestAnimationFrame(() => resolve(performance.now() - event.timeStamp));
        }, { once: true });
      });
    });
    await page.mouse.down();
    await page.mouse.up();
    took.push(await page.evaluate(() => globalThis.__took));
  }
  await page.keyboard.press("Escape");
  tell("a new corner, until it is drawn", took);
  await page.unroute(pattern);
}

/** From the press of the key until the next picture lies on the canvas with its labels and a frame was drawn. */
async function measureNext(page, base, project) {
  await page.goto(`${base}/projects/${project.id}/annotate`);
  await page.waitForSelector("[data-ready]");
  await page.keyboard.press("a");
  const took = [];
  for (let index = 0; index < 16; index += 1) {
    // One looks at a picture for a moment before going on; meanwhile the next one is fetched.
    await page.waitForTimeout(900);
    const before = new URL(page.url()).searchParams.get("picture");
    await page.evaluate(() => {
      globalThis.__next = new Promise((resolve) => {
        window.addEventListener("keydown", (event) => {
          const shown = () => document.querySelector("[data-test=canvas]").getAttribute("data-picture");
          const old = shown();
          const look = () => {
            const now = shown();
            if (now && now !== old) requestAnimationFrame(() => resolve(performance.now() - event.timeStamp));
            else requestAnimationFrame(look);
          };
          look();
        }, { once: true, capture: true });
      });
    });
    await page.keyboard.press(index < 8 ? "d" : "a");
    const one = await page.evaluate(() => Promise.race([globalThis.__next, new Promise((resolve) => setTimeout(() => resolve(null), 4000))]));
    if (one !== null && new URL(page.url()).searchParams.get("picture") !== before) took.push(one);
  }
  check(took.length >= 8, `only ${took.length} pictures were opened`);
  tell("the next picture with its labels", took);
}

function tell(name, took) {
  const sorted = [...took].sort((a, b) => a - b);
  const at = (share) => (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(0);
  console.log(`${name}: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms, of ${took.length}`);
}
