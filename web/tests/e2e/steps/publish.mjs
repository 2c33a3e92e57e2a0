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
    await page.locator(`a[href$='/models/${modelId}/${part}']`).waitFor();
  }
  for (const language of ["zh-CN", "en"]) {
    const report = await page.request.get(`${base}/api/v1/models/${modelId}/report?lang=${language}`);
    check(report.ok() && (await report.text()).includes(`<html lang="${language}"`), `no report in ${language}`);
  }
  await print(page, base, modelId);
  await listed(page, page.url().split("/").slice(0, -1).join("/"));
}

/** The list narrows by stage and by words, and says so when nothing is left. */
async function listed(page, list) {
  const rows = page.locator("tbody tr[data-row-key]");
  const back = page.url();
  await page.goto(list);
  await rows.first().waitFor();
  await page.goto(`${list}?stage=retired`);
  await page.locator(test("clear-filters")).waitFor();
  check((await rows.count()) === 0, "a retired model is listed where there is none");
  await page.click(test("clear-filters"));
  await rows.first().waitFor();
  await page.fill(`${test("search")} input, input${test("search")}`, "line 3");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=line/);
  await rows.first().waitFor();
  await page.fill(`${test("search")} input, input${test("search")}`, "nowhere");
  await page.keyboard.press("Enter");
  await page.locator(test("clear-filters")).waitFor();
  await page.goto(back);
}

const headings = {
  "zh-CN": ["过杀", "漏检", "得分分布", "判定与实际", "图片", "模型与数据", "怎样读这份报告"],
  en: ["Overkill", "Escapes", "Scores", "Verdict and truth", "Pictures", "Model and data", "How to read this report"],
};

/** One press prints the report; the PDF is A4, holds what the page holds, and as many sheets as that takes. */
async function print(page, base, modelId) {
  const context = page.context();
  // Chromium without a window has no dialog to print with: that it is asked for is noted instead.
  await context.addInitScript(() => {
    if (location.pathname.endsWith("/report")) globalThis.print = () => document.documentElement.setAttribute("data-printed", "");
  });
  await page.locator(test("report")).click();
  const [paper] = await Promise.all([context.waitForEvent("page"), page.locator("[data-menu-id$='-print']").click()]);
  await paper.waitForSelector("html[data-printed]");
  await paper.close();

  const { threshold } = await (await page.request.get(`${base}/api/v1/models/${modelId}`)).json();
  for (const language of ["zh-CN", "en"]) {
    const sheet = await context.newPage();
    await sheet.goto(`${base}/api/v1/models/${modelId}/report?lang=${language}`);
    await sheet.waitForFunction(() => document.getElementById("tabs").children.length > 0);
    check((await sheet.inputValue("#value")) === threshold.toFixed(4), "the report judges by another threshold than the model");
    const pdf = (await sheet.pdf({ preferCSSPageSize: true, printBackground: true, outline: true, tagged: true })).toString("latin1");
    const sheets = (pdf.match(/\/Type\s*\/Page\b/g) ?? []).length;
    check(sheets >= 2 && sheets <= 12, `the report takes ${sheets} sheets`);
    check(/\/MediaBox\s*\[0 0 59[45]\.?\d* 84[12]\.?\d*\]/.test(pdf), "the report is not on A4");
    const told = [...pdf.matchAll(/\/Title\s*(?:\(([^)]*)\)|<([0-9A-Fa-f]+)>)/g)].map(([, plain, hex]) =>
      plain ?? Buffer.from(hex.slice(4), "hex").swap16().toString("utf16le"));
    const missing = headings[language].filter((word) => !told.some((one) => one.includes(word)));
    check(missing.length === 0, `the PDF lacks ${missing}; it has ${told}`);
    await sheet.close();
  }
}
