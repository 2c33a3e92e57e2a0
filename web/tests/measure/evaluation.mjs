// Frames of the evaluation page while the threshold is dragged, and how long figures, matrix and wall need to agree afterwards.
import { setTimeout as pause } from "node:timers/promises";
import { check, test } from "../e2e/lib.mjs";
import { frames } from "./frames.mjs";

const COUNTS = [500, 5000];
// Ten seconds by hand: what goes wrong only after very many moves in a row shows, too.
const MOVES = 600;

/** The model's own evaluation, repeated with other scores until there are so many pictures: good ones low, bad ones high, with an overlap. */
function enlarged(doc, count) {
  let seed = 7;
  const random = () => {
    seed = (seed * 1664525 + 1013904223) % 2 ** 32;
    return seed / 2 ** 32;
  };
  const pictures = Array.from({ length: count }, (_, index) => {
    const from = doc.pictures[index % doc.pictures.length];
    const spread = (random() + random() + random()) / 3;
    return { ...from, index, name: `${index}-${from.name}`, score: Math.fround(from.truth_bad ? 0.3 + 0.7 * spread : 0.7 * spread) };
  });
  return { ...doc, pictures };
}

/** Milliseconds until the wall's tabs count what the figures count; to be called right after the last move. */
const agree = () =>
  new Promise((done) => {
    const began = performance.now();
    const number = (text) => Number(text?.replaceAll(",", "") ?? NaN);
    const look = () => {
      const texts = [...document.querySelectorAll("[role=tab]")].map((tab) => tab.textContent);
      const agrees = ["escape", "overkill"].every((kind) => {
        const figure = document.querySelector(`[data-test="figure-${kind}"]`)?.textContent.match(/([\d,]+) of [\d,]+/)?.[1];
        const tab = texts.find((text) => text.toLowerCase().startsWith(kind))?.match(/[\d,]+$/)?.[0];
        return number(figure) === number(tab);
      });
      if (agrees) done(performance.now() - began);
      else if (performance.now() - began > 5000) done(NaN);
      else requestAnimationFrame(look);
    };
    look();
  });

export async function measureEvaluation(page, { base, project, model }) {
  const address = `${base}/api/v1/models/${model}/evaluation`;
  const own = await (await page.request.get(address)).json();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.stack ?? error.message));
  const hand = await page.context().newCDPSession(page);
  // Of the processor, so that it is the same whatever else the machine does.
  await hand.send("Performance.enable", { timeDomain: "threadTicks" });
  check(own.pictures.length > 0, "the model has no evaluation");
  for (const count of COUNTS) {
    const body = JSON.stringify(enlarged(own, count));
    await page.route(address, (route) => route.fulfill({ contentType: "application/json", body }));
    await page.goto(`${base}/projects/${project}/models/${model}`);
    await page.waitForSelector(test("figure-overkill"));
    await page.waitForTimeout(1000);
    console.log(`\nevaluation, ${String(count).padStart(4)} pictures                frames  a second  median ms  95 % ms  longest ms`);
    const drag = async (name, box, y) => {
      const at = (turn) => box.x + box.width * (0.5 + 0.35 * Math.sin(turn));
      await page.mouse.move(at(0), y);
      const worked = async () => (await hand.send("Performance.getMetrics")).metrics.find((one) => one.name === "TaskDuration").value;
      const before = await worked();
      await frames(page, name, async () => {
        await page.mouse.down();
        // As often as a hand moves, whether the page has answered or not.
        const sent = [];
        for (let i = 1; i <= MOVES; i += 1) {
          sent.push(hand.send("Input.dispatchMouseEvent", { type: "mouseMoved", x: at(i / 30), y, button: "left", buttons: 1 }));
          await pause(1000 / 60);
        }
        await Promise.all(sent);
      });
      const after = await page.evaluate(agree);
      check(faults.length === 0, `${name}: ${faults.join("; ")}`);
      check(after >= 0, `${name}: the wall never counted what the figures do`);
      const work = (1000 * ((await worked()) - before)) / MOVES;
      console.log(`${" ".repeat(34)} ${work.toFixed(1)} ms of work a move; wall and figures agree after ${after.toFixed(0)} ms`);
      await page.mouse.up();
    };
    const slider = await page.locator("section .ant-slider").first().boundingBox();
    const handle = await page.locator("section .ant-slider-handle").first().boundingBox();
    await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
    await drag("slider dragged", slider, slider.y + slider.height / 2);
    const chart = await page.locator("section svg[role=img]").first().boundingBox();
    await drag("line of the histogram dragged", chart, chart.y + chart.height / 2);
    for (const kind of ["overkill", "all"]) {
      await page.goto(`${base}/projects/${project}/models/${model}?show=${kind}`);
      await page.waitForSelector("[role=option] img");
      await page.waitForTimeout(1000);
      const again = await page.locator("section .ant-slider").first().boundingBox();
      await drag(`slider dragged, wall of ${kind}`, again, again.y + again.height / 2);
    }
    const wall = await page.locator("[role=listbox]").first().boundingBox();
    await page.mouse.move(wall.x + wall.width / 2, wall.y + wall.height / 2);
    await frames(page, "wall of all scrolled", async () => {
      for (let i = 0; i < 60; i += 1) await page.mouse.wheel(0, 300);
    });
    await page.unroute(address);
  }
}
