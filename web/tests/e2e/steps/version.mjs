import { check } from "../lib.mjs";

/** A version with its counts by class. */
export async function makeVersion({ page, base, projectId }) {
  await page.goto(`${base}/projects/${projectId}/data?tab=versions`);
  await page.locator(".page .ant-btn-primary").first().click();
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.getByText("v1", { exact: true }).waitFor();
  const answer = await (await page.request.get(`${base}/api/v1/projects/${projectId}/versions`)).json();
  const [version] = answer.items;
  check(version.number === 1 && version.held_back > 0 && version.held_back < version.pictures, "no pictures are kept back");
}
