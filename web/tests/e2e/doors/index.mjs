// The ways into jobs, in their order. Each step takes what the ones before it left in `way`.
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { check, Failed, test } from "../lib.mjs";
import { asks, logIn, logOut, ADMIN } from "../people/hands.mjs";
import { setUp, until } from "../seed.mjs";

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

async function administrator(way) {
  const { page, base, link, given } = way;
  given.push(ADMIN.name);
  await setUp(page, link, base, ADMIN.name);
  await logOut(way);
  await logIn(way, ADMIN.name, "a sentence for the pictures");
}

/** By the form: a port of the program; the tools are there by a tick, or off with the reason. */
async function submit(way) {
  const { page, base } = way;
  const port = await freePort();
  const script = await readFile(join(import.meta.dirname, "serve.py"), "utf8");
  await page.goto(`${base}/expert/submit`);
  await page.locator(test("tool-jupyter")).waitFor();
  const { items } = await asks(way)("GET", "/jobs/endpoint_tools");
  for (const { kind, installed } of items) {
    const box = page.locator(`${test(`tool-${kind}`)}`);
    await page.waitForFunction(([selector, off]) => document.querySelector(selector)?.disabled === off, [test(`tool-${kind}`), !installed]);
    check((await box.isDisabled()) === !installed, `the tick box of ${kind}`);
  }
  await page.locator(`input${test("name")}, ${test("name")} input`).first().fill("serve");
  await page.fill(`textarea${test("command")}`, `cat > serve.py <<'END'\n${script}END\nexec python3 serve.py ${port}\n`);
  await page.click(test("add-endpoint"));
  await page.fill(test("endpoint-name-0"), "Web");
  await page.fill(test("endpoint-place-0"), String(port));
  await page.click(test("submit"));
  await page.locator("[data-field=endpoints] [role=alert]").waitFor();
  await page.fill(test("endpoint-name-0"), "web");
  await page.locator(test("preview"), { hasText: `port: ${port}` }).waitFor();
  await page.click(test("submit"));
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  way.job = page.url().split("/").pop();
}

/** From the job's page into a tab of its own; the page, a reload, a WebSocket. */
async function open(way) {
  const { page } = way;
  await page.click(test("tab-endpoints"));
  await page.locator(`${test("state-web")}[data-state=ready]`).waitFor();
  const [door] = await Promise.all([page.waitForEvent("popup"), page.click(test("open-web"))]);
  await door.getByText("served by a job").waitFor();
  check(new URL(door.url()).host.startsWith("web--") && new URL(door.url()).search === "", `the link stays in the address: ${door.url()}`);
  check(await door.evaluate(() => window.opener === null), "the job's page holds on to the platform's");
  await door.reload();
  await door.getByText("served by a job").waitFor();
  const echo = await door.evaluate(
    () =>
      new Promise((done, fail) => {
        const socket = new WebSocket(`ws://${location.host}/ws`);
        socket.onopen = () => socket.send("hello");
        socket.onmessage = ({ data }) => done(data);
        socket.onerror = () => fail(new Error("no socket"));
      }),
  );
  check(echo === "hello", "the WebSocket says something else");
  way.door = door;
}

