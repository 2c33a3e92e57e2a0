import { copyFile, mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, inDialog, test } from "../lib.mjs";

const sample = join(import.meta.dirname, "../../../../samples/ball-screw");
const LEFT_UNLABELLED = 3;

/** A folder: good ones in a folder of that name, defects with outlines, one broken file. And three that nobody has looked at. */
async function makeFolder(goodName) {
  const folder = join(await mkdtemp(join(tmpdir(), "fovea-parts-")), "parts");
  for (const part of [goodName, "images"]) await mkdir(join(folder, part), { recursive: true });
  const outlined = new Set((await readdir(join(sample, "labelme"))).map((name) => name.replace(/\.json$/, "")));
  const loose = [];
  let pictures = 0;
  for (const name of (await readdir(join(sample, "images"))).sort()) {
    const stem = name.replace(/\.\w+$/, "");
    if (!outlined.has(stem) && loose.length < LEFT_UNLABELLED) {
      loose.push(join(sample, "images", name));
      continue;
    }
    pictures += 1;
    if (outlined.has(stem)) {
      await copyFile(join(sample, "images", name), join(folder, "images", name));
      await copyFile(join(sample, "labelme", `${stem}.json`), join(folder, "images", `${stem}.json`));
    } else {
      await copyFile(join(sample, "images", name), join(folder, goodName, name));
    }
  }
  await writeFile(join(folder, "broken.jpg"), "this is no picture");
  return { folder, pictures, loose };
}

/** The project's one big button leads here; the folder is chosen; the refused file is named. */
export async function importFolder(way) {
  const { page, goodName } = way;
  const { folder, pictures, loose } = await makeFolder(goodName);
  way.given.push("broken.jpg", "parts");
  await page.click(test("next"));
  await page.waitForURL(/\/data/);
  await page.setInputFiles(`input${test("folder")}`, folder);
  const upload = page.locator(test("upload"));
  await page.waitForSelector(`${test("upload")}[data-state=done]`, { timeout: 120_000 });
  check(Number(await upload.getAttribute("data-added")) === pictures, `${await upload.getAttribute("data-added")} of ${pictures} imported`);
  check(Number(await upload.getAttribute("data-refused")) === 1, "the broken file was not named");
  await upload.locator("button").first().click();
  await page.getByText("parts/broken.jpg").waitFor();
  await inDialog(page);
  await page.keyboard.press("Escape");
  await page.waitForSelector(".ant-modal-wrap", { state: "hidden" });
  await upload.locator("button").last().click();
  await page.setInputFiles(`input${test("files")}`, loose);
  await page.waitForSelector(`${test("upload")}[data-state=done]`);
  check(Number(await upload.getAttribute("data-added")) === loose.length, "the loose pictures were not imported");

  // The wall: filter by a chip (it stands in the address), look with the keys, go back.
  await page.waitForSelector("[role=option] img");
  const chips = page.locator("main [role=group]");
  await chips.nth(1).locator("button").nth(1).click();
  await page.waitForURL(/labelled=false/);
  await page.waitForFunction((wanted) => document.querySelectorAll("[role=option]").length === wanted, LEFT_UNLABELLED);
  await page.locator("[role=listbox]").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await page.waitForURL(/look=/);
  await inDialog(page);
  await page.keyboard.press("Escape");
  await page.waitForURL((url) => !url.search.includes("look="));
  way.unlabelled = LEFT_UNLABELLED;
}
