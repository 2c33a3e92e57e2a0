// Virtual clusters in the browser: shares, members, the switch at the top, limits of a user, jobs that would be stopped; then mail
// and the switches of modules in the settings.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { check, inDialog, test } from "../lib.mjs";
import { until } from "../seed.mjs";
import { asks, logIn, logOut, ADMIN, PASSWORD, row, ticked, tickRows } from "./hands.mjs";
import { readable, startMail } from "./smtp.mjs";

const IMAGES = join(import.meta.dirname, "../../../../samples/ball-screw/images");
const NAME = { "zh-CN": "视觉组", en: "Vision" };

const input = (page, name) => page.locator(`input${test(name)}, ${test(name)} input`).first();
const confirm = (page) => page.locator(".ant-modal-confirm .ant-btn-dangerous, .ant-modal-footer .ant-btn-dangerous").last().click();

async function pick(page, field, text) {
  await page.locator(`${test(field)}`).click();
  await page.keyboard.type(text);
  await page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option", { hasText: text }).first().click();
  await page.keyboard.press("Escape");
}

/** Somebody who may train, with a session beside the browser's. */
async function worker(way, ask) {
  const roles = (await ask("GET", "/roles?kind=preset")).items;
  const role = roles.find((one) => one.key === "platform_user");
  const made = await ask("POST", "/users", { name: "worker", mail: "worker@plant.example", language: way.language, role_ids: [role.id] });
  const headers = { "X-Fovea": "1", "Content-Type": "application/json" };
  const entered = await fetch(`${way.base}/api/v1/invitations/${made.invitation.secret}`, { method: "POST", headers, body: JSON.stringify({ password: PASSWORD }) });
  check(entered.ok, `the invitation answers ${entered.status}`);
  headers.Cookie = entered.headers.get("set-cookie").split(";")[0];
  const asked = async (method, path, body, more = {}) => {
    const answer = await fetch(`${way.base}/api/v1${path}`, { method, headers: { ...headers, ...more }, body: body instanceof Buffer ? body : body && JSON.stringify(body) });
    check(answer.ok, `${method} ${path} answers ${answer.status}: ${await answer.clone().text()}`);
    return answer.status === 204 ? null : answer.json();
  };
  return { id: made.user.id, ask: asked };
}

/** Takes from the first one, makes another, and puts people into it. */
export async function clusters(way) {
  const { page, base, language, given } = way;
  const ask = asks(way);
  await logOut(way);
  await logIn(way, ADMIN.name, ADMIN.password);
  way.cluster = NAME[language];
  way.worker = await worker(way, ask);
  given.push(way.cluster, "default");
  await page.locator("nav a[href='/virtual-clusters']").click();
  await row(page, "default").click();
  const { items } = await ask("GET", "/virtual_clusters/devices");
  const cores = items[0].total;
  await page.click(test("edit"));
  // All cores but one stay; a machine with one gives it away.
  await input(page, "quota-cpu").fill(String(cores - 1));
  await page.click(test("save"));
  await page.getByText(`0 / ${cores - 1}`).or(page.getByText(language === "en" ? "No devices" : "没有设备")).first().waitFor();

  await page.goto(`${base}/virtual-clusters`);
  await page.click(test("new"));
  await input(page, "name").fill("default");
  await input(page, "quota-cpu").fill("1");
  await input(page, "longest-run").fill("2");
  await page.click(test("make"));
  await page.locator("[role=alert]").first().waitFor(); // The name is taken, told at the field.
  await input(page, "name").fill(way.cluster);
  await page.click(test("make"));
  await page.waitForURL(/\/virtual-clusters\/[0-9a-f-]{36}$/);
  await page.locator("h1", { hasText: way.cluster }).waitFor();
  way.clusterId = page.url().split("/").pop();

  await page.locator(test("add-members")).first().click();
  await inDialog(page);
  await pick(page, "pick-users", "worker");
  await pick(page, "pick-groups", way.group);
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await row(page, "worker").waitFor();
  await page.getByRole("button", { name: `${language === "en" ? "Make administrator" : "设为管理员"} worker` }).click();
  await row(page, "worker").locator(".ant-tag").waitFor();
  if (way.shot) await way.shot("cluster");
  await page.goto(`${base}/virtual-clusters`);
  await row(page, way.cluster).waitFor();
  if (way.shot) await way.shot("clusters");
  await input(page, "search").fill("default");
  await page.keyboard.press("Enter");
  await row(page, way.cluster).waitFor({ state: "detached" });
}

