import { until } from "../seed.mjs";
import { BLOBS, check, drawn, test } from "./sheet.mjs";

const GOOD = "abcdefgh";
/** Marks of each loose picture; the last is good. */
const LOOSE = { na: [BLOBS[0], BLOBS[2]], nb: [BLOBS[0], BLOBS[1]], nc: [BLOBS[2]], nd: [] };

/** A model of the project proposes labels: kept out of all counts, taken over, taken in part and refused by one key each. */
export async function proposals(way) {
  const { page, base, ask, language } = way;
  const zh = language === "zh-CN";
  const word = zh ? { project: "预标注", good: "良品", blob: "斑点" } : { project: "Proposals", good: "Sound", blob: "Blob" };
  way.given.push(...Object.values(word));
  const { id } = await ask("POST", "/projects", { name: word.project, product: "", scene: "free", good_name: word.good, note: "", classes: [{ name: word.blob }] });
  const bring = async (files) => {
    const made = await ask("POST", `/projects/${id}/imports`, {});
    for (const [name, seed, blobs] of files) {
      await ask("PUT", `/imports/${made.id}/files?name=${encodeURIComponent(name)}`, await drawn(page, seed, blobs), { "Content-Type": "application/octet-stream" });
    }
    await ask("POST", `/imports/${made.id}/finish`);
  };
  await bring([...GOOD].map((letter, at) => [`${word.good}/${letter}.png`, 100 + at, []]));
  const training = await ask("POST", `/projects/${id}/trainings`, { task: "anomaly", budget_s: 20, overkill: 0.01 });
  await bring(Object.entries(LOOSE).map(([name, blobs], at) => [`${name}.png`, 200 + at, blobs]));
  await until(page, async () => (await ask("GET", `/jobs/${training.id}`)).state === "succeeded", "the model was not trained", 600);
  const labelled = async () => (await ask("GET", `/projects/${id}`)).steps.annotate.labelled;

  // Begun on the data page; the job tells how far it is, and in the end what there is to answer.
  await page.goto(`${base}/projects/${id}/data`);
  await page.click(test("prelabel-open"));
  await page.waitForSelector(`${test("prelabel-start")}:not([disabled])`);
  await page.click(test("prelabel-start"));
  await page.waitForSelector(`${test("prelabel")}[data-state=succeeded][data-open="4"]`);
  if (way.shot) await way.shot("prelabels");
  check((await labelled()) === GOOD.length, "proposals were counted as labels");
  await page.click(test("prelabel-go"));

  const pictures = (await ask("GET", `/projects/${id}/pictures?sort=name&proposal=open`)).items;
  const saying = (at) => ask("GET", `/pictures/${pictures[at].id}/annotation`);
  const opened = (at) => page.waitForSelector(`[data-ready="${pictures[at].id}"] ${test("proposal")}`);
  const becomes = (at, state) => until(page, async () => (await saying(at)).proposal.state === state, `the proposal of ${pictures[at].name} is not ${state}`);

  // One key: all of it is the label, and the next picture is there.
  await opened(0);
  const places = (await saying(0)).proposal.regions.length;
  check(places > 0 && Number(await page.getAttribute(test("proposal"), "data-places")) === places, `${places} places are not shown`);
  if (way.shot) await way.shot("proposal");
  await page.keyboard.press("Enter");
  await opened(1);
  await becomes(0, "accepted");
  check((await saying(0)).regions.length === places, "not all places were taken over");

  // One place, and no to what is left; undo shows all of it again.
  const before = (await saying(1)).proposal.regions.length;
  await page.keyboard.press("Shift+Q");
  await until(page, async () => (await saying(1)).regions.length === 1, "no single place was taken over");
  await page.keyboard.press("Control+z");
  await until(page, async () => (await saying(1)).regions.length === 0, "it was not undone");
  await becomes(1, "open");
  check(Number(await page.getAttribute(test("proposal"), "data-places")) === before, "undo did not show the proposal again");
  await page.keyboard.press("Shift+A");
  await becomes(1, "accepted");
  await page.keyboard.press("Enter");

  // No: it is gone, and what the person says counts.
  await opened(2);
  await page.keyboard.press("Shift+X");
  await page.waitForSelector(test("proposal"), { state: "detached" });
  await becomes(2, "refused");
  check((await saying(2)).verdict === null, "a refusal labelled the picture");
  await page.keyboard.press("g");
  await until(page, async () => (await saying(2)).verdict === "good", "the own label was not saved");
  await page.keyboard.press("Enter");

  await opened(3);
  check((await saying(3)).proposal.bad === false, "the good picture was proposed as bad");
  await page.keyboard.press("Enter");
  await becomes(3, "accepted");
  check((await labelled()) === GOOD.length + 4, "what was taken over is not counted");
  const [run] = (await ask("GET", `/projects/${id}/prelabels`)).items;
  check(run.accepted === 3 && run.refused === 1 && run.open === 0, `answers are ${JSON.stringify(run)}`);
}
