// The console of a job whose log has a gigabyte: until lines are there, frames while one scrolls, and how long jumps and a search take. The
// log is written into the server's folder, which goes with the server.
import { open } from "node:fs/promises";
import { join } from "node:path";
import { test } from "../e2e/lib.mjs";
import { frames } from "./frames.mjs";

const BYTES = 1 << 30;
const BLOCK = 20_000;
const LINE = "[role=log] [data-stream]";
const TIMES = 5;

/** As the shim writes it: lines of JSON, and for each where it begins. A bar every thousand lines, whose passed states are told beside. */
async function fillLog(folder) {
  const log = await open(join(folder, "log"), "w");
  const index = await open(join(folder, "log.index"), "w");
  const redrawn = await open(join(folder, "log.redrawn"), "w");
  const phases = await open(join(folder, "log.phases"), "w");
  let [n, at, hidden] = [0, 0, 0];
  while (at < BYTES) {
    const lines = [];
    const places = Buffer.alloc(BLOCK * 8);
    const runs = [];
    for (let i = 0; i < BLOCK; i += 1, n += 1) {
      const state = n % 1000 >= 900;
      const text = state ? `epoch ${Math.floor(n / 1000)}: ${n % 100}%|####` : `step ${n} loss=${(1 / (1 + n / 1e5)).toFixed(6)} lr=0.001 images/s=812.4`;
      const line = `{"at":"2026-01-01T${String(Math.floor(n / 3.6e6) % 24).padStart(2, "0")}:${String(Math.floor(n / 6e4) % 60).padStart(2, "0")}:${String(Math.floor(n / 1e3) % 60).padStart(2, "0")}.000Z","stream":"out","phase":"command"${state ? ',"redrawn":true' : ""},"text":"${text}"}\n`;
      places.writeBigUInt64LE(BigInt(at), i * 8);
      at += line.length;
      lines.push(line);
      if (n % 1000 === 900) {
        const run = Buffer.alloc(24);
        [n, 100, hidden].forEach((value, k) => run.writeBigUInt64LE(BigInt(value), k * 8));
        hidden += 100;
        runs.push(run);
      }
    }
    await log.write(lines.join(""));
    await index.write(places);
    await redrawn.write(Buffer.concat(runs));
  }
  const moment = (second) => `2026-01-01T00:00:${String(second).padStart(2, "0")}.000Z`;
  const events = [{ n: 0, at: moment(0), begins: "step", name: "command" }];
  for (let k = 0; k < 1000; k += 1) events.push({ n: k * 5000, at: moment(1), begins: "group", name: `part ${k}` }, { n: k * 5000 + 4000, at: moment(2), ends: "group" });
  events.push({ n, at: moment(3), ends: "step", code: 0 });
  await phases.write(`${events.map((one) => JSON.stringify(one)).join("\n")}\n`);
  for (const file of [log, index, redrawn, phases]) await file.close();
  return { lines: n, bytes: at };
}

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const told = (name, all) => console.log(`${name.padEnd(46)} median ${median(all).toFixed(0).padStart(5)} ms, longest ${Math.max(...all).toFixed(0).padStart(5)} ms of ${all.length}`);

/** Milliseconds until the last line that is shown has words, from a moment in the page's own time. */
const lineShown = (page, line) =>
  page.evaluate(
    (wanted) =>
      new Promise((done) => {
        const look = () => {
          const there = [...document.querySelectorAll(wanted)].some((one) => /\b(?:step|epoch) \d/.test(one.textContent));
          if (there) requestAnimationFrame(() => done(performance.now()));
          else requestAnimationFrame(look);
        };
        look();
      }),
    line,
  );

export async function measureLog(browser, context, page, ask, { base, folder }) {
  const job = await ask("POST", "/jobs", { name: "long log", command: "true" });
  while (!["succeeded", "failed"].includes((await ask("GET", `/jobs/${job.id}`)).state)) await page.waitForTimeout(200);
  const { lines, bytes } = await fillLog(join(folder, "jobs", job.id));
  console.log(`\nlog: ${lines} lines, ${bytes} bytes`);
  const cookies = await context.cookies();
  const cold = { paint: [], line: [] };
  for (let k = 0; k < TIMES; k += 1) {
    // A browser that has nothing of it.
    const fresh = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: "en" });
    await fresh.addCookies(cookies);
    const one = await fresh.newPage();
    await one.goto(`${base}/jobs/${job.id}?tab=console`, { waitUntil: "commit" });
    cold.line.push(await lineShown(one, LINE));
    cold.paint.push(await one.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN));
    await fresh.close();
  }
  told("a new browser: first paint", cold.paint);
  told("a new browser: lines of the end are shown", cold.line);
  const press = [];
  for (let k = 0; k < TIMES; k += 1) {
    await page.goto(`${base}/jobs/${job.id}`);
    await page.locator(test("tab-console")).waitFor();
    await page.waitForTimeout(500);
    const began = await page.evaluate((tab) => {
      const now = performance.now();
      document.querySelector(tab).click();
      return now;
    }, test("tab-console"));
    press.push((await lineShown(page, LINE)) - began);
  }
  told("the tab is pressed: lines of the end are shown", press);
  const jump = [];
  for (const key of ["g", "Shift+G", "g", "Shift+G"]) {
    const before = await page.locator(LINE).first().innerText();
    const began = performance.now();
    await page.keyboard.press(key);
    await page.waitForFunction(([line, text]) => { const now = document.querySelector(line)?.innerText ?? ""; return now !== text && /\b(?:step|epoch) \d/.test(now); }, [LINE, before], { polling: "raf" });
    jump.push(performance.now() - began);
  }
  told("to the beginning of the part and to its end", jump);
  console.log("\nlog of 1 GB                        frames  a second  median ms  95 % ms  longest ms");
  const box = await page.locator("[role=log]").boundingBox();
  await page.mouse.move(box.x + 200, box.y + 200);
  const wheel = (by, times) => async () => {
    for (let k = 0; k < times; k += 1) {
      await page.mouse.wheel(0, by);
      await page.waitForTimeout(16);
    }
  };
  await frames(page, "scrolled line by line", wheel(-60, 200));
  await frames(page, "scrolled by pages", wheel(-600, 200));
  const missing = await page.locator(LINE).evaluateAll((all) => all.filter((one) => one.textContent.includes("…")).length);
  console.log(`lines that are not there yet right after it: ${missing}`);
  const began = performance.now();
  await page.locator(`${test("log-search")}`).fill("step 5000001 ");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[role=log] mark");
  console.log(`a line in the middle is found after ${(performance.now() - began).toFixed(0)} ms`);
}
