import { check, test } from "../lib.mjs";

/** A version with its counts by class; published from its own page, it is the one that a training proposes. */
export async function makeVersion({ page, base, projectId }) {
  await page.goto(`${base}/projects/${projectId}/data?tab=versions`);
  await page.locator(".page .ant-btn-primary").first().click();
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.getByText("v1", { exact: true }).click();
  await page.waitForURL(/\/data\/versions\/[0-9a-f-]{36}$/);
  const id = page.url().split("/").pop();
  await page.locator("table tbody tr").first().waitFor();
  await page.click(test("publish"));
  await page.locator("[data-state=released]").waitFor();
  const version = await (await page.request.get(`${base}/api/v1/versions/${id}`)).json();
  // Out of it: begun on the page, fetched when it is there.
  await page.click(test("version-export"));
  await page.click(test("export-start"));
  await page.locator("[data-test=export][data-state=done]").waitFor();
  const download = page.waitForEvent("download");
  await page.click(test("export-file"));
  check((await download).suggestedFilename().endsWith("-v1-folders.zip"), "the archive has another name");
  await page.keyboard.press("Escape");
  check(version.number === 1 && version.held_back > 0 && version.held_back < version.pictures, "no pictures are kept back");
  check(version.published_at !== null, "the version is not published");

  // Statistics in the background; a figure leads to its pictures on the wall.
  await page.goto(`${page.url()}?tab=statistics`);
  await page.click(test("statistics-start"));
  await page.locator("a[href*='facet=size']").first().click();
  await page.locator("[role=listbox] [role=option]").first().waitFor();
  check(page.url().includes("statistics="), "the wall does not show a figure");
}
