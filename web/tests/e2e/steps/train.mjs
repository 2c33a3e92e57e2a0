import { check, test } from "../lib.mjs";

/** From the list to the form, what it will take, the start; the job's page live until the model is there. */
export async function train({ page, base, projectId }) {
  await page.goto(`${base}/projects/${projectId}/trainings`);
  await page.locator("a[href$='/trainings/new']").first().click();
  await page.locator("input[type=radio][value=anomaly]").click({ force: true });
  await page.waitForURL(/task=anomaly/);
  // The address is ahead of what is drawn, and what is drawn is what is started.
  await page.waitForSelector(test("paste-in"));
  await page.click(test("start-training"));
  await page.waitForURL(/\/trainings\/[0-9a-f-]{36}$/);
  const job = page.url().split("/").pop();
  await page.waitForSelector(test("to-model"), { timeout: 600_000 });
  await page.click(test("tab-console"));
  await page.locator("[role=log] [data-stream]").nth(3).waitFor();

  // Search in the log: only hits, marked; a press goes to the line.
  await page.locator("[role=log]").first().waitFor();
  await page.fill("input[type=search], .ant-input-search input", "evaluate");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[role=log] mark");
  await page.locator("[role=log] button").first().click();
  await page.waitForSelector("[role=log] [data-jump]");

  const told = await (await page.request.get(`${base}/api/v1/jobs/${job}`)).json();
  await page.click(test("tab-brief"));
  await page.locator(`${test("timeline")} li`).first().waitFor();
  check(told.state === "succeeded", `the training is ${told.state}`);
  await page.click(test("to-model"));
  await page.waitForSelector(test("figure-overkill"));
}
