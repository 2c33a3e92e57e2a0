// The console of a job whose log is a gigabyte: from the press on its tab, and from nothing, until lines can be read; then how evenly
// it is drawn while somebody scrolls through all of it.
import { frames } from "./frames.mjs";

const BYTES = 1 << 30;
const COMMAND = `seq -f 'step %.0f of the training: loss 0.1234, accuracy 0.9876, 12.3 pictures a second, learning rate 0.001' 1 20000000 | head -c ${BYTES}`;
const ROUNDS = 7;

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const told = (name, all) => console.log(`${name.padEnd(44)} median ${median(all).toFixed(0).padStart(5)} ms, longest ${Math.max(...all).toFixed(0).padStart(5)} ms of ${all.length}`);

/** Waits for a line of the log and for the frame that shows it; tells when that was. */
const painted = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        const look = () => ([...document.querySelectorAll("[role=log] [data-stream]")].some((one) => one.textContent.includes("of the training")) ? requestAnimationFrame(() => done(performance.now())) : requestAnimationFrame(look));
        look();
      }),
  );

export async function measureLog(page, ask, base) {
  const { id } = await ask("POST", "/jobs", { name: "a gigabyte", command: COMMAND });
  for (;;) {
    const job = await ask("GET", `/jobs/${id}`);
    if (job.state === "succeeded") break;
    if (["failed", "stopped"].includes(job.state)) throw new Error(`the job has ${job.state}`);
    await page.waitForTimeout(500);
  }
  const { total } = await ask("GET", `/jobs/${id}/log?limit=1`);
  console.log(`log of ${(BYTES / 2 ** 30).toFixed(0)} GiB, ${total} lines`);
  const pressed = [];
  const loaded = [];
  const first = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    await page.goto(`${base}/jobs/${id}?tab=events`);
    await page.locator("[data-test=tab-console]").waitFor();
    await page.waitForLoadState("networkidle");
    const from = await page.evaluate(() => {
      const at = performance.now();
      document.querySelector("[data-test=tab-console]").click();
      return at;
    });
    pressed.push((await painted(page)) - from);
    await page.goto(`${base}/jobs/${id}?tab=console`);
    loaded.push(await painted(page));
    first.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0));
  }
  told("the console's tab pressed, until lines are there", pressed);
  told("its address opened, until the first paint", first);
  told("its address opened, until lines are there", loaded);
  const box = await page.locator("[role=log]").first().boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  console.log(`${"".padEnd(34)} frames  a second   median      95 %   longest (ms)`);
  await frames(page, "wheel through the log", async () => {
    for (let i = 0; i < 60; i += 1) await page.mouse.wheel(0, 600);
  });
}
