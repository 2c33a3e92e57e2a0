import { check, inDialog, test } from "../lib.mjs";
import { until } from "../seed.mjs";
import { readFile } from "node:fs/promises";
import { ADMIN, asks, beside, choosePassword, logIn, logOut, PASSWORD, row, ticked } from "./hands.mjs";
import { codeOf } from "./totp.mjs";

const PICTURES = ["01_200828110014_277500_315_crop_2.jpg", "01_200828110312_397500_315_crop_2.jpg"].map((name) => new URL(`../../../../samples/ball-screw/images/${name}`, import.meta.url));

/** Registers, waits, is let in, and finds no right and whom to ask. */
export async function registration(way) {
  const { page, base, given } = way;
  given.push("newcomer");
  await logOut(way);
  await page.locator("a[href='/register']").click();
  await page.waitForSelector("input[autocomplete=new-password]"); // Until then the log-in's own name field is there.
  await page.fill("input[autocomplete=username]", "newcomer");
  await choosePassword(page, "password"); // One of the commonest.
  await page.waitForSelector("form [role=alert]");
  await choosePassword(page, PASSWORD);
  await page.waitForSelector(".ant-alert-success");
  await page.locator("a[href='/login']").click();
  await page.fill("input[autocomplete=username]", "newcomer");
  await page.fill("input[autocomplete=current-password]", PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".ant-alert-error"); // Waiting.

  await logIn(way, ADMIN.name, ADMIN.password);
  await page.goto(`${base}/admin/users?state=waiting`);
  await row(page, "newcomer").locator("a").first().click();
  await page.click(test("lock")); // "Let in", while somebody waits.
  await page.waitForSelector(`header [data-state=done]`);
  await logOut(way);
  await logIn(way, "newcomer", PASSWORD);
  await page.waitForSelector(test("no-access"));
  if (way.shot) await way.shot("no-rights");
}

/** The link, a password, and the annotator's own first page with nothing else on it. */
export async function annotatorsView(way) {
  const { page, base, language, given } = way;
  await logOut(way);
  await logIn(way, ADMIN.name, ADMIN.password);
  const ask = asks(way);
  const name = language === "en" ? "Ball screws" : "滚珠丝杠";
  given.push(name, "Pitting", "ok");
  const project = await ask("POST", "/projects", { name, product: "", scene: "segmentation", good_name: "ok", note: "", classes: [{ name: "Pitting" }] });
  const { id } = await ask("POST", `/projects/${project.id}/imports`, {});
  for (const [index, picture] of PICTURES.entries()) {
    await ask("PUT", `/imports/${id}/files?name=part-${index}.jpg`, await readFile(picture), { "Content-Type": "application/octet-stream" });
  }
  await ask("POST", `/imports/${id}/finish`);
  given.push("part-0.jpg", "part-1.jpg");
  const { items: [annotator] } = await ask("GET", `/users?q=${encodeURIComponent(way.annotator)}`);
  await ask("POST", `/projects/${project.id}/annotation_tasks`, { name, people: [annotator.id], pictures: { labelled: false } });
  await logOut(way);

  await page.goto(way.invitation);
  await page.waitForSelector("input[autocomplete=new-password]");
  await choosePassword(page, PASSWORD);
  await page.waitForURL(`${base}/annotation`);
  await page.locator(test("my-task"), { hasText: name }).waitFor();
  if (way.shot) await way.shot("annotator");
  const seen = await page.locator("nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  check(seen.includes("/annotation") && !seen.some((href) => /admin|jobs|models|services/.test(href)) && !seen.includes("/"), `the annotator's side bar has ${seen}`);

  for (const path of ["/admin/users", "/admin/audit", "/jobs", "/projects", `/projects/${project.id}/data`, `/projects/${project.id}/annotate`, `/projects/${project.id}/tasks`]) {
    await page.goto(`${base}${path}`);
    await page.waitForSelector(test("no-access"));
  }
  await byKeysAlone(way, ask, name);
  const denied = await page.request.get(`${base}/api/v1/users`);
  check(denied.status() === 403, `the list of users answers an annotator ${denied.status()}`);

  // The link is good for one use.
  await logOut(way);
  await page.goto(way.invitation);
  await page.waitForSelector(".ant-alert-error");
}

/** The work itself without a mouse: the way to it, one picture by one key, the next with box, outline and brush. */
async function byKeysAlone({ page, base, shot }, ask, name) {
  await page.goto(`${base}/annotation`);
  const link = page.locator(test("my-task"), { hasText: name }).locator(test("go-on"));
  await link.waitFor();
  for (let tries = 0; tries < 40 && !(await link.evaluate((one) => one === document.activeElement)); tries += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-ready]");
  const picture = () => page.locator("[data-ready]").getAttribute("data-ready");
  const first = await picture();
  await page.keyboard.press("g");
  await page.keyboard.press("Enter");
  await page.waitForFunction((before) => document.querySelector("[data-ready]") && document.querySelector("[data-ready]").getAttribute("data-ready") !== before, first);
  const second = await picture();
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press("n", "1", "b", "ArrowUp", "Space", "Shift+ArrowRight", "Shift+ArrowDown", "Space");
  await press("p", "Shift+ArrowLeft", "Space", "Shift+ArrowLeft", "Space", "Shift+ArrowDown", "Space", "Enter");
  await press("m", "Shift+ArrowUp", "Space", "Shift+ArrowUp", "Shift+ArrowRight", "Space", "Escape", "Escape");
  if (shot) await shot("keys-alone");
  const told = (id) => ask("GET", `/pictures/${id}/annotation`);
  await until(page, async () => (await told(second)).regions.length === 3, "what was drawn by keys was not kept");
  const drawn = await told(second);
  check(drawn.verdict === "bad" && drawn.regions.map((one) => one.shape.kind).join() === "box,polygon,brush", `drawn by keys: ${JSON.stringify(drawn).slice(0, 400)}`);
  // One of them is chosen, taken away and brought back.
  await press("v", "Tab", "Delete");
  await until(page, async () => (await told(second)).regions.length === 2, "a region was not removed by a key");
  await press("Control+z");
  await until(page, async () => (await told(second)).regions.length === 3, "a removed region did not come back");
  check((await told(first)).verdict === "good", "the annotator's label was not kept");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /2 of 2 done|已完成 2 \/ 2/.test(document.querySelector("[data-ready]")?.textContent ?? ""));
}

