// How long a press takes until what it does is on the screen, as the browser's own event timing tells.

const watch = () => {
  globalThis.__presses = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId) globalThis.__presses.push(entry.duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: false });
};

async function measure(page, name, act) {
  await page.waitForTimeout(600);
  await page.evaluate(watch);
  await act();
  await page.waitForTimeout(600);
  const took = await page.evaluate(() => globalThis.__presses);
  // Quicker than the clock's least step of 16 ms: not told at all.
  console.log(`${name.padEnd(40)} ${String(Math.max(16, ...took)).padStart(5)} ms`);
}

export async function measurePresses(page, { base, project, model }) {
  console.log("\npress                                    until the next paint");
  const keys = async (...names) => {
    for (const name of names) {
      await page.keyboard.press(name);
      await page.waitForTimeout(120);
    }
  };
  await page.goto(`${base}/projects/${project}/data`);
  await page.waitForSelector("[role=option] img");
  await measure(page, "data: arrows through the wall", async () => {
    await page.locator("[role=listbox]").focus();
    await keys("ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft");
  });
  await measure(page, "data: a filter", () => page.locator("main [role=group]").nth(1).locator("button").first().click());
  await measure(page, "search, opened by Ctrl K", () => keys("Control+k", "d", "Escape"));
  await page.goto(`${base}/projects/${project}/annotate`);
  await page.waitForSelector("[data-ready]");
  await measure(page, "annotator: tools, verdict, next", () => keys("b", "m", "v", "g", "d", "n", "d"));
  await page.goto(`${base}/projects/${project}/models/${model}`);
  await page.waitForSelector("svg[role=img]");
  await measure(page, "evaluation: threshold by the arrows", async () => {
    await page.locator("svg[role=img] [role=slider], [role=slider]").first().focus();
    await keys("ArrowLeft", "ArrowLeft", "ArrowRight", "ArrowLeft");
  });
  await measure(page, "evaluation: another tab of pictures", () => page.locator("[role=tab]").last().click());
  await page.goto(`${base}/projects/${project}`);
  await measure(page, "to another page by the side bar", () => page.locator("nav a[href$='/trainings']").first().click());
}
