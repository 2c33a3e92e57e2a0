import { until } from "../seed.mjs";
import { check, open } from "./sheet.mjs";

const LABELS = "**/api/v1/pictures/*/annotation";

/** The server away while one draws, and a browser that is closed before it is there again: nothing of it is lost. */
export async function lost(way) {
  const { page, pictures } = way;
  const count = async () => (await way.ask("GET", `/pictures/${pictures[10].id}/annotation`)).regions.length;
  const before = await count();
  const gone = await page.context().newPage();
  const away = (route) => (route.request().method() === "PUT" ? route.abort() : route.fallback());
  const sheet = await open({ ...way, page: gone }, 11);
  await gone.keyboard.press("1");
  await gone.keyboard.press("b");

  // It is tried again until it is saved.
  await gone.route(LABELS, away);
  await sheet.drag([[60, 60], [140, 120]]);
  await gone.waitForFunction(() => document.querySelector("[data-state=saved][role=status]") === null);
  await gone.waitForTimeout(1500);
  check((await count()) === before, "it was saved though the server was away");
  await gone.unroute(LABELS, away);
  await until(page, async () => (await count()) === before + 1, "it was not saved once the server was there again");

  // Two seconds after the hand rested the browser is gone, without having reached the server.
  await gone.route(LABELS, away);
  await sheet.drag([[200, 200], [280, 260]]);
  await gone.waitForTimeout(2000);
  await gone.close();
  await page.bringToFront();
  check((await count()) === before + 1, "the second was saved though the server was away");
  const again = await open(way, 11);
  check((await again.regions()).length === before + 2, "what was drawn is lost with the browser");
  check((await count()) === before + 2, "it did not reach the server");
}
