// Coming in by a real provider of OpenID Connect: its settings on the page, the button at the login, a first login, linking.
import { check, test } from "../lib.mjs";
import { CLIENT, SECRET, startProvider } from "../../idp/provider.mjs";
import { ADMIN, asks, logIn, logOut, row } from "./hands.mjs";

const NAME = { "zh-CN": "公司账户", en: "Company account" };

/** Logs out here and there: the provider would else let the same person in without asking. */
async function logOutThere(way) {
  await logOut(way);
  await way.page.context().clearCookies();
  await way.page.goto(`${way.base}/login`);
}

/** The provider's own page, which is no page of ours. */
async function signInThere(page, provider, login) {
  await page.waitForURL((url) => url.origin === provider.issuer);
  await page.fill("input[name=login]", login);
  await page.click("button[value=in]");
}

async function put(page, name, text) {
  await page.fill(`input${test(`provider-${name}`)}, ${test(`provider-${name}`)} input`, text);
}

/** Settings are typed, tried out (wrong and right) and kept; the secret is not shown again. */
export async function providerSettings(way) {
  const { page, base, language, given } = way;
  way.provider = await startProvider();
  given.push(NAME[language], "夏娃 Eve");
  await logOut(way);
  check((await page.locator(test("ways")).count()) === 0, "the login page offers a provider in a house without one");
  await logIn(way, ADMIN.name, ADMIN.password);
  await page.locator("nav a[href='/admin/identity']").click();
  await page.click(test("new-oidc"));
  await put(page, "name", NAME[language]);
  await put(page, "issuer", "http://id.example");
  await put(page, "client_id", CLIENT);
  await put(page, "secret", "not the secret");
  await put(page, "scopes", "profile email phone groups");
  await page.click(test("save"));
  await page.locator("[role=alert]").first().waitFor(); // http is only for this machine, told at the field.
  await put(page, "issuer", way.provider.issuer);
  await page.click(test("test"));
  await page.waitForSelector(test("test-failed")); // The secret.
  if (way.shot) await way.shot("provider-test-failed");
  await put(page, "secret", SECRET);
  await page.click(test("test"));
  await page.waitForSelector(test("test-good"));
  await page.click(test("mapping-add"));
  await page.locator(`${test("mapping-row")} input`).first().fill("labelling");
  await page.locator(`${test("mapping-row")} .ant-select`).click();
  await page.keyboard.type(language === "en" ? "Annotator" : "标注员");
  await page.keyboard.press("Enter");
  await page.click(test("provider-enabled"));
  await page.click(test("save"));
  await page.waitForSelector(test("redirect-uri"));
  const address = await page.locator(test("redirect-uri")).innerText();
  check(address.startsWith(`${base}/api/v1/oidc/`), `the redirect address is ${address}`);
  check((await page.locator(test("provider-secret")).count()) === 0, "a kept secret is shown");
  check(!(await page.content()).includes("a secret of the test"), "the page holds the secret");
  // Kept again without typing it, it still works.
  await page.click(test("test"));
  await page.waitForSelector(test("test-good"));
  if (way.shot) await way.shot("provider");
  await page.goto(`${base}/admin/identity`);
  await row(page, NAME[language]).waitFor();
}

/** The button, the provider's page, and the first page of the role that the mapping gives. */
export async function logInByProvider(way) {
  const { page, base, provider, language } = way;
  await logOut(way);
  await page.goto(`${base}/login?to=%2Faccount`);
  await page.waitForSelector(test("ways"));
  if (way.shot) await way.shot("login-ways");
  await page.locator(`${test("ways")} button`).click();
  await signInThere(page, provider, "eve");
  await page.waitForURL(`${base}/account`);
  const me = await asks(way)("GET", "/session");
  check(me.name === "eve" && me.roles[0].key === "annotator", `it is ${me.name} with ${me.roles.map((role) => role.key)}`);
  await page.locator("tbody tr[data-row-key]", { hasText: NAME[language] }).waitFor();
  check((await page.locator(test("change-password")).count()) === 0, "somebody without a password is offered to change it");
  // The only way in stays.
  await page.locator(test("unlink")).click();
  await page.locator(".ant-modal-footer .ant-btn-dangerous").click();
  await page.locator(".ant-message-error").waitFor();
  if (way.shot) await way.shot("identities");
  // Refused there, and whoever gets nothing here: each with a sentence.
  await logOutThere(way);
  await page.locator(`${test("ways")} button`).click();
  await page.waitForURL((url) => url.origin === provider.issuer);
  await page.click("button[value=no]");
  await page.waitForURL(`${base}/login?problem=oidc.refused`);
  await page.waitForSelector(".ant-alert-error");
  await page.locator(`${test("ways")} button`).click();
  await signInThere(page, provider, "mal");
  await page.waitForURL(`${base}/login?problem=auth.waiting`);
  await page.waitForSelector(".ant-alert-error");
}

/** The administrator links somebody there, comes in by it, and unlinks again; switched off, the button goes. */
export async function linkIdentity(way) {
  const { page, base, provider, language } = way;
  await logOutThere(way);
  await logIn(way, ADMIN.name, ADMIN.password);
  await page.goto(`${base}/account`);
  await page.click(test("link"));
  await page.locator(".ant-modal input[autocomplete=current-password]").fill(ADMIN.password);
  await page.keyboard.press("Enter");
  await signInThere(page, provider, "ada");
  await page.waitForURL(`${base}/account`);
  await page.locator("tbody tr[data-row-key]", { hasText: "ada" }).waitFor();
  await logOutThere(way);
  await page.locator(`${test("ways")} button`).click();
  await signInThere(page, provider, "ada");
  await page.waitForURL((url) => url.origin === base && url.pathname !== "/login");
  const me = await asks(way)("GET", "/session");
  check(me.name === ADMIN.name, `the linked login is ${me.name}`);
  await page.goto(`${base}/account`);
  await page.locator(test("unlink")).click();
  await page.locator(".ant-modal-footer .ant-btn-dangerous").click();
  await page.locator("tbody tr[data-row-key]", { hasText: NAME[language] }).waitFor({ state: "detached" });

  await page.goto(`${base}/admin/identity`);
  await row(page, NAME[language]).locator("a").first().click();
  await page.click(test("provider-enabled"));
  await page.click(test("save"));
  await page.waitForFunction((name) => document.querySelector(name)?.getAttribute("aria-checked") === "false", test("provider-enabled"));
  const ways = await page.request.get(`${base}/api/v1/login_ways`);
  check((await ways.json()).providers.length === 0, "a provider that is off is still offered");
  await provider.stop();
}
