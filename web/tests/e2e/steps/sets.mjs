import { check, test } from "../lib.mjs";
import { asks } from "../seed.mjs";

/** The classes of the project are kept as a label set, and added to another project after it was shown what becomes of each. */
export async function labelSets(way) {
  const { page, base, language, projectId, given } = way;
  const word = language === "en" ? { set: "Screw defects", other: "Second line" } : { set: "丝杠缺陷", other: "第二产线" };
  given.push(...Object.values(word));
  const ask = asks(page, base);
  const classesOf = async (id) => (await ask("GET", `/projects/${id}`)).classes.filter((one) => !one.good);
  const from = await classesOf(projectId);
  check(from.length > 0, "the project has no class of a defect");
  // One of them is there already, in another colour.
  const [first] = from;
  const other = await ask("POST", "/projects", {
    name: word.other, product: "", scene: "free", good_name: "good", note: "", classes: [{ name: first.name, colour: first.colour === "#123456" ? "#654321" : "#123456" }],
  });

  await page.goto(`${base}/projects/${projectId}/settings`);
  await page.click(test("catalogue-save"));
  await page.fill(`input${test("set-name")}`, word.set);
  await page.keyboard.press("Enter");
  await page.locator(`input${test("set-name")}`).waitFor({ state: "detached" });
  const [kept] = (await ask("GET", "/label_sets")).items;
  check(kept.name === word.set && kept.class_count === from.length && kept.scope === "mine", `${JSON.stringify(kept)} is kept`);

  await page.goto(`${base}/projects/${other.id}/settings`);
  await page.click(test("catalogue-add"));
  await page.click(test(`set-${word.set}`));
  const steps = (what) => page.locator(`${test("set-steps")} li[data-what=${what}]`);
  await steps("differs").waitFor();
  check((await steps("new").count()) === from.length - 1, `${await steps("new").count()} classes are new of ${from.length}`);
  check((await classesOf(other.id)).length === 1, "looking changed the classes");
  if (way.shot) await way.shot("label-set-preview");
  await page.locator(`input${test("set-update")}, ${test("set-update")} input`).first().check();
  await page.click(test("set-go"));
  await page.locator(test("set-steps")).waitFor({ state: "detached" });
  const now = await classesOf(other.id);
  check(now.length === from.length && now[0].colour === first.colour, `the classes are ${JSON.stringify(now.map((one) => [one.name, one.colour]))}`);
}
