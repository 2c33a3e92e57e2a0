// How evenly the browser draws while somebody does something.
const record = () => {
  globalThis.__frames = [];
  globalThis.__busy = 0;
  let last = performance.now();
  const tick = (now) => {
    globalThis.__frames.push(now - last);
    last = now;
    globalThis.__going = requestAnimationFrame(tick);
  };
  globalThis.__going = requestAnimationFrame(tick);
};

/** Prints how many frames there were, how many a second, and how long half, most and the longest of them took. */
export async function frames(page, name, act) {
  await page.waitForTimeout(400);
  await page.evaluate(record);
  await act();
  const all = await page.evaluate(() => {
    cancelAnimationFrame(globalThis.__going);
    return globalThis.__frames.slice(1);
  });
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const rate = (1000 * all.length) / all.reduce((sum, one) => sum + one, 0);
  console.log(
    `${name.padEnd(34)} ${String(all.length).padStart(5)} ${rate.toFixed(1).padStart(9)} ${at(0.5).toFixed(1).padStart(9)} ${at(0.95).toFixed(1).padStart(9)} ${at(1).toFixed(1).padStart(9)}`,
  );
}
