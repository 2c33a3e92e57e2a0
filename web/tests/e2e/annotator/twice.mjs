import { openPage } from "../lib.mjs";
import { asks, until } from "../seed.mjs";
import { check, test } from "./sheet.mjs";

const PASSWORD = "a sentence for two annotators";

/** Two label the same pictures without seeing each other, and a reviewer settles them; a batch is accepted by its sample. */
export async function twice(way) {
  const { page, base, language, project, ask } = way;
  const roles = (await ask("GET", "/roles?limit=50")).items;
  const role_ids = [roles.find((one) => one.key === "annotator").id];
  const class_id = project.classes.find((one) => !one.good).id;
  way.given.push("ann", "eve", "twofold", "sampled");
  const people = [];
  try {
    for (const name of ["ann", "eve"]) {
      const made = await ask("POST", "/users", { name, role_ids });
      const { page: own, faults } = await openPage(page.context().browser(), language);
      const api = asks(own, base);
      people.push({ id: made.user.id, own, api, faults });
      await api("POST", `/invitations/${made.invitation.secret}`, { password: PASSWORD });
    }
    const [ann, eve] = people;
    /** Labels the next picture of a task and finishes it. */
    const label = async ({ api }, task, x) => {
      const { next } = await api("POST", `/annotation_tasks/${task}/next`, {});
      const { revision } = await api("GET", `/pictures/${next.picture.id}/annotation`);
      const region = { id: "a", class_id, shape: { kind: "box", x, y: 40, w: 60, h: 50 } };
      await api("PUT", `/pictures/${next.picture.id}/annotation`, { verdict: "bad", class_id: null, regions: [region] }, { "If-Match": `"${revision}"` });
      await api("POST", `/annotation_tasks/${task}/pictures/${next.position}/finish`, {});
      return next.picture.id;
    };
    const hand = (name, more) => ask("POST", `/projects/${project.id}/annotation_tasks`, { name, ...more });

    const both = await hand("twofold", { people: [ann.id, eve.id], sample: 1, twice: 100, blind: true });
    const picture = await label(ann, both.id, 40);
    check((await label(eve, both.id, 46)) === picture, "the two have not the same picture");
    await page.goto(`${base}/projects/${project.id}/tasks/${both.id}`);
    await page.click(test("pairs"));
    await page.waitForSelector(test("pair"));
    check((await page.locator(test("pair-side")).count()) === 2, "not both sides are shown");
    if (way.shot) await way.shot("pairs");
    // Who is the second is by chance.
    const [pair] = (await ask("GET", `/annotation_tasks/${both.id}/pairs`)).items;
    const wanted = pair.second.user === "eve" ? 46 : 40;
    await page.click(test("take-second"));
    await until(page, async () => (await ask("GET", `/annotation_tasks/${both.id}`)).pairs.settled === 1, "the pair was not settled");
    const { regions } = await ask("GET", `/pictures/${picture}/annotation`);
    check(regions.length === 1 && regions[0].shape.x === wanted, `settled: ${JSON.stringify(regions)}`);

    // All that is finished is one batch; its sample decides.
    const lot = await hand("sampled", { people: [ann.id], sample: 3 });
    for (let number = 0; number < 3; number += 1) await label(ann, lot.id, 60);
    await page.goto(`${base}/projects/${project.id}/tasks/${lot.id}`);
    await page.waitForSelector(test("plan"));
    await page.click(test("begin-batch"));
    const accepted = async () => (await ask("GET", `/annotation_tasks/${lot.id}`)).counts.accepted;
    await until(page, async () => (await ask("GET", `/annotation_tasks/${lot.id}/batch?aql=1&level=II`)).batch !== null, "no batch was begun");
    for (let seen = 0; seen < 3 && (await accepted()) < 3; seen += 1) {
      const before = await accepted();
      // Opened anew each time, so that it is surely one that still waits.
      await page.goto(`${base}/annotation/${lot.id}/review`);
      await page.waitForSelector("[data-ready]");
      await page.waitForSelector(test("task-panel"));
      await page.keyboard.press("Enter");
      await until(page, async () => (await accepted()) > before, "the picture was not accepted");
    }
    check((await accepted()) === 3, `${await accepted()} of the batch are accepted`);
    const { batch } = await ask("GET", `/annotation_tasks/${lot.id}/batch?aql=1&level=II`);
    check(batch.accepted === true && batch.faulty === 0, `the batch: ${JSON.stringify(batch)}`);
    for (const { faults } of people) check(faults.length === 0, `unseen faults: ${faults.join("; ")}`);
  } finally {
    for (const { own } of people) await own.context().close();
  }
}
