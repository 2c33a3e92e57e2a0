// One step a scene; each takes its project from the demo and leaves nothing running behind it.
import { check } from "../lib.mjs";
import { setUp } from "../steps/setup.mjs";
import { deploy, publish, recheck, train } from "./parts.mjs";
import { wizards } from "./wizards.mjs";

/**
 * `page` of the wizard; `faulty`: how names of the pictures that are tried begin; `figures` of the model's page and what a recheck
 * shows beside the picture. Learning is cut short: what is walked here is the way, not the quality.
 */
const scenes = [
  { scene: "components", task: "components", faulty: "boards/fault-", figures: "[data-test^=components-]", shows: "[data-test=component]" },
  // The only good picture is the golden one, so that there may be no overkill to tell of.
  { scene: "compare", task: "compare", faulty: "boards/bare-", figures: "[data-test=figure-escape]", shows: "[data-test=difference]", budget: 60 },
  // What stands there is not what is expected, so that it is for a person to say.
  { scene: "text", task: "read", faulty: "labels/label-", figures: "[data-test=texts-error]", shows: "[data-test=text]", expected: "LOT 000000", says: "LOT 000001" },
  { scene: "glue", task: "glue", faulty: "broken/bead-", figures: "main table", shows: "[data-test=bead]" },
  { scene: "foreign_object", task: "anomaly", faulty: "foreign/tray-", figures: "[data-test=figure-overkill]", shows: "figure img" },
];

async function projects({ page, base }) {
  const told = await (await page.request.get(`${base}/api/v1/projects?limit=200`)).json();
  return told.items;
}

/** Somebody who comes in finds what the demo made, each under a name in both languages, on the first page already. */
async function comeIn(way) {
  await setUp(way);
  const all = await projects(way);
  for (const one of scenes) check(all.some((project) => project.scene === one.scene), `the demo has no project for ${one.scene}`);
  way.given.push(...all.map((project) => project.name), "中文");
}

function walked(one) {
  const step = async (way) => {
    const { page, base } = way;
    const project = (await projects(way)).find((other) => other.scene === one.scene);
    const now = { ...way, ...one, project: project.id };
    await page.goto(`${base}/projects/${project.id}`);
    await page.waitForSelector("h1");
    await (wizards[one.scene] ?? wizards.none)(now);
    await train(now);
    await publish(now);
    await deploy(now);
    await recheck(now);
  };
  Object.defineProperty(step, "name", { value: one.scene });
  return step;
}

const only = process.env.SCENE;
export const steps = [comeIn, ...scenes.filter((one) => !only || one.scene === only).map(walked)];
