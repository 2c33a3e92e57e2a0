import { check } from "../lib.mjs";

const NAME = "wang";
const PASSWORD = "a long sentence for the way";

/** The one-time link, a refused short password, the administrator; then out and in again. */
export async function setUp({ page, base, link, given }) {
  given.push(NAME);
  await page.goto(link);
  await page.fill("input[autocomplete=username]", NAME);
  const [first, again] = await page.locator("input[autocomplete=new-password]").all();
  await first.fill("short");
  await again.fill("short");
  await page.click("button[type=submit]");
  await page.waitForSelector("[role=alert]");
  await first.fill(PASSWORD);
  await again.fill(PASSWORD);
  await page.click("button[type=submit]");
  await page.waitForURL(`${base}/`);

  await page.getByRole("button", { name: NAME }).click();
  await page.locator("[data-item]").last().click();
  await page.waitForURL(/\/login/);
  await page.fill("input[autocomplete=username]", NAME);
  await page.fill("input[autocomplete=current-password]", "wrong password");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".ant-alert-error");
  await page.fill("input[autocomplete=current-password]", PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${base}/`);

  // The link is good for one use.
  const used = await page.request.post(`${base}/api/v1/setup`, {
    data: { token: new URL(link).hash.slice("#token=".length), name: "other", password: PASSWORD },
    headers: { "X-Fovea": "1" },
  });
  check(used.status() === 410, `a used link answers ${used.status()}`);
  await page.waitForLoadState("networkidle").catch(() => undefined);
}
