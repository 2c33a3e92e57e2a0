// Every page there is, empty and full, with what has to be there before one looks.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "../e2e/lib.mjs";
import { asks, deployed, fillProject, partSample, sample, setUp, trained, until } from "../e2e/seed.mjs";

export const SIZES = [{ width: 1280, height: 800 }, { width: 1440, height: 900 }, { width: 390, height: 844 }];

const words = {
  "zh-CN": {
    user: "王主管", project: "滚珠丝杠表面", product: "滚珠丝杠 BS-25", good: "良品", defect: "点蚀", defects: ["划痕", "装配间隙处的轻微磕碰伤"], model: "点蚀检测", line: "1 号线",
    shift: "夜班", shiftSays: "20:00 至次日 8:00", role: "班长", roleSays: "查看记录并复判，派发标注任务", commands: ["夜间统计", "合并批次", "检查标注", "等待的任务", "暂停的任务"], people: [["li.na", "李娜"], ["zhang.wei", "张伟"], ["chen.jing", "陈静"]], empty: "空项目",
  },
  en: {
    user: "chief", project: "Ball screw surface", product: "Ball screw BS-25", good: "Good", defect: "Pitting", defects: ["Scratch", "Slight dent at the fitting gap"], model: "Pitting", line: "Line 1",
    shift: "Night shift", shiftSays: "From 20:00 to 8:00", role: "Shift lead", roleSays: "Sees and rechecks records, hands out annotation", commands: ["night count", "merge batches", "check labels", "one that waits", "one that rests"], people: [["nina.lee", "Nina Lee"], ["tom.hill", "Tom Hill"], ["ada.ford", "Ada Ford"]], empty: "Empty project",
  },
};
const NAMES = ["fovea_", "newcomer", "BS25"];
export const given = (language) => [...Object.values(words[language]).flat(3), ...NAMES];

/** What is seen before anybody logs in. */
export async function openDoors(page, { base, link }) {
  return [
    { name: "setup", path: link, ready: "input[autocomplete=username]" },
    { name: "login-none", path: `${base}/login` },
    { name: "register", path: `${base}/register` },
    { name: "invitation-bad", path: `${base}/invitation#secret=none` },
  ];
}

/** The administrator's first minutes. */
export async function emptyRooms(page, { base, link }, language) {
  const word = words[language];
  await page.setViewportSize(SIZES[0]);
  await setUp(page, link, base, word.user);
  const ask = asks(page, base);
  const none = [["workbench", "/"], ["projects", "/projects"], ["annotation", "/annotation"], ["jobs", "/jobs"], ["jobs-deleted", "/jobs?scope=deleted"], ["expert", "/expert"], ["submit", "/expert/submit"], ["templates", "/expert/templates"], ["cluster-state", "/expert/cluster"], ["groups", "/admin/groups"], ["missing", "/nowhere"]];
  const project = await ask("POST", "/projects", { name: word.empty, product: "", scene: "foreign_object", good_name: word.good, note: "", classes: [{ name: word.defect }] });
  const within = [
    ["home", ""], ["data", "/data"], ["raw", "/data?tab=raw"], ["versions", "/data?tab=versions"], ["parts", "/data?tab=split"], ["statistics", "/data?tab=statistics"], ["annotate", "/annotate"], ["trainings", "/trainings"], ["loop", "/trainings/loop"], ["train", "/trainings/new"],
    ["models", "/models"], ["services", "/services"], ["deploy", "/services?new=1"], ["inspect", "/inspect"], ["recheck", "/inspect/recheck"], ["records", "/inspect/records"], ["settings", "/settings"],
  ];
  return [
    ...none.map(([name, path]) => ({ name: `none-${name}`, path: `${base}${path}`, ready: "main" })),
    ...within.map(([name, path]) => ({ name: `none-${name}`, path: `${base}/projects/${project.id}${path}`, ready: name === "annotate" ? "[role=toolbar]" : "main h1" })),
    { name: "none-deleted", path: `${base}/projects?deleted=1`, ready: "main h1" },
  ];
}

