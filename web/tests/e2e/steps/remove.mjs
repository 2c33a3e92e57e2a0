import { check, inDialog, test } from "../lib.mjs";

/** A project is taken away by its name, stands among the deleted ones, and comes back with all that it had. */
export async function removeAndRestore({ page, base, projectId, projectName }) {
  const ask = async (path) => page.request.get(`${base}/api/v1${path}`);
  const pictures = async () => (await (await ask(`/projects/${projectId}/pictures?limit=1`)).json()).total;
  const before = await pictures();
  await page.goto(`${base}/projects/${projectId}/settings`);
  await page.locator(".page .ant-btn-dangerous").last().click();
  await inDialog(page);
  await page.locator(".ant-modal input").fill(projectName);
  await page.locator(".ant-modal-footer .ant-btn-dangerous").click();
  await page.waitForURL(`${base}/projects`);
  check((await ask(`/projects/${projectId}`)).status() === 404, "the project is still there");
  await page.click(test("deleted"));
  await page.waitForURL(/deleted=1/);
  await page.locator("tbody tr[data-row-key]", { hasText: projectName }).locator(test("restore")).click();
  await page.waitForFunction(() => document.querySelectorAll("tbody tr[data-row-key]").length === 0);
  check(before > 0 && (await pictures()) === before, `${await pictures()} pictures came back of ${before}`);
  await page.goto(`${base}/projects`);
  await page.locator("tbody tr[data-row-key]", { hasText: projectName }).waitFor();
}
