// Measures the pages as the real program serves them, in Chromium without a cache:
//   node tests/measure.mjs [PROGRAM]      (CHROMIUM, PAGES as for tests/e2e/way.mjs; ONLY=routes, evaluation, annotator, wall or log)
// Prints for each page when something useful is there, how far things move while loading, what came over the line, and how
// long a press takes to be answered; then frames of the evaluation while the threshold is dragged, and of the annotator with
// 500 and 5,000 regions on a picture of 20 MP, and the next picture with its labels; the wall of 100,000 pictures;
// and the console of a job whose log is a gigabyte.
import { join } from "node:path";
import { openBrowser, ownPages, startServer, stopServices } from "./e2e/lib.mjs";
import { asks, deployed, fillProject, partSample, setUp, trained } from "./e2e/seed.mjs";
import { measureAnnotator } from "./measure/annotator.mjs";
import { measureEvaluation } from "./measure/evaluation.mjs";
import { measureLog } from "./measure/log.mjs";
import { measurePresses } from "./measure/presses.mjs";
import { measureRoutes } from "./measure/routes.mjs";
import { measureWall } from "./measure/wall.mjs";

const program = process.argv[2] ?? process.env.FOVEA ?? join(import.meta.dirname, "../../target/release/fovea");
const word = { project: "Ball screw surface", product: "BS-25", good: "Good", defect: "Pitting", defects: ["Scratch"] };
const only = process.env.ONLY;

const server = await startServer(program);
const browser = await openBrowser();
const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: "en" });
await ownPages(context);
const page = await context.newPage();
try {
  await setUp(page, server.link, server.base, "inspector");
  const ask = asks(page, server.base);
  if (!only || only === "log") await measureLog(page, ask, server.base);
  const project = only === "log" ? null : await fillProject(ask, word, await partSample());
  if (project && only !== "annotator" && only !== "wall") {
    const job = await trained(page, ask, project.id, { task: "anomaly", cost: 5, name: "Pitting" });
    const service = await deployed(page, ask, project.id, job.model_id, { name: "Line 1", keep: "all" });
    const at = { base: server.base, project: project.id, job: job.id, model: job.model_id, service: service.id };
    if (only !== "evaluation") {
      await measureRoutes(browser, context, at);
      await measurePresses(page, at);
    }
    if (only !== "routes") await measureEvaluation(page, at);
  }
  if (!only || only === "annotator") await measureAnnotator(page, ask, server.base, project);
  if (!only || only === "wall") await measureWall(page, ask, server.base, project.id);
} finally {
  await stopServices(page, server.base);
  await browser.close();
  await server.stop();
}
