import { check, test } from "../lib.mjs";

/** Released with a note, after reading what follows; package, graph and report can be had. */
export async function publish({ page, base, modelId }) {
  await page.click(test("to-released"));
  await page.locator(".ant-modal textarea").fill("line 3");
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.waitForSelector(test("deploy"));
  const model = await (await page.request.get(`${base}/api/v1/models/${modelId}`)).json();
  check(model.stage === "released" && model.note === "line 3", `the model is ${model.stage} with the note ${model.note}`);

  await page.locator("[role=tab]").nth(1).click();
  await page.waitForURL(/tab=publish/);
  for (const [part, magic] of [["package", "PK"], ["onnx", ""]]) {
    const file = await page.request.get(`${base}/api/v1/models/${modelId}/${part}`);
    const body = await file.body();
    check(file.ok() && body.length > 10_000 && body.toString("latin1").startsWith(magic), `the ${part} cannot be had`);
    check((await page.locator(`a[href$='/models/${modelId}/${part}']`).count()) === 1, `no button for the ${part}`);
  }
  for (const language of ["zh-CN", "en"]) {
    const report = await page.request.get(`${base}/api/v1/models/${modelId}/report?lang=${language}`);
    check(report.ok() && (await report.text()).includes(`<html lang="${language}"`), `no report in ${language}`);
  }
}
