// The whole way in a real browser with mouse and keys against the real program, in both languages:
//   node tests/e2e/way.mjs PROGRAM [zh-CN|en]      (pictures of each step with SHOTS=folder)
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { checkWords, check, openBrowser, openPage, startServer, stopServices } from "./lib.mjs";
import { steps } from "./steps/index.mjs";

const [program, only] = process.argv.slice(2);
if (!program) {
  console.error("usage: node tests/e2e/way.mjs PROGRAM [zh-CN|en]");
  process.exit(2);
}
const languages = only ? [only] : ["zh-CN", "en"];
const shots = process.env.SHOTS;
if (shots) await mkdir(shots, { recursive: true });

let failed = false;
for (const language of languages) {
  const server = await startServer(program);
  const browser = await openBrowser();
  const { page, faults } = await openPage(browser, language);
  const way = { page, language, base: server.base, link: server.link, given: [] };
  let current = "";
  try {
    for (const step of steps) {
      current = step.name;
      const begun = Date.now();
      await step(way);
      await checkWords(page, language, way.given);
      check(faults.length === 0, `unseen faults: ${faults.join("; ")}`);
      if (shots) await page.screenshot({ path: join(shots, `${language}-${step.name}.png`) });
      console.log(`${language}  ${step.name}  ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    }
  } catch (error) {
    failed = true;
    console.error(`${language}  ${current} failed: ${error.message}\n${server.log().split("\n").slice(-15).join("\n")}`);
    if (shots) await page.screenshot({ path: join(shots, `${language}-failed.png`) });
  } finally {
    await stopServices(page, server.base);
    await browser.close();
    await server.stop();
  }
}
process.exit(failed ? 1 : 0);
