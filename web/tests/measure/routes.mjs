// First paint, shift and bytes of each page. Chromium's own records tell; nothing is taken from a cache.

const paths = ({ project, job, model, service }) => [
  ["login", null],
  ["workbench", "/"],
  ["projects", "/projects"],
  ["project", `/projects/${project}`],
  ["data", `/projects/${project}/data`],
  ["annotate", `/projects/${project}/annotate`],
  ["training", `/projects/${project}/trainings/${job}`],
  ["evaluate", `/projects/${project}/models/${model}`],
  ["service", `/projects/${project}/services/${service}`],
  ["inspect", `/projects/${project}/inspect`],
  ["records", `/projects/${project}/inspect/records`],
];

/** Keeps what the browser tells of paints and shifts, from the very first. */
function watch() {
  globalThis.__seen = { largest: 0, shift: 0 };
  const seen = globalThis.__seen;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.largest = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

async function measure(context, url) {
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send("Network.enable");
  await line.send("Network.setCacheDisabled", { cacheDisabled: true });
  const bytes = { script: 0, style: 0, other: 0 };
  const kinds = new Map();
  line.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  line.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const type = kinds.get(requestId);
    bytes[type === "Script" ? "script" : type === "Stylesheet" ? "style" : "other"] += encodedDataLength;
  });
  await page.addInitScript(watch);
  await page.goto(url);
  await page.waitForLoadState("networkidle", { timeout: 4000 }).catch(() => undefined);
  await page.waitForTimeout(500);
  const seen = await page.evaluate(() => ({
    first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0, ...globalThis.__seen,
  }));
  await page.close();
  return { ...seen, ...bytes };
}

export async function measureRoutes(browser, context, at) {
  const kB = (value) => (value / 1000).toFixed(0).padStart(6);
  console.log("page        first paint  largest paint  layout shift  scripts kB  styles kB  other kB");
  for (const [name, path] of paths(at)) {
    // The login belongs to somebody who is not logged in.
    const own = path === null ? await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: "en" }) : context;
    const found = await measure(own, `${at.base}${path ?? "/login"}`);
    if (path === null) await own.close();
    console.log(
      `${name.padEnd(11)} ${found.first.toFixed(0).padStart(8)} ms ${found.largest.toFixed(0).padStart(10)} ms ${found.shift.toFixed(4).padStart(15)} ${kB(found.script).padStart(11)} ${kB(found.style).padStart(10)} ${kB(found.other).padStart(9)}`,
    );
  }
}