/** What the job's scripts try: the platform with the visitor's cookies, its cookie, and another job's door. */
async function attack(way) {
  const { page, base, door } = way;
  const own = await door.evaluate(async () => (await fetch("/api/v1/session", { headers: { "X-Fovea": "1" } })).text());
  check(own.includes("served by a job"), "a path of the door leads to the platform");
  const platforms = [base, base.replace("127.0.0.1", "localhost")];
  const read = await door.evaluate(
    async (all) => Promise.all(all.map((at) => fetch(`${at}/api/v1/session`, { credentials: "include" }).then((r) => r.text(), () => "refused"))),
    platforms,
  );
  check(read.every((one) => one === "refused"), `a job's page read ${read}`);
  const changed = await door.evaluate(
    async (all) => Promise.all(all.map((at) => fetch(`${at}/api/v1/tokens`, { method: "POST", credentials: "include", headers: { "X-Fovea": "1", "Content-Type": "application/json" }, body: '{"name":"stolen"}' }).then(() => "sent", () => "refused"))),
    platforms,
  );
  check(changed.every((one) => one === "refused"), "a job's page changed something");
  check((await asks(way)("GET", "/tokens")).items.length === 0, "a job's page made a token");
  // Cookies in the platform's name, for its own host and for what is above it.
  await door.evaluate(() => {
    for (const domain of ["", "; Domain=localhost", "; Domain=127.0.0.1"]) document.cookie = `fovea_session=tossed; Path=/${domain}`;
  });
  for (const at of platforms) {
    const names = (await page.context().cookies(at)).map(({ name, value }) => `${name}=${value}`);
    check(!names.some((one) => one.includes("tossed") || one.includes("planted")), `a cookie of a job is the platform's: ${names}`);
  }
  check((await page.request.get(`${base}/api/v1/session`)).status() === 200, "the platform no longer knows its user");
  const seen = await door.evaluate(async () => (await fetch("/seen")).text());
  check(!/fovea_|authorization/i.test(seen), `the job saw a secret: ${seen}`);
  // The page of another job, against this door.
  const host = new URL(door.url()).host;
  const other = await page.context().newPage();
  await other.route("http://evil--01.localhost/**", (route) => route.fulfill({ contentType: "text/html", body: "<h1>evil</h1>" }));
  await other.goto("http://evil--01.localhost/");
  const crossed = await other.evaluate(async (at) => {
    const socket = await new Promise((done) => {
      const one = new WebSocket(`ws://${at}/ws`);
      one.onopen = () => done("open");
      one.onerror = () => done("refused");
    });
    const fetched = await fetch(`http://${at}/seen`, { credentials: "include" }).then((r) => r.text(), () => "refused");
    const script = await new Promise((done) => {
      const one = document.createElement("script");
      one.src = `http://${at}/seen`;
      one.onload = () => done("loaded");
      one.onerror = () => done("refused");
      document.body.append(one);
    });
    return { socket, fetched, script };
  }, host);
  check(Object.values(crossed).every((one) => one === "refused"), `another page got in: ${JSON.stringify(crossed)}`);
  await other.close();
}

