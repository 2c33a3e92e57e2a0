import { inDialog } from "../lib.mjs";
import { check, open, test } from "./sheet.mjs";

/** Another key for the wand; a key that is taken is told. */
export async function keysOfOnesOwn(way) {
  const { page } = way;
  let sheet = await open(way, 7);
  await page.keyboard.press("?");
  await page.click(test("change-keys"));
  const wand = page.locator('[data-test="key-annotate/annotate.tool.wand/w"]');
  await wand.click();
  await page.keyboard.press("b");
  await page.waitForSelector("[role=alert]");
  await wand.click();
  await page.keyboard.press("Shift+W");
  await page.waitForFunction(() => document.querySelector('[data-test="key-annotate/annotate.tool.wand/w"]')?.textContent?.includes("Shift"));
  await inDialog(page);
  await page.keyboard.press("Escape");
  sheet = await open(way, 7);
  await page.keyboard.press("Shift+W");
  check((await page.locator(test("wand")).getAttribute("aria-pressed")) === "true", "the new key does not take the wand");
  await page.keyboard.press("2");
  await page.keyboard.press("b");
  await sheet.drag([[40, 40], [100, 90]]);
  const [region] = await sheet.regions();
  check(region.class_id === way.project.classes.filter((one) => !one.good)[1].id, "the digit did not choose the class");
}
