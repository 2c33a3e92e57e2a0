// Makes the pictures of the documents from the running product, in both languages, on the sample:
//   node tests/pictures.mjs PROGRAM [zh-CN|en]      (CHROMIUM, PAGES as for tests/e2e/way.mjs; OUT=folder instead of ../docs/pictures;
//   ONLY=people, ONLY=jobs, ONLY=expert or ONLY=way for a part of them)
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, checkWords, openBrowser, openPage, startServer, stopServices, test } from "./e2e/lib.mjs";
import { runCommands } from "./looks/rooms.mjs";
import { peopleWords, takePeople } from "./pictures/people.mjs";
import { asks, fillProject, partSample, sample, setUp, until } from "./e2e/seed.mjs";

const [program, only] = process.argv.slice(2);
if (!program) {
  console.error("usage: node tests/pictures.mjs PROGRAM [zh-CN|en]");
  process.exit(2);
}
const out = process.env.OUT ?? join(import.meta.dirname, "../../docs/pictures");
const SIZE = { width: 1280, height: 800 };
/** Quality of WebP: words stay sharp, and all pictures of both languages stay small. */
const QUALITY = 0.72;
const MOST_BYTES = 120_000;
const words = {
  "zh-CN": { user: "质检员", project: "滚珠丝杠表面", product: "滚珠丝杠 BS-25", good: "良品", defect: "点蚀", defects: ["划痕"], model: "点蚀检测", line: "1 号线" },
  en: { user: "inspector", project: "Ball screw surface", product: "Ball screw BS-25", good: "Good", defect: "Pitting", defects: ["Scratch"], model: "Pitting", line: "Line 1" },
};

/** What is shown, as WebP: encoded by the browser, on a page of its own. */
async function shoot(page, folder, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(SIZE.width - 2, SIZE.height - 2);
  await page.waitForTimeout(700); // Until notes have faded and charts have grown.
  const shown = await page.screenshot({ type: "png", animations: "disabled" });
  const bytes = await asWebp(page.context(), shown);
  check(bytes.length <= MOST_BYTES, `${name} takes ${bytes.length} bytes`);
  await writeFile(join(folder, `${name}.webp`), bytes);
  console.log(`${name}.webp  ${Math.round(bytes.length / 1000)} kB`);
}

async function asWebp(context, png) {
  const desk = await context.browser().newPage();
  try {
    const text = await desk.evaluate(async ([data, quality]) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
      const canvas = new OffscreenCanvas(image.width, image.height);
      canvas.getContext("2d").drawImage(image, 0, 0);
      const blob = await canvas.convertToBlob({ type: "image/webp", quality });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = "";
      for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
      return btoa(text);
    }, [png.toString("base64"), QUALITY]);
    return Buffer.from(text, "base64");
  } finally {
    await desk.close();
  }
}

const pictureShown = (page, where) =>
  page.waitForFunction((place) => [...document.querySelectorAll(place)].some((one) => one.complete && one.naturalWidth > 0), where);