/** A project with all that it takes and a house of people; logged in already. */
export async function fillHouse(page, { base }, language) {
  const word = words[language];
  const ask = asks(page, base);
  await page.goto(`${base}/`);
  const parts = await partSample();
  const project = await fillProject(ask, word, parts);
  const first = await trained(page, ask, project.id, { task: "anomaly", cost: 5, name: word.model });
  const second = await trained(page, ask, project.id, { task: "anomaly", cost: 20, name: `${word.model} 2` });
  const service = await deployed(page, ask, project.id, first.model_id, { name: word.line, keep: "all" });
  let number = 1;
  for (const name of parts.line) {
    const bytes = await readFile(join(sample, "images", name));
    await ask("POST", `/services/${service.id}/infer?serial=BS25-${String(number).padStart(4, "0")}`, bytes, { "Content-Type": "image/jpeg" });
    await ask("POST", `/projects/${project.id}/raw_pictures?machine=AOI-${number % 3}&product=BS25&station=end&flag=${number % 2 ? "ng" : "ok"}`, bytes, { "Content-Type": "image/jpeg" });
    number += 1;
  }
  const records = (await ask("GET", `/projects/${project.id}/records?limit=50`)).items;
  await ask("POST", `/records/${records[1].id}/recheck`, { verdict: "ok", class_id: null, to_dataset: true });
  const roles = (await ask("GET", "/roles?limit=50")).items;
  const role = await ask("POST", "/roles", { name: word.role, description: word.roleSays, permissions: ["recheck", "annotation.dispatch"] });
  const group = await ask("POST", "/groups", { name: word.shift, description: word.shiftSays, role_ids: [role.id] });
  const annotator = roles.find((one) => one.key === "annotator").id;
  const { made } = await ask("POST", "/users/batch", {
    users: word.people.map(([name, nickname], index) => ({
      name, nickname, phone: "138 0013 8000", mail: `${name}@example.com`, role_ids: [annotator], group_ids: index === 0 ? [group.id] : [],
    })),
  });
  const commands = await runCommands(page, ask, word.commands);
  return { word, project, parts, jobs: [first, second], service, records, role, group, made, commands };
}

const SPEAKS = `trap 'exit 0' TERM
printf '\\033[1;34mstage 1\\033[0m reading \\033[32mok\\033[0m\\n'
for i in 1 2 3 4 5 6; do printf 'epoch 1: %d0%%|####      | %d/10\\r' $i $i; done; echo
printf '\\033[33mWarning\\033[0m: three pictures have no label\\n' >&2
i=0; while [ $i -lt 400 ]; do i=$((i+1)); echo "step $i loss 0.$((1000-i))"; done`;

/** Commands in every state that they can rest in: one runs and speaks, one ended well and one badly, one waits, one is paused. */
export async function runCommands(page, ask, [runs, ended, failed, waits, rests]) {
  const submit = (file) => ask("POST", "/jobs", file);
  const comes = (job, state) => until(page, async () => ((await ask("GET", `/jobs/${job.id}`)).state === state ? job : null), `${job.name} does not become ${state}`, 60);
  const well = await comes(await submit({ name: ended, command: SPEAKS, tags: ["BS-25"] }), "succeeded");
  const badly = await comes(await submit({ name: failed, command: "echo nothing here >&2; exit 3" }), "failed");
  const gone = await comes(await submit({ name: ended, command: "echo gone" }), "succeeded");
  await ask("DELETE", `/jobs/${gone.id}`);
  const { cores } = (await ask("GET", "/virtual_clusters/devices")).nodes[0];
  const running = await comes(await submit({ name: runs, command: `${SPEAKS}\nsleep 3000 & wait`, devices: cores, longest_run: "2h", environment: { EPOCHS: "10", DATA: "/data/BS-25" }, tags: ["BS-25"] }), "running");
  const waiting = await submit({ name: waits, command: "true", priority: 150, preemptible: true });
  const resting = await submit({ name: rests, command: "true" });
  await ask("POST", `/jobs/${resting.id}/pause`);
  return { well, badly, gone, running, waiting, resting: await comes(resting, "paused") };
}

