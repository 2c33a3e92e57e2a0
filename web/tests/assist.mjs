// How much the annotator's helpers save: a simulated annotator clicks until what is marked agrees with the mask (IoU 0.85).
//   node tests/assist.mjs [FOLDER]      (FOLDER holds pictures and, beside each, its mask: name.jpg with name.png or name_mask.png, or
//   folders `images` and `masks`; MOST=40 pictures at most. Without it: drawn pictures. CHROMIUM as for tests/e2e/way.mjs)
// A click is a press of the button, a notch of the wand's wheel, or a corner; Enter is not counted, a box is two, and superpixels are of the
// best of four sizes. Prints the median, how many
// of the pictures got there with at most 20 clicks, and how long a helper thinks, all in this process on one thread. Then what a thing costs in
// seconds, on the mean, and what that saves: a click is CLICK_S (1.3: to point there and to press, by the keystroke-level model of Card, Moran
// and Newell), thinking is waited for, and what a helper does not reach is drawn by hand after the clicks that came nearest.
// Then "find the same": on pictures of the folder with several things of a kind (by masks or boxes, see severalSet), or on drawn ones, what is
// found from each thing of the others, by pixels and, where FOVEA is the path of the program, by the features of places that its server tells as well. ONLY=same leaves the
// rest away.
import { runnerImport } from "vite";
import { helpers } from "./assist/helpers.mjs";
import { drawnSet, folderSet, severalSet } from "./assist/pictures.mjs";
import { findTheSame } from "./assist/same.mjs";
import { mapsOf } from "./assist/server.mjs";
import { severalDrawn } from "./assist/several.mjs";

const core = {};
for (const name of ["assist/desk", "assist/drawn", "assist/trail", "contour", "raster", "rle"]) {
  const { module } = await runnerImport(new URL(`../src/modules/annotator/${name}.ts`, import.meta.url).pathname, { configFile: false, logLevel: "error" });
  Object.assign(core, module);
}

const WANTED = 0.85;
const MOST = 20;
const CLICK_S = Number(process.env.CLICK_S ?? 1.3);
const folder = process.argv[2];
const many = Number(process.env.MOST ?? 40);
const sets = process.env.ONLY === "same" ? [] : folder ? [await folderSet(folder, many)] : drawnSet(core);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? NaN;
const mean = (values) => values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
/** Of one thing. Of what is worked out anew for each number of clicks only the last counts. */
const secondsOf = ({ clicks, times, waits = times.length }) => clicks * CLICK_S + (mean(times) * waits) / 1000;

for (const { name, pictures } of sets.filter((one) => one.pictures.length > 0)) {
  console.log(`\n${name}, ${pictures.length} things            clicks (median)  reached  IoU (median)  thinking ms (median)  longest ms  s a thing  saved`);
  let byHand = null;
  for (const [helper, run] of Object.entries(helpers)) {
    const results = pictures.map((picture) => run(core, picture, { wanted: WANTED, most: MOST }));
    const reached = results.filter((one) => one.overlap >= WANTED);
    // One that never gets there counts as more than all that do.
    const clicks = median(results.map((one) => (one.overlap >= WANTED ? one.clicks : Infinity)));
    const times = results.flatMap((one) => one.times);
    const cost = results.map((one, at) => secondsOf(one) + (one.overlap >= WANTED ? 0 : (byHand?.[at] ?? 0)));
    byHand ??= cost;
    const saved = mean(byHand) - mean(cost);
    console.log(
      `${helper.padEnd(36)} ${(clicks === Infinity ? `> ${MOST}` : String(clicks)).padStart(12)} ${`${reached.length}/${results.length}`.padStart(10)} ${median(results.map((one) => one.overlap)).toFixed(2).padStart(9)} ${(times.length ? median(times).toFixed(0) : "–").padStart(16)} ${(times.length ? Math.max(...times).toFixed(0) : "–").padStart(16)} ${mean(cost).toFixed(1).padStart(10)} ${saved.toFixed(1).padStart(6)}`,
    );
  }
}

const EACH = 6;
for (const { name, pictures } of folder ? [await severalSet(folder, many)] : severalDrawn(core, EACH)) {
  const things = pictures.reduce((sum, one) => sum + one.boxes.length, 0);
  console.log(`\nfind the same: ${name}, ${things} things in ${pictures.length} pictures`);
  if (pictures.length === 0) continue;
  const maps = process.env.FOVEA ? await mapsOf(process.env.FOVEA, pictures.map((one) => one.file)) : null;
  if (maps) console.log(`features of a picture: ${median(maps.map((one) => one.ms)).toFixed(0)} ms when first asked for (median), ${(median(maps.map((one) => one.map.byteLength)) / 1000).toFixed(0)} kB`);
  else console.log("by pixels alone: FOVEA names no program");
  console.log(`${"".padEnd(24)} precision (mean)  found at 0.70  wrong a search  s a thing (by hand)  s a thing at the best level  thinking ms (median)`);
  for (const one of findTheSame(core, pictures, maps, CLICK_S)) {
    console.log(
      `${one.way.padEnd(24)} ${one.precision.toFixed(3).padStart(16)} ${`${(100 * one.found).toFixed(0)} %`.padStart(14)} ${one.wrong.toFixed(1).padStart(15)} ${`${one.seconds.toFixed(1)} (${one.byHand.toFixed(1)})`.padStart(20)} ${`${one.bestSeconds.toFixed(1)} at ${one.best.toFixed(2)}`.padStart(28)} ${one.ms.toFixed(0).padStart(21)}`,
    );
  }
}