/** A shell of the job in its page: what is typed and shown, its end, and a new one; a key of the account. */
async function terminal(way) {
  const { page, base } = way;
  const line = (is) => page.locator(`${test("terminal-line")}[data-line=${is}]`).waitFor();
  await page.click(test("tab-terminal"));
  await line("open");
  await page.locator(`${test("terminal")} textarea`).focus();
  await page.keyboard.type("echo is-$((6 * 7))-in-$FOVEA_JOB_NAME\n");
  await page.locator(`${test("terminal")} .xterm-rows`, { hasText: "is-42-in-serve" }).waitFor();
  // The work folder is where it begins, and what the command wrote is there.
  await page.keyboard.type("clear; ls\n");
  await page.locator(`${test("terminal")} .xterm-rows`, { hasText: "serve.py" }).waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${way.language}-terminal.png`) });
  await page.keyboard.type("exit 3\n");
  await line("ended");
  await page.click(test("terminal-again"));
  await line("open");
  await page.goto(`${base}/account`);
  await page.locator(test("ssh-add")).click();
  await page.fill(`textarea${test("ssh-key")}`, "-----BEGIN OPENSSH PRIVATE KEY-----");
  await page.locator(".ant-modal [role=alert]").waitFor();
  check(await page.locator(".ant-modal-footer .ant-btn-primary").isDisabled(), "a private key can be sent");
  await page.fill(`textarea${test("ssh-key")}`, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti ann@desk");
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.locator(test("ssh-keys"), { hasText: "ann@desk" }).waitFor();
  await page.goto(`${base}/jobs/${way.job}?tab=endpoints`);
}

/** The job's end closes the door. */
async function end(way) {
  const { page, base, door, language } = way;
  await asks(way)("POST", `/jobs/${way.job}/stop`);
  await page.locator(`${test("state-web")}[data-state=ended]`).waitFor();
  await door.reload();
  await door.getByText(language === "en" ? "The job has ended" : "任务已结束").first().waitFor();
  await door.close();
  await page.goto(`${base}/jobs`);
}

const CELL_MS = 20_000;
const CELL_TRIES = 12;

/** A cell that is run before its kernel has come up does nothing and says so nowhere: then it is run again, by the key that stays in it. */
async function runFirstCell(door, said) {
  const output = door.locator(".jp-OutputArea-output", { hasText: said }).first();
  const dialog = door.locator(".jp-Dialog button.jp-mod-accept");
  for (let tries = 0; tries < CELL_TRIES; tries += 1) {
    // It may ask which kernel is meant.
    if (await dialog.first().isVisible()) await dialog.first().click();
    await door.locator(".jp-Notebook .cm-content").first().click({ timeout: CELL_MS }).catch(() => undefined);
    await door.keyboard.press("Control+Enter");
    if (await output.waitFor({ timeout: CELL_MS }).then(() => true, () => false)) return;
  }
  throw new Failed(`the first cell did not say ${said}`);
}

/** JupyterLab, code-server and TensorBoard themselves, where this machine has them. */
async function tools(way) {
  const { page, base } = way;
  const ask = asks(way);
  const known = (await ask("GET", "/jobs/endpoint_tools")).items;
  const there = known.filter((one) => one.installed).map((one) => one.kind);
  for (const { kind, program } of known.filter((one) => !one.installed)) console.log(`${way.language}  tools: ${kind} is skipped, there is no ${program} (scripts/setup_tools.sh)`);
  const open_ = async (endpoints, name, command) => {
    const job = await ask("POST", "/jobs", { name: "tools", command, endpoints });
    await page.goto(`${base}/jobs/${job.id}?tab=endpoints`);
    await page.locator(`${test(`state-${name}`)}[data-state=ready]`).waitFor();
    const [door] = await Promise.all([page.waitForEvent("popup"), page.click(test(`open-${name}`))]);
    return { job: job.id, door };
  };
  if (there.includes("jupyter")) {
    const { job, door } = await open_([{ name: "lab", kind: "jupyter" }], "lab", "sleep infinity");
    await door.locator(".jp-Launcher").first().waitFor();
    await door.locator(".jp-LauncherCard[data-category=Notebook]").first().click();
    // What is run before the kernel answers is never run.
    await door.locator(".jp-StatusBar-Widget, #jp-bottom-panel", { hasText: "| Idle" }).first().waitFor();
    const cell = door.locator(".jp-Notebook .cm-content").first();
    await cell.click();
    await door.keyboard.type("print(6 * 7, __import__('os').getcwd())");
    await runFirstCell(door, `42 /home/${ADMIN.name}`);
    if (process.env.SHOTS) await door.screenshot({ path: join(process.env.SHOTS, `${way.language}-jupyter.png`) });
    await door.close();
    await ask("POST", `/jobs/${job}/stop`);
  }
  if (there.includes("vscode")) {
    // The job itself sees that the file was saved.
    const command = "echo before > note.txt\nuntil grep -q after note.txt; do sleep 0.3; done\necho saved\nsleep infinity\n";
    const { job, door } = await open_([{ name: "code", kind: "vscode" }], "code", command);
    await door.locator(".monaco-workbench").waitFor();
    await door.locator(".explorer-folders-view .monaco-list-row", { hasText: "note.txt" }).dblclick();
    await door.locator(".editor-instance .view-line", { hasText: "before" }).first().click();
    await door.keyboard.press("Control+End");
    await door.keyboard.type("after");
    await door.keyboard.press("Control+s");
    const said = async () => (await ask("GET", `/jobs/${job}/log`)).lines.some((line) => line.text === "saved");
    await until(page, said, "the file was not saved");
    if (process.env.SHOTS) await door.screenshot({ path: join(process.env.SHOTS, `${way.language}-vscode.png`) });
    await door.close();
    await ask("POST", `/jobs/${job}/stop`);
  }
  if (there.includes("tensorboard")) {
    // An event file as TensorFlow writes it: length, CRC-32C of it, the event, CRC-32C of that.
    const script = await readFile(join(import.meta.dirname, "events.py"), "utf8");
    const command = `mkdir -p runs\ncat > events.py <<'END'\n${script}END\npython3 events.py runs\nsleep infinity\n`;
    const { job, door } = await open_([{ name: "board", kind: "tensorboard", logdir: "runs" }], "board", command);
    await door.getByText("loss").first().waitFor();
    // Its last value as TensorBoard itself read it, through the gateway.
    const scalars = await door.evaluate(async () => (await fetch("/data/plugin/scalars/scalars?tag=loss&run=.")).json());
    const [, step, value] = scalars.at(-1);
    check(scalars.length === 50 && step === 49 && Math.abs(value - 1 / 50) < 1e-6, `the curve ends with ${JSON.stringify(scalars.at(-1))}`);
    if (process.env.SHOTS) await door.screenshot({ path: join(process.env.SHOTS, `${way.language}-tensorboard.png`) });
    await door.close();
    await ask("POST", `/jobs/${job}/stop`);
  }
  await page.goto(`${base}/jobs`);
}

export const steps = [administrator, submit, open, attack, terminal, end, tools];
