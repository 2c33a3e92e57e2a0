// The way of a command, in its order. Each step takes what the ones before it left in `way`.
import { readFile } from "node:fs/promises";
import { check, inDialog, test } from "../lib.mjs";
import { asks, choosePassword, logIn, logOut, ADMIN, PASSWORD, row, tickRows } from "../people/hands.mjs";
import { setUp } from "../seed.mjs";

const COMMAND = `trap 'echo told; exit 0' TERM
printf '\\033[32mgreen %s\\033[0m\\n' "$WORD"
echo problem >&2
for i in 1 2 3 4; do printf 'epoch 1: %d0%%|####  | %d/10\\r' $i $i; done
echo
echo begun >> runs.txt
echo '::group::Count runs'
echo "runs: $(grep -c begun runs.txt)"
echo '::endgroup::'
sleep 300 & wait`;

const field = (page, name) => page.locator(`input${test(name)}, textarea${test(name)}, ${test(name)} input`).first();
const state = (page, name) => page.locator(`h1 ~ [data-state="${name}"]`).waitFor();
const tab = (page, name) => page.click(test(`tab-${name}`));
const console_ = (page, text) => page.locator("[role=log] [data-stream]", { hasText: text });
const confirm = async (page) => {
  await inDialog(page);
  await page.locator(".ant-modal-footer .ant-btn-primary, .ant-modal-footer .ant-btn-dangerous").last().click();
};

async function administrator(way) {
  const { page, base, link, given } = way;
  given.push(ADMIN.name);
  await setUp(page, link, base, ADMIN.name);
  await logOut(way);
  // As for the other ways: the password that everybody here knows.
  await logIn(way, ADMIN.name, "a sentence for the pictures");
}

/** From the home to the form: what is wrong is told at its field, what was typed outlives a reload, and the file is shown beside it. */
async function submit(way) {
  const { page, base } = way;
  await page.goto(`${base}/expert`);
  await page.locator(test("cluster-card")).first().waitFor();
  await page.locator("main").locator(test("submit-job")).first().click();
  await page.waitForURL(/\/expert\/submit$/);
  await page.click(test("submit"));
  await page.locator("[role=alert]").nth(1).waitFor(); // The name and the command, before the server is asked.
  await field(page, "name").fill("watch me");
  await page.fill(`textarea${test("command")}`, COMMAND);
  await page.click(test("add-variable"));
  await page.fill(test("variable-0"), "2WORD");
  await page.fill(test("value-0"), "ink");
  await field(page, "work").fill("/etc");
  await page.click(test("submit"));
  await page.locator("[data-field=environment] [role=alert]").waitFor();
  await page.fill(test("variable-0"), "WORD");
  await page.click(test("submit"));
  await page.waitForSelector(`${test("work")}[aria-invalid=true]`); // Only the server knows which folders are the system's.
  await field(page, "work").fill("/data/mine");
  await page.locator(test("preview"), { hasText: "target: /data/mine" }).waitFor();
  await page.reload();
  await page.locator(test("preview"), { hasText: "WORD: ink" }).waitFor();
  check((await page.inputValue(`textarea${test("command")}`)) === COMMAND, "the command did not outlive a reload");
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  way.job = page.url().split("/").pop();
}

/** It runs; its log comes by itself, with colours; it is searched and told apart by streams. */
async function watch(way) {
  const { page } = way;
  await state(page, "running");
  await page.locator(`${test("timeline")} li`).nth(2).waitFor();
  if (way.shot) await way.shot("job-brief");
  await page.keyboard.press("2");
  await console_(page, "runs: 1").waitFor();
  const colour = await console_(page, "green ink").locator("span span[style]").first().evaluate((node) => getComputedStyle(node).color);
  check(colour === "rgb(127, 206, 155)", `green is ${colour}`);
  check((await console_(page, "green ink").innerText()).includes("\u001b") === false, "escape signs are shown");
  // Of the progress bar the last state is shown, and all of them where somebody wants them.
  await console_(page, "epoch 1: 40%").waitFor();
  check((await console_(page, "epoch 1:").count()) === 1, "passed states of a progress bar are shown");
  await page.click(test("log-states"));
  await page.locator("[role=log] [data-redrawn]").first().waitFor();
  await page.click(test("log-states"));
  await page.locator("[role=log] [data-redrawn]").first().waitFor({ state: "detached" });
  // A phase that the command marked folds, and opens again.
  const fold = page.locator("[role=log] [data-stream]", { hasText: "Count runs" }).locator(test("log-fold"));
  await fold.click();
  await console_(page, "runs: 1").waitFor({ state: "detached" });
  await fold.click();
  await console_(page, "runs: 1").waitFor();
  if (way.shot) await way.shot("job-console");
  await page.keyboard.press("/");
  await page.keyboard.type("problem");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[role=log] mark");
  await page.keyboard.press("Escape");
  await page.locator("[role=log] mark").first().waitFor({ state: "detached" });
  await page.locator(test("log-stream")).click();
  await page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option").nth(2).click();
  await console_(page, "green").first().waitFor({ state: "detached" });
  await console_(page, "problem").waitFor();
  const file = page.waitForEvent("download");
  await page.click(test("log-download"));
  const log = await file;
  check(/^job-[0-9a-f-]+\.(log|txt)$/.test(log.suggestedFilename()), `the log is called ${log.suggestedFilename()}`);
  const text = await readFile(await log.path(), "utf8");
  check(text.includes("problem") && !text.includes("green"), "the file has other lines than the stream that is shown");
  await page.keyboard.press("3");
  await page.locator("figure [role=img]").first().waitFor();
  if (way.shot) await way.shot("job-usage");
  await page.keyboard.press("2");
}