async function make(language) {
  const word = words[language];
  const folder = join(out, language);
  await mkdir(folder, { recursive: true });
  const parts = await partSample();
  const server = await startServer(program);
  const browser = await openBrowser();
  const { page, faults } = await openPage(browser, language);
  await page.setViewportSize(SIZE);
  const { base } = server;
  const ask = asks(page, base);
  const snap = async (name) => {
    await checkWords(page, language, Object.values(word).flat());
    check(faults.length === 0, `unseen faults: ${faults.join("; ")}`);
    await shoot(page, folder, name);
  };
  try {
    await setUp(page, server.link, base, word.user);
    await page.goto(`${base}/projects/new`);
    await page.waitForSelector("input[name=scene]", { state: "attached" });
    await snap("new-project");
    const { id } = await fillProject(ask, word, parts);
    const at = (path) => page.goto(`${base}/projects/${id}${path}`);

    await at("/data");
    await pictureShown(page, "[role=option] img");
    await page.waitForLoadState("networkidle");
    await snap("data");

    const drawn = (await ask("GET", `/projects/${id}/pictures?verdict=bad&labelled=true&limit=50`)).items.sort((a, b) => b.regions - a.regions)[0];
    await at(`/annotate?picture=${drawn.id}`);
    await page.waitForSelector(`[data-ready="${drawn.id}"]`);
    await page.keyboard.press("Tab");
    await page.waitForLoadState("networkidle");
    await snap("annotate");

    await at("/trainings/new");
    await page.locator("input[type=radio][value=segment]").click({ force: true });
    await page.waitForLoadState("networkidle");
    await snap("train");
    const job = await ask("POST", `/projects/${id}/trainings`, { task: "segment", cost: 5, budget_s: 60, name: word.model });
    await at(`/trainings/${job.id}`);
    await until(page, async () => {
      const { state, progress } = await ask("GET", `/jobs/${job.id}`);
      return state !== "running" && state !== "starting" && state !== "queued" ? true : progress?.phase === "training" && progress.done >= progress.total * 0.3;
    }, "the training does not get on");
    await snap("training");
    const trained = await until(page, async () => {
      const now = await ask("GET", `/jobs/${job.id}`);
      check(!["failed", "stopped"].includes(now.state), `the training is ${now.state}: ${JSON.stringify(now.reason)}`);
      return now.state === "succeeded" && now.model_id ? now : null;
    }, "the training did not end");

    await at(`/models/${trained.model_id}?cost=2`);
    await page.waitForSelector(test("figure-overkill"));
    await page.click(test("cheapest"));
    await page.waitForTimeout(500);
    // A gallery with something in it: escapes, else overkill.
    if (!(await page.locator("[role=tabpanel] [role=option], [role=listbox] [role=option]").count())) await page.locator("[role=tab]").nth(3).click();
    await page.waitForLoadState("networkidle");
    await snap("evaluate");
    if (await page.locator(test("save-threshold")).count()) {
      await page.click(test("save-threshold"));
      await page.waitForURL((url) => !url.searchParams.has("t"));
    }
    const { revision } = await ask("GET", `/models/${trained.model_id}`);
    await ask("PATCH", `/models/${trained.model_id}`, { stage: "released" }, { "If-Match": `"${revision}"` });
    await at(`/models/${trained.model_id}?tab=publish`);
    await page.waitForSelector("a[href$='/package']");
    await snap("publish");

    let service = await ask("POST", `/projects/${id}/services`, { model_id: trained.model_id, name: word.line, keep: "all" });
    service = await until(page, async () => {
      const now = await ask("GET", `/services/${service.id}`);
      return now.state === "running" ? now : null;
    }, "the service did not come up");
    await at(`/services/${service.id}`);
    await page.setInputFiles(test("try-files"), [join(sample, "images", parts.line.find(parts.outlined))]);
    await page.locator(test("try-verdict")).waitFor();
    await at("");
    await page.waitForSelector(test("next"));
    await snap("project");

    await at("/inspect");
    let number = 1;
    for (const name of parts.line) {
      const bytes = await readFile(join(sample, "images", name));
      await ask("POST", `/services/${service.id}/infer?serial=BS25-${String(number).padStart(4, "0")}`, bytes, { "Content-Type": "image/jpeg" });
      number += 1;
    }
    await page.locator("ol [data-verdict]").nth(parts.line.length - 1).waitFor();
    await page.waitForLoadState("load");
    await snap("inspect");

    await at("/inspect/recheck");
    await page.waitForSelector(test("is-ok"));
    for (const [done, key] of [[1, "n"], [2, "n"]]) {
      await page.keyboard.press(key);
      await page.waitForSelector(`${test("recheck-count")}[data-done="${done}"]`);
    }
    await pictureShown(page, "figure img, main img");
    await snap("recheck");
    await at("/inspect/records");
    await page.waitForSelector("tbody tr[data-row-key]");
    await snap("records");

    await at(`/services/${service.id}`);
    await page.setInputFiles(test("try-files"), [join(sample, "images", parts.line.findLast(parts.outlined))]);
    await page.locator(test("try-verdict")).waitFor();
    await pictureShown(page, "main img");
    await page.waitForTimeout(2500); // The charts follow every 2 s.
    await snap("service");
    await page.goto(`${base}/`);
    await page.waitForLoadState("load");
    await page.waitForTimeout(500);
    await snap("workbench");
  } finally {
    await stopServices(page, base);
    await browser.close();
    await server.stop();
  }
}

