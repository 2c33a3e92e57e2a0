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
  await page.waitForSelector(`${test("upload")}[data-state=done]`);
  check(Number(await upload.getAttribute("data-added")) === pictures, `${await upload.getAttribute("data-added")} of ${pictures} imported`);
  check(Number(await upload.getAttribute("data-refused")) === 1, "the broken file was not named");
  await upload.locator("button").first().click();
  await page.getByText("parts/broken.jpg").waitFor();
  await inDialog(page);
  await page.keyboard.press("Escape");
  await page.waitForSelector(".ant-modal-wrap", { state: "hidden" });
  await upload.locator("button").last().click();
  await upload.waitFor({ state: "detached" }); // Else its end would be taken for that of the next.
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

/** All that a filter finds goes into the bin by one click, and comes back by another; a tag; a class is renamed once it is said what that changes. */
export async function editMany(way) {
  const { page, base, projectId, given } = way;
  given.push("night", "Pits");
  const data = `${base}/projects/${projectId}/data`;
  const shown = (wanted) => page.waitForFunction((n) => document.querySelectorAll("main [role=option]").length === n, wanted);
  const ask = async (path) => (await page.request.get(`${base}/api/v1/projects/${projectId}${path}`)).json();
  const toast = () => page.locator(".ant-message-notice").last();
  await page.goto(`${data}?labelled=false`);
  await shown(LEFT_UNLABELLED);
  await page.click(test("choose-all"));
  await page.click(test("bulk-delete"));
  await shown(0);
  await toast().locator("button").click();
  await shown(LEFT_UNLABELLED);
  await page.click(test("choose-all"));
  await page.click(test("bulk-delete"));
  await shown(0);
  check((await ask("/bin")).total === LEFT_UNLABELLED, "the bin does not hold what was deleted");
  await page.goto(`${data}?tab=bin`);
  await shown(LEFT_UNLABELLED);
  await page.click(test("bin-restore"));
  await shown(0);

  await page.goto(`${data}?labelled=false`);
  await shown(LEFT_UNLABELLED);
  await page.locator("main [role=option]").first().click({ modifiers: ["Control"] });
  await page.click(test("bulk-tags"));
  await page.locator(`${test("tags-add")} input`).fill("night");
  await page.keyboard.press("Enter");
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.waitForSelector(".ant-modal-wrap", { state: "hidden" });
  await page.goto(`${data}?tags=night`);
  await shown(1);

  await page.goto(`${base}/projects/${projectId}/settings`);
  const field = page.locator("input[aria-label=Pitting]");
  await field.fill("Pits");
  await field.press("Enter");
  const marked = (await ask("/pictures?verdict=bad")).total;
  const effect = page.locator(test("class-effect"));
  await effect.waitFor();
  check(Number(await effect.getAttribute("data-pictures")) <= marked, "a class on more pictures than there are");
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.locator("input[aria-label=Pits]").waitFor();
  await toast().locator("button").click();
  await page.locator("input[aria-label=Pitting]").waitFor();
}