/** Paused after it is said what is kept; when it goes on it finds its folder as it was. */
async function pauseAndResume(way) {
  const { page, language } = way;
  await page.click(test("do-pause"));
  await page.locator(".ant-modal", { hasText: language === "en" ? "Kept:" : "保留：" }).waitFor();
  await confirm(page);
  await state(page, "paused");
  await page.keyboard.press("1");
  await page.waitForSelector(test("why"));
  await page.click(test("do-resume"));
  await state(page, "running");
  await page.keyboard.press("2");
  await page.locator(test("log-stream")).click();
  await page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option").first().click();
  await console_(page, "runs: 2").waitFor();
}

/** Into the work folder of the running job and out again: a folder, an upload, a text that another changed meanwhile. */
async function files(way) {
  const { page, base } = way;
  const ask = asks(way);
  await tab(page, "files");
  await page.locator(test("file-runs.txt")).waitFor();
  await page.click(test("files-new"));
  await page.locator(".ant-dropdown:not(.ant-dropdown-hidden) .ant-dropdown-menu-item").first().click();
  await field(page, "name").fill("sent");
  await page.keyboard.press("Enter");
  await page.locator(test("file-sent")).click();
  await page.waitForURL(/dir=sent/);
  await page.setInputFiles(test("files-input"), [{ name: "large.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(9 << 20, 7) }, { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("one\n") }]);
  await page.locator(test("file-large.bin")).waitFor();
  await page.locator(test("file-note.txt")).click();
  await page.locator(test("file-text"), { hasText: "one" }).waitFor();
  await page.click(test("file-edit"));
  await page.fill(`textarea${test("file-area")}`, "two\n");
  await page.click(test("file-save"));
  await page.locator(test("file-text"), { hasText: "two" }).waitFor();
  // Somebody else is quicker: what is typed stays, and nothing is overwritten.
  await page.click(test("file-edit"));
  const place = `/jobs/${way.job}/files`;
  await ask("POST", `${place}/move`, { from: "sent/note.txt", to: "sent/other.txt" });
  await page.fill(`textarea${test("file-area")}`, "three\n");
  await page.click(test("file-save"));
  await page.locator(test("file-overtaken")).waitFor();
  check((await page.inputValue(`textarea${test("file-area")}`)) === "three\n", "what was typed is gone");
  if (way.shot) await way.shot("job-file");
  await page.goto(`${base}/jobs/${way.job}?tab=files&dir=sent`);
  const file = page.waitForEvent("download");
  await page.click(test("files-archive"));
  check((await file).suggestedFilename() === "sent.zip", "the folder does not come as an archive");
  if (way.shot) await way.shot("job-files");
  await page.goto(`${base}/jobs/${way.job}?tab=files`);
  await page.click(test("more-sent"));
  await page.locator(".ant-dropdown:not(.ant-dropdown-hidden) .ant-dropdown-menu-item-danger").click();
  await confirm(page);
  await page.locator(test("file-sent")).waitFor({ state: "detached" });
  await page.locator(test("file-runs.txt")).waitFor();
}

async function stop(way) {
  const { page } = way;
  await page.click(test("do-stop"));
  await confirm(page);
  await state(page, "stopped");
  await tab(page, "events");
  await page.locator(`${test("events")} tbody tr[data-row-key]`).nth(6).waitFor();
}

/** The same once more: by the form, then by a file, of which the line that is wrong is told. */
async function again(way) {
  const { page, base } = way;
  await page.click(test("resubmit"));
  await page.waitForURL(/\/expert\/submit$/);
  await page.locator(test("preview"), { hasText: "target: /data/mine" }).waitFor();
  check((await page.inputValue(test("name"))) === "watch me", "the earlier job did not fill the form");
  await page.click(test("as-file"));
  await page.fill(`textarea${test("file-text")}`, "name: short\ncommand: echo done\ndevices: 4000\n");
  await page.click(test("submit"));
  await page.locator(test("file-faults"), { hasText: "3" }).waitFor();
  await page.fill(`textarea${test("file-text")}`, "name: short # a remark\ncommand: echo done\ntags: [night]\n");
  await page.click(test("to-form"));
  await page.locator(test("preview"), { hasText: "- night" }).waitFor();
  await page.click(test("submit"));
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  await state(page, "succeeded");
  const told = await (await page.request.get(`${base}/api/v1/jobs/${page.url().split("/").pop()}`)).json();
  check(told.tags.join() === "night" && told.spec.command.at(-1) === "echo done", `the job is ${JSON.stringify(told)}`);
}

/** Sorted, filtered, and many stopped and taken away at once. */
async function list(way) {
  const { page, base } = way;
  const ask = asks(way);
  for (const name of ["one", "two", "three"]) {
    await ask("POST", "/jobs", { name, command: "trap 'exit 0' TERM; sleep 300 & wait", tags: ["many"] });
  }
  await page.goto(`${base}/jobs?q=many`);
  await row(page, "three").waitFor();
  check((await page.locator("tbody tr[data-row-key]").count()) === 3, "the search finds others, too");
  // Several states at once, and an order that only the server knows; the address says it.
  await page.goto(`${base}/jobs?q=many&state=queued,starting,running&sort=-duration`);
  await row(page, "three").waitFor();
  await page.goto(`${base}/jobs?q=many`);
  await row(page, "three").waitFor();
  await page.locator("th.ant-table-column-has-sorters").first().click();
  await page.waitForURL(/sort=name/);
  await page.locator("tbody tr[data-row-key]").first().filter({ hasText: "one" }).waitFor();
  await page.locator(`${test("tab-mine")}, [role=tab]`).nth(1).click();
  await page.waitForURL(/scope=all/);
  await tickRows(page, ["one", "two", "three"]);
  if (way.shot) await way.shot("list-ticked");
  await page.click(test("bulk-stop"));
  await confirm(page);
  await page.waitForFunction(() => document.querySelectorAll("tbody [data-state=stopped]").length === 3);
  await tickRows(page, ["one", "two", "three"]);
  await page.click(test("bulk-delete"));
  await confirm(page);
  await row(page, "three").waitFor({ state: "detached" });
}

/** A form with a parameter is kept, used with a value that would like to be more than one, and made the usual one. */
async function templates(way) {
  const { page, base } = way;
  const ask = asks(way);
  await page.goto(`${base}/expert/submit`);
  await page.click(test("clear"));
  await field(page, "name").fill("greet");
  await page.fill(`textarea${test("command")}`, "echo hello ${who}");
  await page.click(test("add-parameter"));
  await field(page, "parameter-0").fill("who");
  await page.click(test("edit-parameters"));
  await field(page, "value-of-who").waitFor();
  await page.click(test("submit"));
  await page.locator("[role=alert]").first().waitFor(); // A value is needed.
  await page.click(test("to-template"));
  await inDialog(page);
  await field(page, "template-name").fill("greeting");
  await page.click(test("scope-team"));
  await page.click(test("save-template"));
  await page.locator(".ant-modal").waitFor({ state: "detached" });
  if (way.shot) await way.shot("job-template");
  await page.goto(`${base}/expert/templates?q=greet`);
  await row(page, "greeting").waitFor();
  await row(page, "greeting").locator("a").first().click();
  await page.locator(`textarea${test("template-file")}`).waitFor();
  await page.click(test("use-template"));
  await field(page, "value-of-who").fill("$(id) & `id`");
  await page.click(test("submit"));
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  await state(page, "succeeded");
  await page.keyboard.press("2");
  await console_(page, "hello $(id) & `id`").waitFor();
  // The usual one: a new form begins with it.
  const [kept] = (await ask("GET", "/templates?q=greeting")).items;
  await ask("PUT", "/templates/default", { template_id: kept.id });
  await page.goto(`${base}/expert/submit`);
  await field(page, "value-of-who").waitFor();
  const file = await (await page.request.get(`${base}/api/v1/templates/${kept.id}/file`)).text();
  check(file.includes("name: greet") && file.includes("- name: who"), `the file is ${file}`);
  way.template = kept.id;
}

/** Somebody else of the team finds it in the list, uses it with a value of their own, and may not change it. */
async function secondUser(way) {
  const { page, base, given } = way;
  const roles = (await asks(way)("GET", "/roles?kind=preset")).items;
  const made = await asks(way)("POST", "/users", { name: "second", role_ids: [roles.find((one) => one.key === "platform_user").id] });
  given.push("second");
  await logOut(way);
  await page.goto(`${base}/invitation#secret=${made.invitation.secret}`);
  await page.locator("input[autocomplete=new-password]").first().waitFor();
  await choosePassword(page, PASSWORD);
  await page.waitForSelector("nav a");
  await page.goto(`${base}/expert/templates?q=greet`);
  await row(page, "greeting").locator("a").first().click();
  await page.click(test("use-template"));
  await field(page, "value-of-who").fill("neighbour");
  await page.click(test("submit"));
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  await state(page, "succeeded");
  await page.keyboard.press("2");
  await console_(page, "hello neighbour").waitFor();
  const headers = { "X-Fovea": "1", "If-Match": '"1"' };
  const refused = await page.request.fetch(`${base}/api/v1/templates/${way.template}`, { method: "DELETE", headers });
  check(refused.status() === 403, `a template of somebody else can be deleted: ${refused.status()}`);
  await logOut(way);
  await logIn(way, ADMIN.name, "a sentence for the pictures");
}

/** What comes with the product, by its form: the values that are short, and the line that says that it went well. */
const PRESETS = {
  train_curve: [{ epochs: "5", hidden: "4" }, "of the points kept out are right"],
  search: [{ trials: "4", steps: "50" }, "the best is in best.json"],
  look_around: [{ program: "no such program" }, "== programs"],
  classify: [{ epochs: "3", pictures: "200" }, "pictures kept out are told right"],
  all_reduce: [{ numbers: "20000", rounds: "3" }, "round 3 of 3: each number is 9"],
  tensorboard: [{ steps: "20", minutes: "0" }, "TensorBoard shows both runs for 0 minutes"],
  rank_table: [{}, "the rank table names 16 cards on 2 servers"],
};

async function presets(way) {
  const { page, base } = way;
  await page.goto(`${base}/expert/templates/${way.template}`);
  await page.click(test("delete-template"));
  await confirm(page);
  await page.waitForURL(/\/expert\/templates$/);
  await row(page, "greeting").waitFor({ state: "detached" });
  const all = (await asks(way)("GET", "/templates?scope=preset")).items;
  check(all.length === Object.keys(PRESETS).length, `there are ${all.length} presets`);
  for (const { id, name } of all) {
    const [values, said] = PRESETS[name];
    await page.goto(`${base}/expert/submit?template=${id}`);
    await page.locator(test("preview"), { hasText: "preset" }).waitFor();
    for (const [parameter, value] of Object.entries(values)) await field(page, `value-of-${parameter}`).fill(value);
    await page.click(test("submit"));
    await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
    await page.locator('h1 ~ [data-state="succeeded"]').waitFor();
    await page.keyboard.press("2");
    await page.fill(`input${test("log-search")}, ${test("log-search")} input`, said);
    await page.keyboard.press("Enter");
    await console_(page, said).first().waitFor();
  }
}

async function cluster(way) {
  const { page, base } = way;
  await page.goto(`${base}/expert`);
  await page.locator(test("home"), { hasText: `/home/${ADMIN.name}` }).waitFor();
  await page.locator(`nav a[href="/expert/cluster"]`).click();
  await row(page, "default").waitFor();
  await page.click(test("view-users"));
  await page.waitForURL(/view=users/);
  await page.locator("table").first().waitFor();
  await page.click(test("view-over"));
  await page.waitForURL(/view=over/);
  await page.locator(test("over-span")).waitFor();
  await page.click(test("view-nodes"));
  await page.waitForURL(/view=nodes/);
  await page.getByText("GiB").first().waitFor();
}

/** An annotator has no way there, and is told whom to ask. */
async function closed(way) {
  const { page, base, given } = way;
  const ask = asks(way);
  const roles = (await ask("GET", "/roles?kind=preset")).items;
  const made = await ask("POST", "/users", { name: "painter", role_ids: [roles.find((one) => one.key === "annotator").id] });
  given.push("painter", "default");
  await logOut(way);
  await page.goto(`${base}/invitation#secret=${made.invitation.secret}`);
  await page.locator("input[autocomplete=new-password]").first().waitFor();
  await choosePassword(page, PASSWORD);
  await page.waitForSelector("nav a");
  check((await page.locator("nav a[href^='/expert'], nav a[href='/jobs']").count()) === 0, "the annotator is shown a way to the expert system");
  for (const path of ["/expert", "/expert/submit", "/expert/templates", "/expert/cluster", "/jobs", `/jobs/${way.job}`]) {
    await page.goto(`${base}${path}`);
    await page.locator(test("whom-to-ask")).waitFor();
  }
  await logOut(way);
}

export const steps = [administrator, submit, watch, pauseAndResume, files, stop, again, list, templates, secondUser, presets, cluster, closed];
