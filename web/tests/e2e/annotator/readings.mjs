import { until } from "../seed.mjs";
import { SIZE, check, test } from "./sheet.mjs";

/** What stands on each picture; nothing on the last. */
const PRINTED = { na: "24178053", nb: "60917342", nc: "" };

/** A calm ground with a number printed on it. */
async function printed(page, text, shade) {
  const png = await page.evaluate(async ([{ width, height }, words, ground]) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    context.fillStyle = ground;
    context.fillRect(0, 0, width, height);
    context.fillStyle = "#1c2024";
    context.font = "bold 56px sans-serif";
    context.fillText(words, 90, 190);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  }, [SIZE, text, shade]);
  return Buffer.from(png, "base64");
}

/** Texts are proposed without any training: kept as labels or refused by one key each. */
export async function readings(way) {
  const { page, base, ask, language } = way;
  const zh = language === "zh-CN";
  const word = zh ? { project: "读标签", good: "良品", text: "文字" } : { project: "Readings", good: "Sound", text: "Text" };
  way.given.push(...Object.values(word));
  const { id } = await ask("POST", "/projects", { name: word.project, product: "", scene: "text", good_name: word.good, note: "", classes: [{ name: word.text }] });
  const made = await ask("POST", `/projects/${id}/imports`, {});
  for (const [at, [name, text]] of Object.entries(PRINTED).entries()) {
    await ask("PUT", `/imports/${made.id}/files?name=${name}.png`, await printed(page, text, `#c8cc${(0xd0 + at).toString(16)}`), { "Content-Type": "application/octet-stream" });
  }
  await ask("POST", `/imports/${made.id}/finish`);
  await until(page, async () => (await ask("GET", `/projects/${id}/pictures`)).items.length === 3, "the pictures did not come");

  // No model is needed, and the class is known by its name.
  await page.goto(`${base}/projects/${id}/data`);
  await page.click(test("prelabel-open"));
  await page.waitForSelector(test("prelabel-class"));
  await page.waitForSelector(`${test("prelabel-start")}:not([disabled])`);
  await page.click(test("prelabel-start"));
  await page.waitForSelector(`${test("prelabel")}[data-state=succeeded][data-open="2"]`);
  if (way.shot) await way.shot("prelabels-texts");
  await page.click(test("prelabel-go"));

  const pictures = (await ask("GET", `/projects/${id}/pictures?sort=name&proposal=open`)).items;
  const saying = (at) => ask("GET", `/pictures/${pictures[at].id}/annotation`);
  const opened = (at) => page.waitForSelector(`[data-ready="${pictures[at].id}"] ${test("proposal")}`);
  const becomes = (at, state) => until(page, async () => (await saying(at)).proposal.state === state, `the texts of ${pictures[at].name} are not ${state}`);

  await opened(0);
  if (way.shot) await way.shot("proposal-text");
  await page.keyboard.press("Enter");
  await opened(1);
  await becomes(0, "accepted");
  const { verdict, regions } = await saying(0);
  check(verdict === "good" && regions[0].shape.kind === "text" && regions[0].shape.text.includes(PRINTED.na), `it says ${JSON.stringify(regions)}`);

  await page.keyboard.press("Shift+X");
  await page.waitForSelector(test("proposal"), { state: "detached" });
  await becomes(1, "refused");
  check((await saying(1)).verdict === null, "a refusal labelled the picture");
}
