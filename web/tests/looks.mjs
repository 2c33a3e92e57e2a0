// Looks at every page in each language and at three sizes, empty and full, and takes a picture of each:
//   node tests/looks.mjs PROGRAM [zh-CN|en]      (CHROMIUM, PAGES as for tests/e2e/way.mjs)
//   OUT=folder for the pictures, else none are kept; ONLY=word,word for pages whose name has one; SIZES=1280,390
// What a program can see is checked: nothing wider than the window, no word cut, no key or foreign language shown, no button
// without a name, nothing that fails unseen. The rest is for eyes.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { checkWords, openBrowser, openPage, startServer, stopServices } from "./e2e/lib.mjs";
import { emptyRooms, fillHouse, fullRooms, given, openDoors, SIZES } from "./looks/rooms.mjs";
import { faultsOf } from "./looks/faults.mjs";

const [program, only] = process.argv.slice(2);
if (!program) {
  console.error("usage: node tests/looks.mjs PROGRAM [zh-CN|en]");
  process.exit(2);
}
const out = process.env.OUT;
const sizes = SIZES.filter(({ width }) => !process.env.SIZES || process.env.SIZES.split(",").includes(String(width)));
let found = 0;

async function opened(page, path, ready, act) {
  await page.goto(path);
  if (ready) await page.waitForSelector(ready, { timeout: 20_000 });
  await page.waitForLoadState("networkidle", { timeout: 2000 }).catch(() => undefined);
  if (act) await act(page);
}

async function look(page, faults, language, rooms) {
  for (const { name, path, ready, act, again } of rooms) {
    if (process.env.ONLY && !process.env.ONLY.split(",").some((word) => name.includes(word))) continue;
    const said = [];
    try {
      await page.setViewportSize(sizes[0]);
      await opened(page, path, ready, act);
      await page.evaluate(() => document.fonts.ready);
      await checkWords(page, language, given(language));
    } catch (error) {
      said.push(error.message.split("\n")[0]);
    }
    for (const size of sizes) {
      await page.setViewportSize(size);
      // What lies above the page is placed when it opens.
      if (again && size !== sizes[0]) await opened(page, path, ready, act).catch((error) => said.push(`${size.width} px: ${error.message.split("\n")[0]}`));
      await page.waitForTimeout(300);
      said.push(...(await page.evaluate(faultsOf)).map((one) => `${size.width} px: ${one}`));
      if (out) await page.screenshot({ path: join(out, `${name}.${language}.${size.width}.png`), animations: "disabled" });
    }
    said.push(...faults.splice(0).map((one) => `unseen: ${one}`));
    for (const one of said) console.log(`${language}  ${name}  ${one}`);
    found += said.length;
  }
}

for (const language of only ? [only] : ["zh-CN", "en"]) {
  if (out) await mkdir(out, { recursive: true });
  const server = await startServer(program);
  const browser = await openBrowser();
  const { page, faults } = await openPage(browser, language);
  try {
    await look(page, faults, language, await openDoors(page, server));
    await look(page, faults, language, await emptyRooms(page, server, language));
    await look(page, faults, language, await fullRooms(page, server, await fillHouse(page, server, language)));
  } finally {
    await stopServices(page, server.base);
    await browser.close();
    await server.stop();
  }
}
console.log(found === 0 ? "nothing to mend was found" : `${found} things to mend`);
process.exit(found === 0 ? 0 : 1);