const clicked = (place) => async (page) => {
  await page.locator(place).first().click();
  await page.waitForTimeout(300);
};

/** The expert system, with a command in every state. */
export function commandRooms(base, commands) {
  const top = (name, path, more = {}) => ({ name, path: `${base}${path}`, ready: "main h1", ...more });
  return [
    ...Object.entries(commands).map(([name, one]) => top(`job-${name}`, `/jobs/${one.id}`, { ready: test("timeline") })),
    top("job-console", `/jobs/${commands.running.id}?tab=console`, { ready: "[role=log] [data-stream]" }), top("job-found", `/jobs/${commands.well.id}?tab=console&q=loss`, { ready: "[role=log] mark" }),
    top("job-stream", `/jobs/${commands.well.id}?tab=console&stream=err`, { ready: "[role=log] [data-stream]" }), top("job-events", `/jobs/${commands.running.id}?tab=events`, { ready: test("events") }),
    top("jobs-deleted", "/jobs?scope=deleted", { ready: "tbody tr[data-row-key]" }),
    top("jobs-all", "/jobs?scope=all&sort=-took", { ready: "tbody tr[data-row-key]" }), top("expert", "/expert", { ready: "canvas" }), top("cluster-state", "/expert/cluster", { ready: "canvas" }), top("cluster-nodes", "/expert/cluster?view=nodes"), top("cluster-images", "/expert/cluster?view=images"),
    top("job-endpoints", `/jobs/${commands.running.id}?tab=endpoints`), top("templates-full", "/expert/templates", { ready: "tbody tr[data-row-key]" }),
    top("submit", `/expert/submit?from=${commands.running.id}`, { ready: test("preview") }),
    top("submit-wrong", "/expert/submit", { ready: test("preview"), act: async (page) => { await page.fill(`input${test("name")}`, ""); await page.click(test("submit")); } }),
    top("submit-file", "/expert/submit", { ready: test("preview"), act: async (page) => { await page.click(test("as-file")); await page.fill(`textarea${test("file-text")}`, "name: x\ncommand: true\nmemory: much\n"); await page.click(test("to-form")); } }),
  ];
}

