import { check, inDialog, test } from "../lib.mjs";
import { asks, row, ticked, tickRows } from "./hands.mjs";
import { roleWord } from "./wizards.mjs";

/** Search, sort, bulk actions, columns, and that the built-in administrator cannot be ticked. */
export async function bulk(way) {
  const { page, base, language } = way;
  await page.goto(`${base}/admin/users`);
  await row(page, "import-1").waitFor();
  check(await row(page, "wang").locator("input[type=checkbox]").isDisabled(), "the built-in administrator can be ticked");

  await page.fill(`${test("search")} input, input${test("search")}`, "IMPORT");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=IMPORT/);
  await row(page, way.annotator).waitFor({ state: "detached" });
  check((await page.locator("tbody tr[data-row-key]").count()) === 2, "the search does not find both");

  // The menu of a row by keys alone: its dialog takes the focus, and the row is not opened by what is chosen.
  await row(page, "import-1").locator("button").last().focus();
  await page.keyboard.press("Enter");
  await page.locator(".ant-dropdown [role=menuitem]").last().waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "menuitem");
  await page.keyboard.press("Enter");
  await inDialog(page);
  await page.keyboard.press("Escape");
  await page.locator(".ant-modal").waitFor({ state: "detached" });
  check(new URL(page.url()).pathname === "/admin/users", "choosing from the menu of a row opened the row");

  await tickRows(page, ["import-1", "import-2"]);
  await page.click(test("bulk-groups"));
  await inDialog(page);
  await ticked(page, `tick-${way.group}`).check();
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await row(page, "import-2").getByText(way.group).waitFor();

  await tickRows(page, ["import-1"]);
  await page.click(test("bulk-more"));
  await page.locator(".ant-dropdown:not(.ant-dropdown-hidden) [role=menuitem]").nth(2).click(); // Lock.
  await inDialog(page);
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await row(page, "import-1").locator("[data-state=failed]").waitFor();

  // What hangs on them is said before; then they go.
  await page.goto(`${base}/admin/users?q=import`);
  await row(page, "import-2").waitFor();
  await tickRows(page, ["import-1", "import-2"]);
  await page.click(test("bulk-delete"));
  await page.waitForSelector(test("delete-users"));
  if (way.shot) await way.shot("delete");
  await page.locator(".ant-modal-footer .ant-btn-dangerous:not([disabled])").click();
  await row(page, "import-1").waitFor({ state: "detached" });
  check((await asks(way)("GET", "/users?q=import")).items.length === 0, "they were not deleted");

  // A column that is hidden stays so.
  await page.goto(`${base}/admin/users?sort=-name`);
  await row(page, way.annotator).waitFor();
  const first = await page.locator("tbody tr[data-row-key]").first().innerText();
  check(first.includes("wang"), `sorted downwards, the first is ${first}`);
  await page.locator("button[aria-expanded][aria-controls]").last().click();
  await page.locator("label", { hasText: language === "en" ? "Phone" : "电话" }).locator("input").uncheck();
  await page.reload();
  await row(page, way.annotator).waitFor();
  check((await page.locator("th", { hasText: language === "en" ? "Phone" : "电话" }).count()) === 0, "the hidden column is there again");
}

/** The detail page: edited in place, roles and groups given, and from where each right comes. */
export async function detail(way) {
  const { page, base, language } = way;
  const ask = asks(way);
  const { items } = await ask("GET", `/users?q=${way.auditor}`);
  way.auditorId = items[0].id;
  await page.goto(`${base}/admin/users/${way.auditorId}`);
  await page.click(test("edit"));
  await page.fill(`input${test("fact-phone")}`, "+86 21 1234");
  await page.keyboard.press("Enter");
  await page.getByText("+86 21 1234").waitFor();

  await page.click(test("add-role"));
  await inDialog(page);
  await ticked(page, `tick-${roleWord(language, "auditor")}`).check();
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.locator("a", { hasText: roleWord(language, "auditor") }).waitFor();
  await page.click(test("add-group"));
  await inDialog(page);
  await ticked(page, `tick-${way.group}`).check();
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.locator(`${test("rights")} li`, { hasText: way.group }).first().waitFor();
  if (way.shot) await way.shot("user");
  // The annotator's role of the wizard goes, and what comes by the group alone goes with it.
  const remove = language === "en" ? "Remove" : "移除";
  await page.getByRole("button", { name: `${remove} ${roleWord(language, "annotator")}` }).click();
  await page.locator(`${test("rights")} li`, { hasText: roleWord(language, "annotator") }).first().waitFor({ state: "detached" });
  await page.getByRole("button", { name: `${remove} ${way.group}` }).click();
  await page.locator(`${test("rights")} li`, { hasText: way.group }).first().waitFor({ state: "detached" });
}

/** Who did what: filtered, opened, and the chain whole. */
export async function audit(way) {
  const { page, base } = way;
  await page.goto(`${base}/admin/audit?action=user.change&object_id=${way.auditorId}`);
  const found = page.locator("tbody tr[data-row-key]");
  await found.first().waitFor();
  for (const text of await found.allInnerTexts()) check(text.includes(way.auditor), `not about this user: ${text}`);
  await found.last().click(); // The first change was that of the phone.
  await page.waitForSelector(`${test("change")} [data-side=after]`);
  check((await page.locator(`${test("change")} [data-side=after]`).allInnerTexts()).some((text) => text.includes("+86 21 1234")), "the change of the phone is not shown");
  await page.click(test("check"));
  await page.waitForSelector(".ant-alert-success");
  if (way.shot) await way.shot("audit");
  const href = await page.locator(`a${test("jsonl")}, ${test("jsonl")} a`).first().getAttribute("href");
  const lines = (await (await page.request.get(`${base}${href}`)).text()).trim().split("\n");
  check(lines.length > 0 && lines.every((line) => JSON.parse(line).action === "user.change"), "the export holds other rows than the filter");
}

/** Name of the product and self registration: seen at once at the door. */
export async function settings(way) {
  const { page, base, given, language } = way;
  way.product = language === "en" ? "Line Eye" : "产线之眼";
  given.push(way.product);
  await page.goto(`${base}/admin/settings`);
  await page.fill(`input${test("product-name")}`, way.product);
  await page.click(test("self-registration"));
  await page.click(test("save"));
  await page.waitForFunction((name) => document.title === name, way.product);
  await page.locator("header", { hasText: way.product }).waitFor();
}
