// What the steps share: the real server on an empty folder, Chromium, and a few ways to look at a page.
import { spawn } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export class Failed extends Error {}

/** Nothing is timed here, and a machine may have other things to do: so long is waited for anything. */
export const PATIENCE_MS = 180_000;

export function check(holds, sentence) {
  if (!holds) throw new Failed(sentence);
}

/** Starts the program on a new folder; answers with its address and the link that creates the administrator. `cluster`: path of a cluster file; `scenes`: with the
 * drawn projects of the demo. */
export async function startServer(program, { cluster, scenes } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "fovea-way-"));
  const what = scenes ? ["demo", "--scenes", "--out", folder] : ["serve", "--data", folder, ...(cluster ? ["--cluster", cluster] : [])];
  const longest = scenes ? 300 : PATIENCE_MS / 1000;
  const child = spawn(program, [...what, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "pipe"] });
  let told = "";
  child.stderr.on("data", (bytes) => (told += bytes));
  const link = await new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Failed(`no link within ${longest} s: ${text}${told}`)), longest * 1000);
    child.stdout.on("data", (bytes) => {
      text += bytes;
      const found = text.match(/http:\/\/\S+\/setup#token=\S+/);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    });
    child.on("exit", (code) => reject(new Failed(`the server ended with ${code}: ${text}${told}`)));
  });
  return {
    link,
    base: new URL(link).origin,
    log: () => told,
    stop: async () => {
      child.removeAllListeners("exit");
      const gone = new Promise((done) => child.on("exit", done));
      child.kill("SIGTERM");
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function openBrowser(...more) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // Pages out of a folder have no address of their own, and could open no WebSocket to the server of this machine.
    args: ["--no-sandbox", "--disable-gpu", ...(process.env.PAGES ? ["--disable-features=LocalNetworkAccessChecks"] : []), ...more],
  });
}

/** What runs outlives its server, so services and commands of a failed run are ended by hand. */
export async function stopServices(page, base) {
  const ask = async (path) => (await (await page.request.get(`${base}/api/v1${path}`)).json()).items ?? [];
  const running = async () =>
    [...(await ask("/jobs?kind=service&limit=200")), ...(await ask("/jobs?kind=command,training,development,visualisation&limit=200"))].filter((one) => !["stopped", "failed", "succeeded"].includes(one.state));
  try {
    for (const job of await running()) {
      await page.request.post(`${base}/api/v1/jobs/${job.id}/stop`, { headers: { "X-Fovea": "1" } });
    }
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await running()).length === 0) return;
      await page.waitForTimeout(200);
    }
  } catch {
    // Nobody was logged in yet, or the server is gone: then there is no service either.
  }
}

async function fromFolder(folder, route) {
  const { pathname } = new URL(route.request().url());
  const path = join(folder, pathname);
  const isFile = await stat(path).then((found) => found.isFile(), () => false);
  await route.fulfill({ path: isFile ? path : join(folder, "index.html") });
}

/** With PAGES=dist the pages come from that folder instead of from the program, so that it need not be built anew. */
export async function ownPages(context) {
  const folder = process.env.PAGES;
  if (folder) await context.route((url) => !url.pathname.startsWith("/api/"), (route) => fromFolder(folder, route));
}

/** A page of one language that fails the run when anything on it goes wrong unseen. */
export async function openPage(browser, language, more = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: language, ...more });
  await context.addInitScript((chosen) => localStorage.setItem("fovea.language", chosen), language);
  // Of the context, since what a page opens in a tab of its own is waited for as long.
  context.setDefaultTimeout(PATIENCE_MS);
  await ownPages(context);
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("response", (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
  });
  return { page, faults };
}

export const test = (name) => `[data-test="${name}"]`;

/** No key without a sentence, and no Chinese left on an English page (but names that people gave). */
export async function checkWords(page, language, given = []) {
  const text = await page.evaluate(() => document.body.innerText);
  const keys = text.match(/\b(?:common|shell|clusters|account|workbench|project|data|annotate|train|jobs|models|services|inspect|people|rights|identity|settings|audit|start|expert|files|sets|recipes|error)\.[a-z_]+\.[a-z_]+/g);
  check(!keys, `keys are shown instead of words: ${keys}`);
  if (language !== "en") return;
  let rest = text.replaceAll("中文", "");
  for (const word of given) rest = rest.replaceAll(word, "");
  const left = rest.match(/[\u4e00-\u9fff]+/g);
  check(!left, `Chinese on an English page: ${left}`);
}

/** Until the dialog has the focus, as it has for anybody whose fingers are slower than a program. */
export const inDialog = (page) =>
  page.waitForFunction(() => document.querySelector(".ant-modal-wrap")?.contains(document.activeElement));
