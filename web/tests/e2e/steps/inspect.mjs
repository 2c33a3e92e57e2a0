import { check, test } from "../lib.mjs";
import { until } from "../seed.mjs";

/** Live: the latest verdict large, counts, pause; a picture sent meanwhile appears by itself. */
export async function inspect(way) {
  const { page, base, projectId, serviceId, records } = way;
  await page.goto(`${base}/projects/${projectId}/inspect`);
  const rows = page.locator("ol [data-verdict]");
  await rows.first().waitFor();
  check((await rows.count()) === records.total, `${await rows.count()} rows instead of ${records.total}`);

  const picture = await (await page.request.get(`${base}/api/v1/records/${records.items[0].id}/picture`)).body();
  const answer = await page.request.post(`${base}/api/v1/services/${serviceId}/infer?serial=LIVE-1`, {
    data: picture, headers: { "X-Fovea": "1", "Content-Type": "image/jpeg" },
  });
  check(answer.ok(), `the service answers ${answer.status()}`);
  await page.locator("ol").getByText("LIVE-1").waitFor();
  way.given.push("LIVE-1");

  await page.keyboard.press("Space");
  await page.waitForSelector("button[aria-pressed=true] [data-icon=play-circle]");
  await page.locator("main [role=group]").nth(1).locator("button").first().click();
  await page.waitForURL(/verdict=ng/);
  way.total = records.total + 1;
}

/** The queue by keys: into the data set, good, a class, taken back, bad; then the records by filter and as CSV. */
export async function recheck(way) {
  const { page, base, projectId, total } = way;
  const list = async (query) => (await page.request.get(`${base}/api/v1/projects/${projectId}/${query}`)).json();
  const waiting = (await list("records?verdict=ng&recheck=none")).total;
  check(waiting >= 3, `only ${waiting} NG wait`);
  await page.locator("[role=tab]").nth(1).click();
  await page.waitForURL(/\/inspect\/recheck/);
  const done = (n) => page.waitForSelector(`${test("recheck-count")}[data-done="${n}"]`);
  await page.waitForSelector(test("is-ok"));
  await page.keyboard.press("d");
  await page.waitForURL(/dataset=1/);
  await page.keyboard.press("g");
  await done(1);
  await page.keyboard.press("1");
  await done(2);
  await page.keyboard.press("Control+z");
  await done(1);
  const said = (n) => until(page, async () => (await list("counts")).rechecked === n, `not ${n} verdicts are rechecked on the server`);
  await said(1);
  await page.click(test("is-ng"));
  await done(2);
  await said(2);
  const counts = await list("counts");
  check(counts.overkill === 1, `${counts.overkill} overkill instead of 1`);
  const named = (await list("records?recheck=ng")).items[0];
  check(named.recheck.class_id !== null && named.picture_id !== null, "the class or the data set is missing");

  await page.locator("[role=tab]").nth(2).click();
  await page.waitForURL(/\/inspect\/records/);
  const csv = await (await page.request.get(`${base}/api/v1/projects/${projectId}/records.csv`)).text();
  check(csv.trim().split("\n").length === total + 1, `the CSV has ${csv.trim().split("\n").length} lines for ${total} records`);
  // The chips of the rechecks: none, any, OK, NG.
  const rechecks = page.locator("main [role=group]").nth(2).locator("button");
  const rows = (n) => page.waitForFunction((wanted) => document.querySelectorAll("tbody tr[data-row-key]").length === wanted, n);
  await rechecks.nth(1).click();
  await page.waitForURL(/recheck=any/);
  await rows(2);
  await rechecks.nth(2).click();
  await page.waitForURL(/recheck=ok/);
  await rows(1);
  await page.locator("tbody tr[data-row-key] a").first().click();
  await page.waitForURL(/\/records\/[0-9a-f-]{36}/);
  await page.waitForFunction(() => [...document.querySelectorAll("figure img")].some((one) => one.complete && one.naturalWidth > 0));
}
