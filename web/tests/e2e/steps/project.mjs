import { test } from "../lib.mjs";

/** The wizard: scene, name, classes; going back loses nothing. */
export async function makeProject(way) {
  const { page, base, language, given } = way;
  way.projectName = language === "en" ? "Ball screws" : "滚珠丝杠";
  given.push(way.projectName, "Pitting");
  await page.goto(`${base}/projects/new`);
  await page.locator("input[name=scene][value=segmentation]").check({ force: true });
  await page.click(test("next"));
  await page.click(test("next")); // Without a name it does not go on.
  await page.waitForSelector("[role=alert]");
  await page.fill(`input${test("name")}`, way.projectName);
  await page.click(test("next"));
  way.goodName = await page.inputValue(`input${test("good-name")}`);
  given.push(way.goodName);
  await page.click(test("add-defect"));
  await page.fill(`input${test("defect")}`, "Pitting");
  await page.reload(); // Nothing is lost.
  for (let step = 0; step < 3; step += 1) await page.click(test("next"));
  await page.getByText("Pitting").first().waitFor();
  await page.click(test("create"));
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}$/);
  way.projectId = page.url().split("/").pop();
  await page.waitForSelector(test("next"));
}
