// Runs steps in their order, in both languages at once, against the real program on an empty folder.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { check, checkWords, openBrowser, openPage, startServer, stopServices } from "./lib.mjs";

/** Of the command line: PROGRAM [zh-CN|en]; SHOTS=folder keeps a picture of each step. `options` are those of the server. Ends the process. */
export async function run(steps, usage, options = {}) {
  const [program, only] = process.argv.slice(2);
  if (!program) {
    console.error(`usage: ${usage}`);
    process.exit(2);
  }
  const shots = process.env.SHOTS;
  if (shots) await mkdir(shots, { recursive: true });
  // Side by side: each has a server, a folder and a browser of its own, and mostly waits.
  const went = await Promise.all((only ? [only] : ["zh-CN", "en"]).map((language) => inLanguage(steps, program, language, shots, options)));
  process.exit(went.every(Boolean) ? 0 : 1);
}

async function inLanguage(steps, program, language, shots, options) {
  const server = await startServer(program, options);
  const browser = await openBrowser();
  const { page, faults } = await openPage(browser, language);
  const way = { page, language, base: server.base, link: server.link, given: [] };
  const picture = (name) => page.screenshot({ path: join(shots, `${language}-${name}.png`) });
  if (shots) way.shot = picture;
  let current = "";
  try {
    for (const step of steps) {
      current = step.name;
      const begun = Date.now();
      await step(way);
      await checkWords(page, language, way.given);
      check(faults.length === 0, `unseen faults: ${faults.join("; ")}`);
      if (shots) await picture(step.name);
      console.log(`${language}  ${step.name}  ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    }
    return true;
  } catch (error) {
    console.error(`${language}  ${current} failed: ${error.message}\n${server.log().split("\n").slice(-15).join("\n")}`);
    // Every tab: what a step waited for may be in another one.
    for (const [at, one] of (shots ? page.context().pages() : []).entries()) await one.screenshot({ path: join(shots, `${language}-failed${at || ""}.png`) });
    return false;
  } finally {
    await stopServices(page, server.base);
    await browser.close();
    await server.stop();
  }
}
