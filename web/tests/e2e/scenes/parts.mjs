// From the form to the recheck, as every scene goes.
import { check, stopServices, test } from "../lib.mjs";
import { until } from "../seed.mjs";

const TRIED = 4;
/** Two languages are taught at once, by a program that is not built for speed. */
const LONGEST_MS = 600_000;

const ask = async ({ page, base }, path) => (await page.request.get(`${base}/api/v1${path}`)).json();

/** The form as the wizard left it; the job's page until the model is there. */
export async function train(way) {
  const { page, budget } = way;
  if (budget) {
    const address = new URL(page.url());
    address.searchParams.set("budget", String(budget));
    await page.goto(address.href);
  }
  await page.click(`${test("start-training")}:not([disabled])`);
  await page.waitForURL(/\/trainings\/[0-9a-f-]{36}$/);
  const job = page.url().split("/").pop();
  for (const begun = Date.now(); ; await page.waitForTimeout(500)) {
    const told = await ask(way, `/jobs/${job}`);
    if (told.state === "succeeded") break;
    check(!["failed", "stopped"].includes(told.state), `the training ${told.state}: ${JSON.stringify(told.reason ?? told.error ?? null)}`);
    check(Date.now() - begun < LONGEST_MS, `the training is ${told.state} after ${LONGEST_MS / 60_000} minutes`);
  }
  await page.click(test("to-model"));
}

/** What the scene's model says of itself; released with a note. */
export async function publish(way) {
  const { page, figures } = way;
  await page.locator(figures).first().waitFor();
  await page.click(test("to-released"));
  await page.locator(".ant-modal textarea").fill("walk");
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.waitForSelector(test("deploy"));
  // It fades out, and the next dialog's button must not be taken for its own.
  await page.locator(".ant-modal-footer").waitFor({ state: "hidden" });
}

/** A service from the model; faulty pictures of the project are tried on its page, and some of them are NG. */
export async function deploy(way) {
  const { page, base, project, faulty, expected } = way;
  await page.click(test("deploy"));
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.waitForURL(/\/services\/[0-9a-f-]{36}/);
  await page.waitForSelector("h1 ~ [data-state=running]");
  const { items } = await ask(way, `/projects/${project}/pictures?limit=200`);
  const chosen = items.filter((one) => one.name.startsWith(faulty)).slice(0, TRIED);
  check(chosen.length === TRIED, `${chosen.length} pictures are called ${faulty}…`);
  const files = [];
  for (const one of chosen) {
    const buffer = await (await page.request.get(`${base}/api/v1/pictures/${one.id}/file`)).body();
    files.push({ name: one.name.split("/").pop(), mimeType: "image/png", buffer });
  }
  if (expected) await page.fill(`${test("try-expected")} input, input${test("try-expected")}`, expected);
  await page.setInputFiles(test("try-files"), files);
  await page.waitForFunction((wanted) => document.querySelectorAll("li [data-state=ok], li [data-state=ng]").length === wanted, files.length);
  const records = await ask(way, `/projects/${project}/records?verdict=ng`);
  check(records.total > 0, `none of ${files.length} faulty pictures is NG`);
}

/** The first that waits, with what the scene shows of it, by keys; a text is corrected. Then nothing runs any more. */
export async function recheck(way) {
  const { page, base, project, shows, says } = way;
  await page.goto(`${base}/projects/${project}/inspect/recheck`);
  await page.waitForSelector(test("is-ok"));
  await page.locator(shows).first().waitFor();
  if (says) {
    await page.locator(`${test("text")} span[data-sure]`).first().hover();
    await page.locator(`${test("sign-cut")} [role=img]`).waitFor();
    await page.mouse.move(1, 1);
    await page.keyboard.press("e");
    await page.waitForFunction(() => document.activeElement?.matches("input[data-test=text-fix], [data-test=text-fix] input"));
    await page.keyboard.press("Control+a");
    await page.keyboard.type(says);
    await page.keyboard.press("Enter");
  }
  await page.keyboard.press("n");
  await page.waitForSelector(`${test("recheck-count")}[data-done="1"]`);
  const said = async () => (await ask(way, `/projects/${project}/counts`)).rechecked;
  await until(page, async () => (await said()) === 1, "no verdict is rechecked on the server");
  const [record] = (await ask(way, `/projects/${project}/records?recheck=ng`)).items;
  check(record, "no record is rechecked as NG");
  if (says) check(record.recheck.texts?.[0] === says, `the correction is kept as ${JSON.stringify(record.recheck.texts)}`);
  await stopServices(page, base);
}
