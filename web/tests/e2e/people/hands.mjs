// What the steps about people do again and again.
import { check, test } from "../lib.mjs";

export const PASSWORD = "a long sentence for people";
export const ADMIN = { name: "wang", password: "a long sentence for the way" };

/** The API with the browser's own session. */
export const asks = ({ page, base }) => async (method, path, body, headers = {}) => {
  const answer = await page.request.fetch(`${base}/api/v1${path}`, { method, data: body, headers: { "X-Fovea": "1", ...headers } });
  check(answer.ok(), `${method} ${path} answers ${answer.status()}: ${await answer.text()}`);
  return answer.status() === 204 ? null : answer.json();
};

export async function logIn({ page, base }, name, password, code) {
  await page.goto(`${base}/login`);
  await page.fill("input[autocomplete=username]", name);
  await page.fill("input[autocomplete=current-password]", password);
  await page.keyboard.press("Enter");
  if (code) {
    await page.fill("input[autocomplete=one-time-code]", code());
    await page.keyboard.press("Enter");
  }
  await page.waitForURL((url) => url.pathname !== "/login");
}

export async function logOut({ page, base }) {
  await page.request.delete(`${base}/api/v1/session`, { headers: { "X-Fovea": "1" } });
  await page.goto(`${base}/login`);
}

/** Somebody beside the browser, as at another desk. */
export async function beside({ base }, name, password) {
  const headers = { "X-Fovea": "1", "Content-Type": "application/json" };
  const ask = async (method, path, body) => {
    const answer = await fetch(`${base}/api/v1${path}`, { method, headers, body: body ? JSON.stringify(body) : undefined });
    check(answer.ok, `${method} ${path} answers ${answer.status}`);
    const cookie = answer.headers.get("set-cookie");
    if (cookie) headers.Cookie = cookie.split(";")[0];
    return answer.status === 204 ? null : answer.json();
  };
  await ask("POST", "/session", { name, password });
  return ask;
}

/** A new password, typed twice on one of the pages before the door. */
export async function choosePassword(page, password) {
  for (const field of await page.locator("input[autocomplete=new-password]").all()) await field.fill(password);
  await page.click("button[type=submit]");
}

export const ticked = (page, name) => page.locator(`input${test(name)}, ${test(name)} input`).first();

/** Ticks the rows of a list that hold one of the texts. */
export async function tickRows(page, texts) {
  for (const text of texts) await page.locator("tbody tr[data-row-key]", { hasText: text }).locator("input[type=checkbox]").check();
}

/** Until the list has such a row. */
export const row = (page, text) => page.locator("tbody tr[data-row-key]", { hasText: text });
