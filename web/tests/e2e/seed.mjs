// A project on the sample with all that it takes, made by the API: for pictures and measurements of the pages.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { check } from "./lib.mjs";

export const sample = join(import.meta.dirname, "../../../samples/ball-screw");
/** Every fifth picture comes from the line; a few of the rest are left for the annotator. */
const TO_THE_LINE = 5;
const UNLABELLED = 8;

/** The sample, parted into what is imported with labels, imported without, and sent by the line. */
export async function partSample() {
  const outlines = new Set((await readdir(join(sample, "labelme"))).map((name) => name.replace(/\.json$/, "")));
  const names = (await readdir(join(sample, "images"))).sort();
  const line = names.filter((_, index) => index % TO_THE_LINE === 2);
  const rest = names.filter((name) => !line.includes(name));
  const loose = rest.filter((_, index) => index % Math.floor(rest.length / UNLABELLED) === 0).slice(0, UNLABELLED);
  const stem = (name) => name.replace(/\.\w+$/, "");
  return { line, loose, taught: rest.filter((name) => !loose.includes(name)), outlined: (name) => outlines.has(stem(name)), stem };
}

/** The API with the browser's own session, so that no second login is needed. */
export function asks(page, base) {
  return async (method, path, body, more = {}) => {
    const answer = await page.request.fetch(`${base}/api/v1${path}`, { method, data: body, headers: { "X-Fovea": "1", ...more } });
    check(answer.ok(), `${method} ${path} answers ${answer.status()}: ${await answer.text()}`);
    return answer.status() === 204 ? null : answer.json();
  };
}

export async function setUp(page, link, base, name) {
  await page.goto(link);
  await page.fill("input[autocomplete=username]", name);
  for (const field of await page.locator("input[autocomplete=new-password]").all()) await field.fill("a sentence for the pictures");
  await page.click("button[type=submit]");
  await page.waitForURL(`${base}/`);
}

export async function fillProject(ask, word, parts) {
  const project = await ask("POST", "/projects", {
    name: word.project, product: word.product, scene: "segmentation", good_name: word.good, note: "",
    classes: [word.defect, ...word.defects].map((name) => ({ name })),
  });
  const send = async (files) => {
    const { id } = await ask("POST", `/projects/${project.id}/imports`, {});
    for (const [name, bytes] of files) {
      await ask("PUT", `/imports/${id}/files?name=${encodeURIComponent(name)}`, bytes, { "Content-Type": "application/octet-stream" });
    }
    await ask("POST", `/imports/${id}/finish`);
  };
  const bytesOf = (name) => readFile(join(sample, "images", name));
  const taught = [];
  for (const name of parts.taught) {
    taught.push([`${parts.outlined(name) ? "outlined" : word.good}/${name}`, await bytesOf(name)]);
    if (!parts.outlined(name)) continue;
    const labels = await readFile(join(sample, "labelme", `${parts.stem(name)}.json`), "utf8");
    taught.push([`outlined/${parts.stem(name)}.json`, Buffer.from(labels.replaceAll('"Pitting"', JSON.stringify(word.defect)))]);
  }
  await send(taught);
  // By themselves: among outlined ones, pictures without an outline count as good.
  await send(await Promise.all(parts.loose.map(async (name) => [name, await bytesOf(name)])));
  return project;
}

export async function until(page, ready, sentence, seconds = 180) {
  for (let tries = 0; tries < seconds * 4; tries += 1) {
    const found = await ready();
    if (found) return found;
    await page.waitForTimeout(250);
  }
  throw new Error(sentence);
}

/** Trains and waits for the model. */
export async function trained(page, ask, project, body) {
  const job = await ask("POST", `/projects/${project}/trainings`, body);
  return until(page, async () => {
    const now = await ask("GET", `/jobs/${job.id}`);
    check(!["failed", "stopped"].includes(now.state), `the training is ${now.state}: ${JSON.stringify(now.reason)}`);
    return now.state === "succeeded" && now.model_id ? now : null;
  }, "the training did not end");
}

/** Releases a model and waits for its service. */
export async function deployed(page, ask, project, model, body) {
  const { revision } = await ask("GET", `/models/${model}`);
  await ask("PATCH", `/models/${model}`, { stage: "released" }, { "If-Match": `"${revision}"` });
  const made = await ask("POST", `/projects/${project}/services`, { model_id: model, ...body });
  return until(page, async () => {
    const now = await ask("GET", `/services/${made.id}`);
    return now.state === "running" ? now : null;
  }, "the service did not come up");
}
