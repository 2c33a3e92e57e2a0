import { openPage } from "../lib.mjs";
import { asks, until } from "../seed.mjs";
import { check, MARGIN, SIZE, test } from "./sheet.mjs";

const PASSWORD = "a sentence for the annotator";

/** Pictures are handed out, one is finished, sent back with a note, mended and accepted; and two people on one picture. */
export async function tasks(way) {
  const { page, base, language, project, ask } = way;
  const zh = language === "zh-CN";
  const word = { task: zh ? "第一批" : "First lot", note: zh ? "漏了右边的划痕" : "The scratch at the right is missing" };
  way.given.push("bob", ...Object.values(word));
  const roles = (await ask("GET", "/roles?limit=50")).items;
  const made = await ask("POST", "/users", { name: "bob", role_ids: [roles.find((one) => one.key === "annotator").id] });
  const { page: bob, faults } = await openPage(page.context().browser(), language);
  try {
    const bobs = asks(bob, base);
    await bobs("POST", `/invitations/${made.invitation.secret}`, { password: PASSWORD });

    // A manager hands three pictures of the wall out, by chance.
    await page.goto(`${base}/projects/${project.id}/data?name=.png`);
    await page.click(test("hand-out"));
    await page.fill(test("task-name"), word.task);
    await page.locator(test("some")).check();
    await page.locator(`${test("sample")} input, input${test("sample")}`).fill("3");
    await page.locator(test("annotators")).click();
    await page.getByTitle("bob", { exact: true }).click();
    await page.keyboard.press("Escape");
    await page.waitForSelector(`${test("create")}:not([disabled])`);
    if (way.shot) await way.shot("task-new");
    await page.click(test("create"));
    await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
    const task = page.url().split("/").pop();
    // What other steps have drawn there is counted by nobody here.
    for (const { picture } of (await ask("GET", `/annotation_tasks/${task}/pictures`)).items) {
      const { revision } = await ask("GET", `/pictures/${picture.id}/annotation`);
      await ask("PUT", `/pictures/${picture.id}/annotation`, { verdict: null, class_id: null, regions: [] }, { "If-Match": `"${revision}"` });
    }

    // The annotator has nothing but this, and one button.
    await bob.goto(base);
    await bob.click(test("go-on"));
    let sheet = await opened(bob);
    const first = sheet.id;
    await bob.keyboard.press("b");
    await sheet.drag([40, 40], [120, 110]);
    await sheet.saved();
    await bob.keyboard.press("Enter");
    await until(bob, async () => (await bobs("GET", `/annotation_tasks/${task}`)).mine.done === 1, "the picture was not finished");
    await bob.waitForFunction((before) => document.querySelector("[data-ready]")?.getAttribute("data-ready") !== before, first);
    await bob.waitForSelector("[data-ready]");

    // The reviewer sends it back, with a note pinned to where the pointer is.
    await page.goto(`${base}/annotation/${task}/review`);
    sheet = await opened(page);
    check(sheet.id === first, "the reviewer is shown another picture");
    await page.mouse.move(...sheet.at(330, 110));
    await page.keyboard.press("Shift+Enter");
    await page.waitForSelector(`${test("note")}:focus`);
    await page.keyboard.type(word.note);
    if (way.shot) await way.shot("task-review");
    await page.keyboard.press("Enter");
    await until(page, async () => (await ask("GET", `/annotation_tasks/${task}`)).counts.sent_back === 1, "the picture was not sent back");

    // It comes first, with its note; mended, it is accepted.
    await bob.goto(`${base}/annotation`);
    await bob.click(test("go-on"));
    sheet = await opened(bob);
    check(sheet.id === first, "what was sent back does not come first");
    await bob.locator(test("notes"), { hasText: word.note }).waitFor();
    const { notes: [note] } = (await bobs("GET", `/annotation_tasks/${task}/pictures?state=sent_back`)).items[0];
    check(Math.abs(note.place.x - 330) < 2 && Math.abs(note.place.y - 110) < 2, `the note is pinned to ${JSON.stringify(note.place)}`);
    if (way.shot) await bob.screenshot({ path: `${process.env.SHOTS}/${language}-task-sent-back.png` });
    await bob.keyboard.press("b");
    await sheet.drag([290, 80], [370, 145]);
    await sheet.saved();
    await bob.keyboard.press("Enter");
    await until(bob, async () => (await bobs("GET", `/annotation_tasks/${task}`)).mine.done === 1, "the mended picture was not finished");
    await page.goto(`${base}/annotation/${task}/review`);
    await opened(page);
    await page.keyboard.press("Enter");
    await until(page, async () => (await ask("GET", `/annotation_tasks/${task}`)).counts.accepted === 1, "the picture was not accepted");
    check((await ask("GET", `/pictures/${first}/annotation`)).regions.length === 2, "what was drawn is not there");

    await together(way, bob, task);
    await page.goto(`${base}/projects/${project.id}/tasks/${task}`);
    await page.locator(test("forecast")).waitFor();
    check(faults.length === 0, `unseen faults of the annotator: ${faults.join("; ")}`);
  } finally {
    await bob.context().close();
  }
}