/** A user: in which ones, and how long their jobs may run; and what happens where jobs of theirs run. */
export async function clustersOfUser(way) {
  const { page, base, language } = way;
  const ask = asks(way);
  await page.goto(`${base}/admin/users/${way.auditorId}`);
  await page.click(test("choose-clusters"));
  await inDialog(page);
  await ticked(page, `tick-${way.cluster}`).check();
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.locator(test("cluster-of-user"), { hasText: way.cluster }).waitFor();
  await input(page, "user-longest-run").fill("1");
  await page.click(test("save-longest-run"));
  await page.locator(test("save-longest-run")).waitFor({ state: "detached" });
  const user = await ask("GET", `/users/${way.auditorId}`);
  check(user.longest_run_s === 3600, `the longest run is ${user.longest_run_s}`);

  // A training of a member, who is then taken out: it is told, asked about, and stopped.
  const project = await way.worker.ask("POST", "/projects", { name: "stop me", product: "", scene: "free", good_name: "ok", note: "", classes: [] });
  const { id } = await way.worker.ask("POST", `/projects/${project.id}/imports`, {});
  const names = Array.from({ length: 48 }, (_, n) => n);
  const picture = await readFile(join(IMAGES, (await import("node:fs")).readdirSync(IMAGES)[0]));
  for (const n of names) {
    // The same picture with something behind its end is another file.
    const bytes = Buffer.concat([picture, Buffer.from([n])]);
    await way.worker.ask("PUT", `/imports/${id}/files?name=ok%2F${n}.jpg`, bytes, { "Content-Type": "application/octet-stream" });
  }
  await way.worker.ask("POST", `/imports/${id}/finish`);
  const job = await way.worker.ask("POST", `/projects/${project.id}/trainings`, { virtual_cluster_id: way.clusterId });
  check(job.virtual_cluster.name === way.cluster && job.spec.budget_s === 6480, `the training is ${JSON.stringify(job)}`);
  const running = await way.worker.ask("POST", `/projects/${project.id}/imports`);
  check(Date.parse(running.ends_by) > Date.now(), `the import that runs is ${JSON.stringify(running)}`);
  await page.goto(`${base}/virtual-clusters/${way.clusterId}`);
  await row(page, "worker").waitFor();
  await tickRows(page, ["worker"]);
  await page.click(test("remove-ticked"));
  await page.locator(test("jobs-to-stop"), { hasText: job.id }).waitFor();
  await page.locator(`${test("jobs-to-stop")} li`, { hasText: project.name }).filter({ hasText: running.id }).waitFor();
  if (way.shot) await way.shot("cluster-jobs");
  await confirm(page);
  await row(page, "worker").waitFor({ state: "detached" });
  const ended = await until(page, async () => {
    const now = await ask("GET", `/jobs/${job.id}`);
    return ["succeeded", "stopped", "failed"].includes(now.state) ? now : null;
  }, "the job of a member who was taken out goes on", 600);
  check(ended.state === "stopped", `the job of a member who was taken out is ${JSON.stringify(ended)}`);
  const isCut = async () => {
    const cut = await ask("GET", `/imports/${running.id}`);
    return cut.state === "cancelled" && cut.reason.code === "import.stopped";
  };
  await until(page, isCut, "the import of a member who was taken out goes on");
  await page.goto(`${base}/jobs/${job.id}`);
  await page.getByText(way.cluster).first().waitFor();

  // Who is in several switches at the top, and makes one the usual one.
  await ask("POST", `/virtual_clusters/${way.clusterId}/members`, { add_user_ids: [(await ask("GET", "/session")).id] });
  await page.goto(`${base}/projects`);
  await page.locator(test("cluster-now"), { hasText: way.cluster }).click();
  await page.locator("[data-item]", { hasText: "default" }).click();
  await page.locator(test("cluster-now"), { hasText: "default" }).click();
  await page.locator("[data-item]", { hasText: language === "en" ? "the usual one" : "设为默认" }).click();
  const usual = async () => {
    const me = await ask("GET", "/session");
    return me.virtual_clusters.find((one) => one.id === me.virtual_cluster_id)?.name === "default";
  };
  await until(page, usual, "the usual virtual cluster was not kept");
}

