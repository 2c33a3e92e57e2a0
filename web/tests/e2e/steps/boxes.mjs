import { check, test } from "../lib.mjs";
import { asks } from "../seed.mjs";

/** Boxes drawn on bad pictures teach a detector; its page tells how well boxes are told, and shows a picture with them. */
export async function boxes({ page, base, projectId }) {
  const ask = asks(page, base);
  const project = await ask("GET", `/projects/${projectId}`);
  const defect = project.classes.find((one) => !one.good).id;
  const { items } = await ask("GET", `/projects/${projectId}/pictures?verdict=bad&limit=8`);
  for (const picture of items) {
    const seen = await page.request.get(`${base}/api/v1/pictures/${picture.id}/annotation`);
    const [w, h] = [picture.width / 3, picture.height / 3];
    const regions = [0.1, 0.6].map((at, i) => ({ id: `box${i}`, class_id: defect, shape: { kind: "box", x: picture.width * at, y: h, w, h } }));
    const put = await page.request.put(`${base}/api/v1/pictures/${picture.id}/annotation`, {
      data: { verdict: "bad", class_id: null, regions }, headers: { "X-Fovea": "1", "If-Match": seen.headers().etag },
    });
    check(put.ok(), `boxes are refused: ${await put.text()}`);
  }

  await page.goto(`${base}/projects/${projectId}/trainings/new?task=detect`);
  await page.locator("input[type=radio][value=detect]:checked").waitFor({ state: "attached" });
  await page.locator(`${test("start-training")}:not([disabled])`).waitFor();
  // A few steps: that much is learnt is no matter here.
  const job = await ask("POST", `/projects/${projectId}/trainings`, { task: "detect", steps: 4, size: 96 });
  await page.goto(`${base}/projects/${projectId}/trainings/${job.id}`);
  await page.click(test("to-model"), { timeout: 120_000 });
  await page.waitForSelector(test("detect-map50"));
  check(/\d/.test(await page.textContent(test("detect-recall"))), "nothing tells how many boxes are found");
  // With the lowest threshold every box that is known is told.
  await page.goto(`${page.url().split("?")[0]}?t=0&show=all`);
  await page.locator("[role=listbox]").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await page.waitForURL(/look=/);
  await page.waitForSelector(test("box-counts"));
  await page.keyboard.press("Escape");
}