/** One has a picture open, another comes; and where a lease was lost, both are shown and both are kept. */
async function together({ page, base, project, ask, shot }, bob, task) {
  const bobs = asks(bob, base);
  const leased = bob.waitForResponse((answer) => answer.url().endsWith("/lease") && answer.request().method() === "PUT" && answer.ok());
  await bob.goto(`${base}/annotation/${task}`);
  const sheet = await opened(bob);
  await leased;
  const refused = await page.request.put(`${base}/api/v1/pictures/${sheet.id}/lease`, { data: {}, headers: { "X-Fovea": "1" } });
  check(refused.status() === 409, `a picture in hand is leased to another: ${refused.status()}`);
  await page.goto(`${base}/projects/${project.id}/annotate?picture=${sheet.id}`);
  await page.locator(test("leased"), { hasText: "bob" }).waitFor();
  await page.goto(`${base}/projects`);

  // As after a line that was cut: the lease is gone, and somebody else has saved.
  const { revision } = await ask("GET", `/pictures/${sheet.id}/annotation`);
  await bobs("DELETE", `/pictures/${sheet.id}/lease`);
  const class_id = project.classes.find((one) => !one.good).id;
  const theirs = { id: "theirs", class_id, shape: { kind: "box", x: 300, y: 200, w: 60, h: 50 } };
  await ask("PUT", `/pictures/${sheet.id}/annotation`, { verdict: "bad", class_id: null, regions: [theirs] }, { "If-Match": `"${revision}"` });
  await bob.keyboard.press("b");
  await sheet.drag([50, 50], [110, 100]);
  await bob.locator(test("keep-both")).waitFor();
  if (shot) await bob.screenshot({ path: `${process.env.SHOTS}/conflict-${Date.now()}.png` });
  const kept = async () => (await ask("GET", `/pictures/${sheet.id}/annotation`)).regions;
  check((await kept()).length === 1, "a conflict was written over");
  await bob.click(test("keep-both"));
  await until(bob, async () => (await kept()).length === 2, "not both were kept");
  await bob.locator(test("conflict")).waitFor({ state: "detached" });
  await bob.keyboard.press("Control+z");
  await until(bob, async () => (await kept()).map((one) => one.id).join() !== "theirs" && (await kept()).length === 1, "the choice cannot be taken back");
}

async function opened(page) {
  await page.waitForSelector("[data-ready]");
  await page.waitForSelector(test("task-panel"));
  const id = await page.locator("[data-ready]").getAttribute("data-ready");
  const box = await page.locator(test("canvas")).boundingBox();
  const scale = Math.min(8, (box.width - 2 * MARGIN) / SIZE.width, (box.height - 2 * MARGIN) / SIZE.height);
  const at = (x, y) => [box.x + (box.width - SIZE.width * scale) / 2 + x * scale, box.y + (box.height - SIZE.height * scale) / 2 + y * scale];
  return {
    id, at,
    drag: async (from, to) => {
      await page.mouse.move(...at(...from));
      await page.mouse.down();
      await page.mouse.move(...at(...to), { steps: 3 });
      await page.mouse.up();
    },
    saved: async () => {
      await page.waitForTimeout(900);
      await page.waitForFunction(() => document.querySelector("[data-state=saved][role=status]") !== null);
    },
  };
}