const commands = {
  "zh-CN": ["夜间统计", "合并批次", "检查标注", "等待的任务", "暂停的任务"],
  en: ["night count", "merge batches", "check labels", "one that waits", "one that rests"],
};

/** The form of a job with its file, and the console of one that runs. */
async function makeJobs(language) {
  const folder = join(out, language);
  await mkdir(folder, { recursive: true });
  const server = await startServer(program);
  const browser = await openBrowser();
  const { page, faults } = await openPage(browser, language);
  const { base } = server;
  await page.setViewportSize(SIZE);
  const user = words[language].user;
  const snap = async (name) => {
    await page.waitForLoadState("networkidle");
    await checkWords(page, language, [user, ...commands[language]]);
    check(faults.length === 0, `unseen faults: ${faults.join("; ")}`);
    await shoot(page, folder, name);
  };
  try {
    await setUp(page, server.link, base, user);
    const { running } = await runCommands(page, asks(page, base), commands[language]);
    await page.goto(`${base}/expert/submit?from=${running.id}`);
    await page.waitForSelector(test("preview"));
    await snap("job-form");
    await page.goto(`${base}/jobs/${running.id}?tab=console`);
    await page.locator("[role=log] [data-stream]").nth(10).waitFor();
    await page.keyboard.press("g");
    await snap("job-console");
  } finally {
    await stopServices(page, base);
    await browser.close();
    await server.stop();
  }
}

const expert = {
  "zh-CN": ["训练缺陷网络", "NPU 训练", "排队的训练"],
  en: ["train the defect net", "train on NPU", "a training that waits"],
};
const TRAINS = `trap 'exit 0' TERM
mkdir -p runs checkpoints
echo '{"epochs": 10, "rate": 0.05}' > config.json
printf 'import time\nprint("training")\n' > train.py
head -c 200000 /dev/zero > checkpoints/epoch-3.bin
python3 -m http.server 40001 --bind 127.0.0.1 >/dev/null 2>&1 &
i=0; while :; do i=$((i+1)); echo "step $i loss 0.$((1000-i%900))"; sleep 1; done`;
const NPU = "huawei_npu_arm64";

