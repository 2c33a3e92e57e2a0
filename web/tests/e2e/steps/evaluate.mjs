import { check, test } from "../lib.mjs";

/** How many of how many: "8 / 10 …" or "8 of 10 …". */
async function countOf(page, kind) {
  const text = await page.textContent(test(`figure-${kind}`));
  const found = text.match(/(\d+) (?:\/|of) (\d+)/);
  check(found, `no count in ${text}`);
  return [Number(found[1]), Number(found[2])];
}

/** The threshold by mouse, keys and cost; everything follows at once; one picture is looked at; the threshold is saved. */
export async function evaluate(way) {
  const { page, base } = way;
  const model = page.url().split("/").pop().split("?")[0];
  const document = await (await page.request.get(`${base}/api/v1/models/${model}/evaluation`)).json();
  const counted = (threshold) => ({
    overkill: document.pictures.filter((one) => !one.truth_bad && one.score >= threshold).length,
    escape: document.pictures.filter((one) => one.truth_bad && one.score < threshold).length,
  });
  const shown = () => page.evaluate(() => {
    const part = (kind) => Number(document.querySelector(`[data-test=figure-${kind}]`)?.textContent.match(/(\d+) (?:\/|of) (\d+)/)?.[1] ?? NaN);
    return {
      inHand: document.querySelector("[data-threshold]")?.getAttribute("data-threshold"), inAddress: new URL(location.href).searchParams.get("t"),
      overkill: part("overkill"), escape: part("escape"), tabs: [...document.querySelectorAll("[role=tab]")].map((tab) => tab.textContent),
    };
  });
  /** Once nothing moves any more: address, figures and galleries all tell of the threshold in hand. */
  const agrees = async () => {
    let [before, now] = ["", null];
    const settled = async () => {
      now = await shown();
      const same = JSON.stringify(now) === before;
      before = JSON.stringify(now);
      return same && now.inHand === now.inAddress;
    };
    for (let tries = 0; tries < 300 && !(await settled()); tries += 1) await page.waitForTimeout(600);
    check(now.inHand === now.inAddress, `${now.inHand} is in hand and ${now.inAddress} in the address`);
    const wanted = counted(Number(now.inAddress));
    check(now.overkill === wanted.overkill && now.escape === wanted.escape, `shown ${JSON.stringify(now)}, counted ${JSON.stringify(wanted)}`);
    check([wanted.overkill, wanted.escape].every((n) => now.tabs.some((tab) => tab.endsWith(` ${n}`))), `the gallery counts ${now.tabs}`);
  };

  const box = await page.locator("svg[role=img]").first().boundingBox();
  await page.mouse.move(box.x + box.width * 0.2, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + 40, { steps: 12 });
  await page.mouse.up();
  await agrees();
  check((await countOf(page, "overkill"))[0] === 0 || counted(1).overkill > 0, "the highest threshold still has overkill");
  for (let i = 0; i < 15; i += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Shift+ArrowRight");
  await agrees();
  await page.click(test("cheapest"));
  await agrees();

  await page.locator("[role=tab]").filter({ hasText: String(document.pictures.length) }).click();
  await page.locator("[role=listbox]").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await page.waitForURL(/look=/);
  const looked = () => new URL(page.url()).searchParams.get("look");
  const before = looked();
  await page.waitForFunction(() => [...document.querySelectorAll(".ant-modal img")].filter((one) => one.complete && one.naturalWidth > 0).length >= 2);
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((old) => new URL(location.href).searchParams.get("look") !== old, before);
  await page.keyboard.press("Escape");
  await page.waitForURL((url) => !url.search.includes("look="));

  const tried = Number(new URL(page.url()).searchParams.get("t"));
  const own = async () => (await (await page.request.get(`${base}/api/v1/models/${model}`)).json()).threshold;
  if (await page.locator(test("save-threshold")).count()) {
    await page.click(test("save-threshold"));
    await page.waitForURL((url) => !url.search.includes("t="));
    check(Math.abs((await own()) - tried) < 1e-6, `the model has ${await own()} instead of ${tried}`);
  }
  way.modelId = model;
}