/** A mail server is set up and tried out; an invitation and a link for a new password go through it. */
export async function mail(way) {
  const { page, base, language } = way;
  const ask = asks(way);
  const server = await startMail();
  try {
    await page.goto(`${base}/admin/settings`);
    await input(page, "mail-host").fill("127.0.0.1");
    await page.locator(test("mail-encryption")).click();
    await page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option").nth(2).click();
    await input(page, "mail-port").fill(String(server.port));
    await input(page, "mail-sender").fill("fovea");
    await page.click(test("mail-save"));
    await page.locator("[role=alert]").first().waitFor(); // That is no mailbox.
    await input(page, "mail-sender").fill("Fovea <fovea@plant.example>");
    await page.click(test("mail-save"));
    await input(page, "mail-to").fill("nobody@plant.example");
    await page.click(test("mail-test"));
    await page.locator("[role=alert]", { hasText: "no such mailbox" }).first().waitFor();
    await input(page, "mail-to").fill("chief@plant.example");
    await page.click(test("mail-test"));
    await server.letter((one) => one.to === "chief@plant.example", "the test mail did not come");
    if (way.shot) await way.shot("mail");

    // A link for a new password, from the page of a user.
    await page.goto(`${base}/admin/users/${way.worker.id}`);
    await page.click(test("reset"));
    await page.locator(".ant-modal-footer .ant-btn-primary").click();
    await page.locator(test("mail-state"), { hasText: "worker@plant.example" }).waitFor();
    const link = await page.locator(test("link")).innerText();
    const sent = await server.letter((one) => one.to === "worker@plant.example" && readable(one).includes(link), "no letter has the link of the page");
    const letter = readable(sent);
    check(letter.includes(language === "en" ? "24 hours" : "24 小时"), "the letter is in another language than its reader's");
    await logOut(way);
    await page.goto(link);
    await page.waitForSelector("input[autocomplete=new-password]");
    for (const field of await page.locator("input[autocomplete=new-password]").all()) await field.fill(`${PASSWORD}, anew`);
    await page.click("button[type=submit]");
    await page.waitForURL((url) => url.pathname === "/login");
    await logIn(way, "worker", `${PASSWORD}, anew`);
    await logOut(way);
    await logIn(way, ADMIN.name, ADMIN.password);
    await ask("DELETE", "/settings/mail");
  } finally {
    await server.stop();
  }
}

/** A module that is switched off is in no menu, and its page is not there. */
export async function modules(way) {
  const { page, base } = way;
  await page.goto(`${base}/admin/settings`);
  await page.click(test("module-cluster"));
  await page.locator("nav a[href='/virtual-clusters']").waitFor({ state: "detached" });
  const answer = await page.request.get(`${base}/api/v1/virtual_clusters`);
  check(answer.status() === 404, `a module that is off answers ${answer.status()}`);
  await page.goto(`${base}/virtual-clusters/${way.clusterId}`);
  await page.locator("h1").first().waitFor();
  check((await page.locator("h1", { hasText: way.cluster }).count()) === 0, "a page of a module that is off is shown");
  await page.goto(`${base}/admin/settings`);
  await page.click(test("module-cluster"));
  await page.locator("nav a[href='/virtual-clusters']").waitFor();
}
