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
  /** The threshold in hand stands in the address a moment later, and the galleries follow when there is time. */
  const agrees = async () => {
    await page.waitForFunction(() => document.querySelector("[data-threshold]")?.getAttribute("data-threshold") === new URL(location.href).searchParams.get("t"));
    const wanted = counted(Number(new URL(page.url()).searchParams.get("t")));
    const shown = { overkill: (await countOf(page, "overkill"))[0], escape: (await countOf(page, "escape"))[0] };
    check(JSON.stringify(shown) === JSON.stringify(wanted), `shown ${JSON.stringify(shown)}, counted ${JSON.stringify(wanted)}`);
    await page.waitForFunction(({ overkill, escape }) => {
      const tabs = [...document.querySelectorAll("[role=tab]")].map((tab) => tab.textContent);
      return tabs.some((tab) => tab.endsWith(` ${overkill}`)) && tabs.some((tab) => tab.endsWith(` ${escape}`));
    }, wanted);
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
