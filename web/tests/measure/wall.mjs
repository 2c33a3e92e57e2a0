// The wall of a project with 100,000 pictures. Rows are made here and shown with the few real thumbnails that there are, so that it
// is the page that is measured; how fast the server finds them is measured by crates/api/tests/it/wall.rs.
import { frames } from "./frames.mjs";

const MANY = 100_000;
const PAGE = 200;

export async function measureWall(page, ask, base, project) {
  const real = (await ask("GET", `/projects/${project}/pictures?limit=8`)).items;
  const thumbs = await Promise.all(real.map(async (one) => (await page.request.get(`${base}/api/v1/pictures/${one.id}/thumb`)).body()));
  const idOf = (n) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
  const verdicts = ["good", "bad", null];
  const row = (n) => ({
    ...real[n % real.length], id: idOf(n), name: `lot${n % 300}/${String(n + 1).padStart(6, "0")}.jpg`, verdict: verdicts[n % 3], class_ids: [], tags: n % 10 ? [] : ["night"],
  });
  const list = new RegExp(`/api/v1/projects/${project}/pictures\\?`);
  await page.route(list, (route) => {
    const query = new URL(route.request().url()).searchParams;
    const from = Number(query.get("cursor") ?? Number(query.get("number") ?? 1) - 1);
    const items = Array.from({ length: Math.min(PAGE, MANY - from) }, (_, n) => row(from + n));
    return route.fulfill({ json: { items, next: from + PAGE < MANY ? String(from + PAGE) : null, total: MANY } });
  });
  await page.route(/\/pictures\/00000000-.*\/thumb$/, (route) => {
    const n = Number(route.request().url().split("/").at(-2)?.slice(-12));
    return route.fulfill({ body: thumbs[n % thumbs.length], contentType: "image/jpeg", headers: { "Cache-Control": "max-age=600" } });
  });
  const shown = async (name, path, first) => {
    await page.goto(`${base}/projects/${project}/${path}`);
    await page.waitForFunction((word) => [...document.querySelectorAll("[role=option]")].some((one) => one.title.includes(word) && one.querySelector("img")?.complete), first);
    const times = await page.evaluate(() => ({ paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0, now: performance.now() }));
    console.log(`${name.padEnd(34)} first paint ${times.paint.toFixed(0)} ms, its first picture ${times.now.toFixed(0)} ms`);
  };
  const over = async () => {
    const wall = await page.locator("[role=listbox]").first().boundingBox();
    await page.mouse.move(wall.x + wall.width / 2, wall.y + wall.height / 2);
  };
  /** Down; up where `times` is below 0. */
  const wheel = async (times) => {
    for (let i = 0; i < Math.abs(times); i += 1) await page.mouse.wheel(0, 300 * Math.sign(times));
  };
  await shown("wall from its beginning", "data", "000001.jpg");
  await shown("wall from no. 90,000", "data?at=90000", "090000.jpg");
  // Those before it come above; what is seen stays, until one scrolls up to them.
  const titles = () => page.evaluate(() => [...document.querySelectorAll("[role=option]")].map((one) => Number(one.title.slice(-10, -4))));
  await page.waitForTimeout(1500);
  const seen = await titles();
  if (!seen.includes(90_000) || seen.includes(1)) throw new Error(`no. 90,000 did not stay in sight: ${seen.slice(0, 3)}`);
  await over();
  for (let step = 0; step < 200 && !(await titles()).some((one) => one <= 89_700); step += 1) await wheel(-1);
  const above = await titles();
  if (!above.some((one) => one <= 89_700)) throw new Error(`no way back from no. 90,000: ${above.slice(0, 3)}`);
  await shown("wall from its beginning, again", "data", "000001.jpg");
  await over();
  console.log(`${"".padEnd(34)} frames  a second   median      95 %   longest (ms)`);
  await frames(page, "wheel, 200 pictures there", () => wheel(60));
  await page.locator("[role=listbox]").focus();
  const loaded = () => page.evaluate(() => document.querySelector("[role=listbox] > div")?.clientHeight ?? 0);
  // Down to the ten-thousandth picture.
  for (let i = 0; i < 50; i += 1) {
    const before = await loaded();
    await page.keyboard.press("End");
    await page.waitForFunction((height) => (document.querySelector("[role=listbox] > div")?.clientHeight ?? 0) > height, before).catch(() => undefined);
  }
  await page.keyboard.press("Home");
  await over();
  await frames(page, "wheel, 10,000 pictures there", () => wheel(120));
  await frames(page, "all of them chosen", async () => {
    await page.keyboard.press("Control+a");
    await page.waitForSelector("[role=toolbar] [data-test=choose-all]");
  });
  await frames(page, "wheel, 10,000 chosen", () => wheel(120));
  await page.unroute(list);
}