/** The expert system on a cluster with simulated nodes: home, cluster, templates, and a job from all sides. */
async function makeExpert(language) {
  const folder = join(out, language);
  await mkdir(folder, { recursive: true });
  const place = await mkdtemp(join(tmpdir(), "fovea-pictures-"));
  // A driver of cards that tells two errors, as on a host of such cards.
  const logs = join(place, "slog");
  await mkdir(join(logs, "device-0"), { recursive: true });
  await mkdir(join(logs, "device-1"), { recursive: true });
  const cluster = join(place, "cluster.yaml");
  const node = (name, cards) => `  - {name: ${name}, cores: 16, memory: 64GiB, devices: [${cards}]${name === "npu-1" ? `, device_logs: {folder: ${logs}, utc_offset: "+00:00"}` : ""}}\n`;
  await writeFile(cluster, `nodes:\n${node("npu-1", `{type: ${NPU}, count: 8}`)}${node("gpu-1", "{type: nvidia_gpu_amd64, model: GTX2080TI, count: 4}")}`);
  const server = await startServer(program, { cluster });
  const browser = await openBrowser();
  const { page, faults } = await openPage(browser, language);
  const { base } = server;
  await page.setViewportSize(SIZE);
  const user = words[language].user;
  const [trains, npu, waits] = expert[language];
  const snap = async (name) => {
    await page.waitForLoadState("load");
    await checkWords(page, language, [user, ...expert[language], "web", "train", "training", "config", "runs", "checkpoints", "python"]);
    check(faults.length === 0, `unseen faults: ${faults.join("; ")}`);
    await shoot(page, folder, name);
  };
  try {
    await setUp(page, server.link, base, user);
    const ask = asks(page, base);
    const runs = (job) => until(page, async () => ((await ask("GET", `/jobs/${job.id}`)).state === "running" ? job : null), `${job.name} does not run`, 60);
    const files = { name: trains, command: TRAINS, device: "cpu", devices: 1, longest_run: "2h", endpoints: [{ name: "web", port: 40001 }] };
    const first = await runs(await ask("POST", "/jobs", files));
    const cards = await runs(await ask("POST", "/jobs", { ...files, name: npu, device: NPU, devices: 8, endpoints: [], command: "trap 'exit 0' TERM; sleep 3000 & wait" }));
    await ask("POST", "/jobs", { name: waits, command: "true", device: NPU, devices: 8 });
    const at = (card, words_) => `[ERROR] RUNTIME(7,python3):${new Date().toISOString().replace(/^(.{10})T(.{8})\.(.*)Z$/, "$1-$2.$3")}.000 [task.cc:1]7 ${words_}, device_id=${card}\n`;
    await writeFile(join(logs, "device-0", "device-0_20260101.log"), at(0, "aicore error: kernel task happen error") + at(0, "aicore error: task exception"));
    await writeFile(join(logs, "device-1", "device-1_20260101.log"), at(1, "hbm: multi bit ecc error"));
    await page.goto(`${base}/expert`);
    await page.locator("canvas").first().waitFor();
    await page.locator(test("storage")).waitFor();
    await snap("expert-home");
    await page.goto(`${base}/expert/cluster`);
    await page.locator("canvas").first().waitFor();
    await snap("expert-cluster");
    await page.goto(`${base}/expert/cluster?view=users`);
    await page.locator(`${test("device-users")} tbody tr[data-row-key]`).first().waitFor();
    await snap("expert-users");
    await page.goto(`${base}/expert/cluster?view=over`);
    // Use is written down every minute.
    await page.locator("canvas").first().waitFor({ timeout: 150_000 });
    await snap("expert-over");
    await page.goto(`${base}/expert/templates`);
    await page.locator("tbody tr[data-row-key]").first().waitFor();
    await snap("job-templates");
    const of = (tab) => page.goto(`${base}/jobs/${first.id}${tab ? `?tab=${tab}` : ""}`);
    await of("");
    await page.locator(test("timeline")).waitFor();
    await snap("job-detail");
    await of("endpoints");
    await page.locator(`${test("state-web")}[data-state=ready]`).waitFor({ timeout: 60_000 });
    await snap("job-endpoints");
    await of("files");
    await page.getByText("train.py").first().waitFor();
    await snap("job-files");
    await of("terminal");
    await page.locator(`${test("terminal-line")}[data-line=open]`).waitFor({ timeout: 60_000 });
    await page.locator(`${test("terminal")} textarea`).focus();
    await page.keyboard.type("ls; cat config.json\n");
    await page.locator(`${test("terminal")} .xterm-rows`, { hasText: "rate" }).waitFor();
    await snap("job-terminal");
    await page.goto(`${base}/jobs/${cards.id}?tab=npu`);
    await page.locator(test("npu-card")).nth(1).waitFor({ timeout: 60_000 });
    await snap("job-npu");
  } finally {
    await stopServices(page, base);
    await browser.close();
    await server.stop();
    await rm(place, { recursive: true, force: true });
  }
}

/** Those of the administrator's guide. */
async function makePeople(language) {
  const folder = join(out, language);
  await mkdir(folder, { recursive: true });
  const server = await startServer(program);
  const browser = await openBrowser();
  const { page, faults } = await openPage(browser, language);
  await page.setViewportSize(SIZE);
  try {
    await takePeople({ page, base: server.base, link: server.link }, language, async (name) => {
      await checkWords(page, language, Object.values(peopleWords[language]).flat(2));
      check(faults.length === 0, `unseen faults: ${faults.join("; ")}`);
      await shoot(page, folder, name);
    });
  } finally {
    await browser.close();
    await server.stop();
  }
}

for (const language of only ? [only] : ["zh-CN", "en"]) {
  const wanted = (part) => !process.env.ONLY || process.env.ONLY === part;
  if (wanted("people")) await makePeople(language);
  if (wanted("jobs")) await makeJobs(language);
  if (wanted("expert")) await makeExpert(language);
  if (wanted("way")) await make(language);
}
