import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { check, test } from "../lib.mjs";

const sample = join(import.meta.dirname, "../../../../samples/ball-screw");

/** Stopped only after a question; then it refuses pictures and says why. */
export async function stopService({ page, base, projectId, serviceId }) {
  await page.goto(`${base}/projects/${projectId}/services/${serviceId}`);
  await page.locator("header .ant-btn-dangerous").click();
  await page.locator(".ant-modal-footer .ant-btn-dangerous").click();
  await page.waitForSelector("h1 ~ [data-state=stopped]");
  const answer = await page.request.post(`${base}/api/v1/services/${serviceId}/infer`, {
    data: Buffer.from("x"), headers: { "X-Fovea": "1", "Content-Type": "image/jpeg" },
  });
  check(answer.status() === 409 && (await answer.json()).code === "service.not_running", `a stopped service answers ${answer.status()}`);
}

/** A service from the model; its address; pictures dropped on it get verdicts; charts move. */
export async function deploy(way) {
  const { page, base, projectId } = way;
  await page.click(test("deploy"));
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.waitForURL(/\/services\/[0-9a-f-]{36}/);
  await page.waitForSelector("h1 ~ [data-state=running]");
  way.serviceId = page.url().split("/").pop().split("?")[0];
  await page.locator("code").filter({ hasText: "curl" }).filter({ hasText: `/api/v1/services/${way.serviceId}/infer` }).waitFor();

  const outlined = (await readdir(join(sample, "labelme"))).map((name) => name.replace(/\.json$/, ""));
  const names = await readdir(join(sample, "images"));
  const isBad = (name) => outlined.some((stem) => name.startsWith(stem));
  const tried = [...names.filter(isBad).slice(0, 6), ...names.filter((name) => !isBad(name)).slice(0, 3)];
  await page.setInputFiles(test("try-files"), tried.map((name) => join(sample, "images", name)));
  await page.waitForFunction((wanted) => document.querySelectorAll("li [data-state=ok], li [data-state=ng]").length === wanted, tried.length);
  await page.locator(test("try-verdict")).waitFor();

  const records = await (await page.request.get(`${base}/api/v1/projects/${projectId}/records`)).json();
  check(records.total === tried.length, `${records.total} records of ${tried.length} pictures`);
  // What was asked stands in the first figure of the load, and both charts are drawn.
  await page.waitForFunction((wanted) => [...document.querySelectorAll("dl dd")].some((figure) => figure.textContent === String(wanted)), tried.length);
  await page.locator("[role=img] canvas").nth(1).waitFor();
  way.records = records;
  await listed(page, base, projectId);
}

/** The list of services: what runs of which model, found by a part of its name. */
async function listed(page, base, projectId) {
  const back = page.url();
  await page.goto(`${base}/projects/${projectId}/services`);
  const row = page.locator("tbody tr[data-row-key]");
  await row.first().waitFor();
  check((await row.locator("[data-state=running]").count()) === 1, "the list does not tell that the service runs");
  const name = (await row.locator("a").first().textContent()).trim();
  for (const [words, found] of [[name.slice(1), 1], ["nowhere", 0]]) {
    await page.fill(`${test("search")} input, input${test("search")}`, words);
    await page.keyboard.press("Enter");
    await (found ? row.first() : page.locator(test("clear-filters"))).waitFor();
    check((await row.count()) === found, `${await row.count()} services are found for ${words}`);
  }
  await page.goto(back);
}
