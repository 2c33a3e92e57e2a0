import { check, test } from "../lib.mjs";
import { asks, row, ticked } from "./hands.mjs";

/** Two people at once: refused where they have the same name or a taken one, forward and back without losing anything, links at the end. */
export async function newUsers(way) {
  const { page, base, given, language } = way;
  way.annotator = "li.na";
  way.auditor = "audit-1";
  way.nickname = language === "en" ? "Nina Li" : "李娜";
  given.push(way.annotator, way.auditor, way.nickname);
  await page.goto(`${base}/admin`);
  await page.waitForFunction((place) => document.querySelector(place)?.textContent === "1", test("count-users"));
  await page.locator("a[href='/admin/users/new']").click();
  await page.click(test("add-row"));
  const rows = page.locator(test("user-row"));
  check((await rows.count()) === 2, "a row was not added");
  const put = async (at, field, text) => rows.nth(at).locator(`input${test(`row-${field}`)}`).fill(text);
  await put(0, "nickname", way.nickname);
  await put(0, "name", way.annotator);
  await put(1, "name", way.annotator);
  await put(1, "mail", "not a mail");
  await page.click(test("next")); // Twice in the batch, and no mail.
  await page.locator(`${test("user-row")} [role=alert]`).nth(1).waitFor();
  await put(1, "name", "wang");
  await put(1, "mail", "");
  await page.click(test("next")); // Taken in the database.
  const taken = page.locator(`${test("user-row")} [role=alert]`);
  await taken.first().waitFor();
  check((await taken.count()) === 1, "not only the taken name is refused");
  await put(1, "name", way.auditor);
  await page.click(test("next"));
  await page.locator(test("tick-" + roleWord(language, "annotator"))).waitFor();
  await page.click(test("next")); // Nobody without a role.
  await page.waitForSelector("[role=alert]");
  await ticked(page, "tick-" + roleWord(language, "annotator")).check();
  await page.click(test("next"));
  await page.waitForSelector(test("preview"));
  await page.click(test("back"));
  check(await ticked(page, "tick-" + roleWord(language, "annotator")).isChecked(), "going back lost the role");
  await page.click(test("back"));
  check((await rows.nth(0).locator(`input${test("row-nickname")}`).inputValue()) === way.nickname, "going back lost the nickname");
  await page.click(test("next"));
  await page.locator(test("tick-" + roleWord(language, "annotator"))).waitFor();
  await page.click(test("next"));
  await page.waitForSelector(test("preview"));
  await page.click(test("create"));
  await page.waitForSelector(test("links"));
  const links = await page.locator(test("link")).allTextContents();
  check(links.length === 2 && links.every((link) => link.startsWith(`${base}/invitation#secret=`)), `the links are ${links}`);
  way.invitation = links[0];
  way.auditorInvitation = links[1];
  if (way.shot) await way.shot("links");
  await page.click(test("done"));
  await row(page, way.annotator).waitFor();
}

/** A table: every bad row is named and nothing made; then all of it. */
export async function importUsers({ page, base, given, shot }) {
  given.push("import-1", "import-2", "users.csv");
  await page.goto(`${base}/admin/users/import`);
  const file = (text) => ({ name: "users.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.setInputFiles(test("table"), file("用户名,角色,电子邮件\nimport-1,annotator,one@example.com\nwang,annotator,\nimport-2,nobody,\nimport-1,annotator,x\n"));
  await page.waitForSelector(test("bad-rows"));
  const lines = await page.locator(`${test("bad-rows")} tbody tr td:first-child`).allTextContents();
  check(["3", "4", "5"].every((line) => lines.includes(line)) && !lines.includes("2"), `the bad rows are ${lines}`);
  if (shot) await shot("import");
  await page.setInputFiles(test("table"), file("用户名,角色,电子邮件\nimport-1,annotator,one@example.com\nimport-2,annotator;reviewer,\n"));
  await page.click(test("import"));
  await page.waitForSelector(test("links"));
  check((await page.locator(test("link")).count()) === 2, "not both have a link");
}

/** The permission tree: a module half ticked, a right that comes along and cannot be taken away, all of it. */
export async function newRole(way) {
  const { page, base, given, language } = way;
  way.role = language === "en" ? "Shift lead" : "班长";
  given.push(way.role);
  await page.goto(`${base}/admin/roles/new`);
  await page.click(test("next"));
  await page.waitForSelector("[role=alert]");
  await page.fill(`input${test("name")}`, way.role);
  await page.click(test("next"));
  await page.locator(test("right-user.write")).first().waitFor();
  await page.click(test("next"));
  await page.waitForSelector("[role=alert]");
  const half = (name) => page.locator(".ant-checkbox-indeterminate", { has: page.locator(`input${test(name)}`) }).count();
  await ticked(page, "right-recheck").check();
  check(await ticked(page, "right-record.read").isChecked(), "recheck does not bring record.read along");
  check(await ticked(page, "right-record.read").isDisabled(), "what comes along can be taken away");
  check(await ticked(page, "module-record").isChecked(), "the parent of a whole module is not ticked");
  await ticked(page, "right-model.read").check();
  check((await half("module-model")) === 1, "the parent of a part is not half ticked");
  check((await half("right-all")) === 1, "the root is not half ticked");
  await ticked(page, "module-model").click();
  check(await ticked(page, "right-model.write").isChecked(), "the parent does not tick its children");
  await ticked(page, "module-model").click();
  check(!(await ticked(page, "right-model.read").isChecked()), "the parent does not untick its children");
  if (way.shot) await way.shot("tree");
  await page.click(test("next"));
  await page.waitForSelector(test("preview"));
  await page.click(test("back"));
  check(await ticked(page, "right-recheck").isChecked(), "going back lost the rights");
  await page.click(test("next"));
  await page.waitForSelector(test("preview"));
  await page.click(test("create"));
  await page.waitForURL(/\/admin\/roles\/[0-9a-f-]{36}$/);
  way.roleId = page.url().split("/").pop();
  const { permissions } = await asks(way)("GET", `/roles/${way.roleId}`);
  check(permissions.includes("recheck"), `the role allows ${permissions}`);
}

/** A group with the new role, forward and back. */
export async function newGroup(way) {
  const { page, base, given, language } = way;
  way.group = language === "en" ? "Night shift" : "夜班";
  given.push(way.group);
  await page.goto(`${base}/admin/groups/new`);
  await page.fill(`input${test("name")}`, way.group);
  await page.click(test("next"));
  await page.locator(test(`tick-${way.role}`)).first().waitFor();
  await page.click(test("next"));
  await page.waitForSelector("[role=alert]");
  await ticked(page, `tick-${way.role}`).check();
  await page.click(test("next"));
  await page.waitForSelector(test("preview"));
  await page.click(test("back"));
  await page.click(test("back"));
  check((await page.inputValue(`input${test("name")}`)) === way.group, "going back lost the name");
  await page.click(test("next"));
  await page.locator(test(`tick-${way.role}`)).first().waitFor();
  await page.click(test("next"));
  await page.waitForSelector(test("preview"));
  await page.click(test("create"));
  await page.waitForURL(/\/admin\/groups\/[0-9a-f-]{36}$/);
  way.groupId = page.url().split("/").pop();
}

const roles = { annotator: ["标注员", "Annotator"], auditor: ["审计员", "Auditor"] };
export const roleWord = (language, key) => roles[key][language === "en" ? 1 : 0];
