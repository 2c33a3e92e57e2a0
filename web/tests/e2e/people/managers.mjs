import { check, test } from "../lib.mjs";
import { ADMIN, asks, beside, logIn, logOut, PASSWORD, row } from "./hands.mjs";

/** An annotator is made manager of one project, finds that one and no other, and is none any more once they are taken away. */
export async function managers(way) {
  const { page, base, language, given } = way;
  const name = "one-annotator"; // Made with the rooms of everybody.
  const word = language === "en" ? { own: "Managed line", other: "Line beside it" } : { own: "托管产线", other: "旁边的产线" };
  given.push(...Object.values(word), name, "nobody.here");
  await logIn(way, ADMIN.name, ADMIN.password);
  const made = (called) => asks(way)("POST", "/projects", { name: called, product: "", scene: "free", good_name: "good", note: "", classes: [] });
  const [own, other] = [await made(word.own), await made(word.other)];
  const bobs = await beside(way, name, PASSWORD);
  const managed = async () => (await bobs("GET", "/session")).manages;
  check((await managed()).length === 0, "somebody is a manager already");

  await page.goto(`${base}/projects/${own.id}/settings`);
  await page.locator(test("no-managers")).waitFor();
  await page.fill(`input${test("manager-user")}`, "nobody.here");
  await page.keyboard.press("Enter");
  await page.locator("form [role=alert]").waitFor(); // Said at the field.
  await page.fill(`input${test("manager-user")}`, name);
  await page.click(test("manager-add"));
  await page.locator(test(`remove-${name}`)).waitFor();
  if (way.shot) await way.shot("managers-named");
  check((await managed()).join() === own.id, "the annotator is not manager of this one project");
  await logOut(way);

  await logIn(way, name, PASSWORD);
  await page.goto(`${base}/projects`);
  await row(page, word.own).waitFor();
  check((await row(page, word.other).count()) === 0, "a manager sees another project");
  await page.goto(`${base}/projects/${own.id}/tasks`);
  await page.locator(test("hand-out")).first().waitFor();
  for (const closed of [`/projects/${own.id}/settings`, `/projects/${other.id}/tasks`]) {
    await page.goto(`${base}${closed}`);
    await page.locator(test("no-access")).waitFor();
  }
  await logOut(way);

  await logIn(way, ADMIN.name, ADMIN.password);
  await page.goto(`${base}/projects/${own.id}/settings`);
  await page.click(test(`remove-${name}`));
  await page.locator(test("no-managers")).waitFor();
  check((await managed()).length === 0, "who was taken away is a manager still");
  for (const project of [own, other]) await asks(way)("DELETE", `/projects/${project.id}`);
  await logOut(way);
}