/** The auditor begins at the audit. */
export async function auditorsView(way) {
  const { page, base } = way;
  await page.goto(way.auditorInvitation);
  await page.waitForSelector("input[autocomplete=new-password]");
  await choosePassword(page, PASSWORD);
  await page.waitForURL(`${base}/admin/audit`);
  await page.locator("tbody tr[data-row-key]").first().waitFor();
}

/** A password that an administrator set has to be changed before anything else. */
export async function mustChange(way) {
  const { page, base } = way;
  await logOut(way);
  await logIn(way, ADMIN.name, ADMIN.password);
  const { items } = await asks(way)("GET", "/users?q=newcomer");
  await page.goto(`${base}/admin/users/${items[0].id}`);
  await page.click(test("reset"));
  await page.locator(`input${test("by-hand")}, ${test("by-hand")} input`).first().check();
  await page.locator(".ant-modal input[autocomplete=new-password]").fill("chosen by somebody else");
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.locator(".ant-modal").waitFor({ state: "detached" });
  await logOut(way);
  await logIn(way, "newcomer", "chosen by somebody else");
  await page.waitForURL(`${base}/password`);
  await page.goto(`${base}/account`); // There is no way around.
  await page.waitForURL(`${base}/password`);
  await page.fill("input[autocomplete=current-password]", "chosen by somebody else");
  await choosePassword(page, `${PASSWORD}, again`);
  await page.waitForSelector(test("no-access"));
}

/** Second factor: set up with a computed code, needed at the login, once by the app and once by a recovery code. */
export async function secondFactor(way) {
  const { page, base } = way;
  await logOut(way);
  await logIn(way, way.annotator, PASSWORD);
  await page.goto(`${base}/account`);
  await page.click(test("factor-begin"));
  await page.locator("input[autocomplete=current-password]").fill(PASSWORD);
  await page.click(test("factor-go"));
  const secret = await page.locator(test("factor-secret")).innerText();
  check((await page.locator(".ant-qrcode svg").count()) === 1, "there is no QR code");
  await page.fill("input[autocomplete=one-time-code]", "000000");
  await page.click(test("factor-confirm"));
  await page.waitForSelector("form [role=alert]");
  await page.fill("input[autocomplete=one-time-code]", codeOf(secret));
  if (way.shot) await way.shot("factor");
  await page.click(test("factor-confirm"));
  await page.waitForSelector(test("recovery-codes"));
  const codes = await page.locator(`${test("recovery-codes")} li`).allInnerTexts();
  check(codes.length === 10, `there are ${codes.length} recovery codes`);
  if (way.shot) await way.shot("account");
  await page.click(test("codes-kept"));

  await logOut(way);
  await page.fill("input[autocomplete=username]", way.annotator);
  await page.fill("input[autocomplete=current-password]", PASSWORD);
  await page.keyboard.press("Enter");
  await page.fill("input[autocomplete=one-time-code]", "123123");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".ant-alert-error");
  // The code of now was used to set it up; the app's next one is good a little early.
  await page.fill("input[autocomplete=one-time-code]", codeOf(secret, 1));
  await page.keyboard.press("Enter");
  await page.waitForURL(`${base}/annotation`);
  await logOut(way);
  await logIn(way, way.annotator, PASSWORD, () => codes[0]);
  await page.waitForURL(`${base}/annotation`);
}