export async function fullRooms(page, { base }, house) {
  const { word, project, parts, jobs, service, records, role, group, made, commands } = house;
  const ask = asks(page, base);
  const [cluster] = (await ask("GET", "/virtual_clusters")).items;
  const drawn = (await ask("GET", `/projects/${project.id}/pictures?verdict=bad&labelled=true&limit=50`)).items.sort((a, b) => b.regions - a.regions)[0];
  const [after, before] = (await ask("GET", `/projects/${project.id}/versions`)).items;
  await ask("PUT", `/projects/${project.id}/split`, { by: "class", validation: 0.1, test: 0.2 });
  const counted = await ask("POST", `/projects/${project.id}/statistics`, {});
  await until(page, async () => (await ask("GET", `/statistics/${counted.id}`)).state === "done", "the statistics did not end");
  const at = (name, path, more = {}) => ({ name, path: `${base}/projects/${project.id}${path}`, ready: "main h1", ...more });
  const top = (name, path, more = {}) => ({ name, path: `${base}${path}`, ready: "main h1", ...more });
  const [model, other] = jobs.map((one) => one.model_id);
  const wizard = (steps) => async (page) => {
    await page.evaluate(() => localStorage.removeItem("fovea.draft.project"));
    for (let step = 0; step < steps; step += 1) {
      if (step === 1) await page.fill(`input${test("name")}`, word.project);
      await page.click(test("next"));
    }
  };
  return [
    top("workbench", "/"), top("projects", "/projects"), top("data-sets", "/projects?view=data"), top("annotation", "/annotation"), top("jobs", "/jobs"), top("job", `/jobs/${service.job_id}`), ...commandRooms(base, commands),
    ...[0, 1, 2, 3].map((steps) => top(`wizard-${steps + 1}`, "/projects/new", { act: wizard(steps) })),
    at("home", ""), at("data", "/data", { ready: "[role=option] img" }), at("data-look", `/data?look=${drawn.id}`, { ready: ".ant-modal img" }),
    at("raw", "/data?tab=raw", { ready: "main img" }), at("versions", "/data?tab=versions"), at("version", `/data/versions/${after.id}`, { ready: "tfoot" }), at("version-diff", `/data/versions/${before.id}/diff/${after.id}`),
    at("parts", "/data?tab=split", { ready: "tfoot" }), at("statistics", "/data?tab=statistics", { ready: "canvas" }), at("data-part", "/data?part=test", { ready: "[role=option] img" }),
    at("annotate", `/annotate?picture=${drawn.id}`, { ready: `[data-ready="${drawn.id}"]` }),
    at("trainings", "/trainings"), at("loop", "/trainings/loop"), at("train", "/trainings/new"), at("training", `/trainings/${jobs[0].id}`),
    at("models", "/models"), at("evaluation", `/models/${model}`, { ready: test("figure-overkill") }),
    at("evaluation-end", `/models/${model}`, { ready: test("figure-overkill"), act: (page) => page.evaluate(() => document.querySelector("main").scrollTo(0, 99_999)) }),
    at("evaluation-look", `/models/${model}?show=all&look=0`, { ready: ".ant-modal img" }), at("publish", `/models/${model}?tab=publish`), at("compare", `/models/compare?a=${model}&b=${other}`),
    at("services", "/services"), at("deploy", "/services?new=1", { ready: ".ant-modal" }),
    at("service", `/services/${service.id}`), at("webcam", `/services/${service.id}?try=webcam`),
    at("try", `/services/${service.id}`, {
      act: async (page) => {
        await page.setInputFiles(test("try-files"), parts.line.slice(0, 3).map((name) => join(sample, "images", name)));
        await page.locator(test("try-verdict")).waitFor();
      },
    }),
    at("inspect", "/inspect", { ready: "ol [data-verdict]" }), at("recheck", "/inspect/recheck"), at("records", "/inspect/records", { ready: "tbody tr[data-row-key]" }),
    at("record", `/inspect/records/${records[0].id}`, { ready: "figure img" }), at("records-none", "/inspect/records?serial=nothing"), at("settings", "/settings"),
    top("account", "/account"), top("account-end", "/account", { act: (page) => page.evaluate(() => document.querySelector("main").scrollTo(0, 99_999)) }), top("device", "/device"), top("about", "/about"),
    top("console", "/admin"), top("users", "/admin/users", { ready: "tbody tr[data-row-key]" }), top("users-none", "/admin/users?q=nobody"),
    top("users-new", "/admin/users/new"), top("users-import", "/admin/users/import"), top("user", `/admin/users/${made[0].user.id}`),
    top("user-menu", "/admin/users", { ready: "tbody tr[data-row-key]", again: true, act: clicked("tbody tr[data-row-key] td:last-child button") }),
    top("groups", "/admin/groups", { ready: "tbody tr[data-row-key]" }), top("groups-new", "/admin/groups/new"), top("group", `/admin/groups/${group.id}`),
    top("roles", "/admin/roles", { ready: "tbody tr[data-row-key]" }), top("roles-new", "/admin/roles/new"), top("role", `/admin/roles/${role.id}`),
    top("clusters", "/virtual-clusters", { ready: "tbody tr[data-row-key]" }), top("clusters-new", "/virtual-clusters/new"), top("cluster", `/virtual-clusters/${cluster.id}`),
    top("audit", "/admin/audit", { ready: "tbody tr[data-row-key]" }), top("system", "/admin/settings"),
    top("palette", "/", { act: (page) => page.keyboard.press("Control+k") }), at("keys", `/annotate?picture=${drawn.id}`, { ready: `[data-ready="${drawn.id}"]`, act: (page) => page.keyboard.press("?") }),
  ];
}