/** The language of the account holds at once, for the whole page and at the next visit. */
export async function languageSwitch(way) {
  const { page, base, language } = way;
  const other = language === "en" ? "中文" : "English";
  const title = { en: "My account", "zh-CN": "我的账户" };
  const heading = () => page.locator("html").getAttribute("lang");
  await page.goto(`${base}/account`);
  await page.locator(test("account-language")).getByText(other).click();
  await page.waitForFunction((before) => document.documentElement.lang !== before, language);
  await page.reload();
  await page.waitForFunction((before) => document.documentElement.lang !== before, language);
  check((await heading()) === (language === "en" ? "zh-CN" : "en"), "the account's language does not last");
  // The switch in the bar changes the account's too.
  await page.click(test("language"));
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
  await until(page, async () => (await asks(way)("GET", "/session")).language === language, "the switch does not reach the account");
  check(Boolean(title[language]), "no title");
}

/** A program asks, its code is shown, somebody says yes; a second one is refused. */
export async function device(way) {
  const { page, base, given } = way;
  given.push("fovea on station 7", way.annotator);
  const begin = async () => (await page.request.post(`${base}/api/v1/device`, { data: { name: "fovea on station 7" }, headers: { "X-Fovea": "1" } })).json();
  const token = (code) => page.request.post(`${base}/api/v1/device/token`, { data: { device_code: code }, headers: { "X-Fovea": "1" } });
  const first = await begin();
  await page.goto(`${base}${new URL(first.verify_url, base).pathname}${new URL(first.verify_url, base).hash}`);
  await page.click(test("device-find"));
  await page.getByText("fovea on station 7").waitFor();
  if (way.shot) await way.shot("device");
  await page.click(test("device-approve"));
  await page.waitForSelector(".ant-alert-success");
  await page.waitForTimeout(Math.min(6, first.interval_s) * 1000);
  const got = await token(first.device_code);
  check(got.ok() && (await got.json()).secret.startsWith("fovea_"), `the program got ${got.status()}`);

  const second = await begin();
  await page.goto(`${base}/account`);
  await page.goto(`${base}/device`);
  await page.fill(`input${test("device-code")}`, second.user_code.replace("-", "").toLowerCase());
  await page.click(test("device-find"));
  await page.click(test("device-refuse"));
  await page.waitForSelector(".ant-alert-info");
  check((await token(second.device_code)).status() === 410, "a refused program is not told so");
}

/** A token with a part of one's rights: the tree offers no others, and the server holds to it. */
export async function token(way) {
  const { page, base, given } = way;
  given.push("station 7");
  await page.goto(`${base}/account`);
  await page.locator("section", { has: page.locator("h2") }).last().locator(".ant-btn-primary").click();
  await inDialog(page);
  await page.locator(".ant-modal input[type=text], .ant-modal input:not([type])").first().fill("station 7");
  await page.locator(`${test("token-scopes")} input`).nth(1).check();
  await ticked(page, "right-annotate").waitFor();
  check((await page.locator(test("right-user.write")).count()) === 0, "an annotator is offered a right they lack");
  await ticked(page, "right-annotate").check();
  if (way.shot) await way.shot("token");
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  const secret = await page.locator(test("token-secret")).innerText();
  check(secret.startsWith("fovea_"), `the token is ${secret}`);
  given.push(secret);
  const status = async (path) => (await fetch(`${base}/api/v1${path}`, { headers: { Authorization: `Bearer ${secret}` } })).status;
  check((await status("/session")) === 200, "the token is not known");
  check((await status("/projects")) === 403, "the token may do more than was ticked");
}

/** A role that is taken away holds at the next step. */
export async function roleRemoved(way) {
  const { page, base } = way;
  await page.goto(`${base}/annotation`);
  await page.locator(test("my-task")).first().waitFor();
  const admin = await beside(way, ADMIN.name, ADMIN.password);
  const { items } = await admin("GET", `/users?q=${way.annotator}`);
  const results = await admin("POST", "/users/actions", { action: "remove_roles", ids: [items[0].id], role_ids: items[0].roles.map((role) => role.id) });
  check(results.results[0].ok, `the role was not removed: ${results.results[0].code}`);
  await page.reload(); // Nothing else is left to go to.
  await page.waitForSelector(test("no-access"));
  check((await page.locator("nav a").count()) === 0, "the side bar still shows pages");
}
