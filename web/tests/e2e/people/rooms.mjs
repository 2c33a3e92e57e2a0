// Everybody's own rooms: who has a role goes through every door that the pages show, and none of them is locked or dead.
import { check, checkWords, test } from "../lib.mjs";
import { deployed, fillProject, partSample, sample, trained } from "../seed.mjs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ADMIN, asks, logIn, logOut, PASSWORD } from "./hands.mjs";

const ROLES = ["annotator", "reviewer", "platform_user", "auditor"];
/** What of a project each of them must find, and must not. */
const WITHIN = {
  annotator: { has: null, lacks: ["", "/data", "/annotate", "/tasks"] },
  reviewer: { has: ["", "/data", "/annotate", "/tasks"], lacks: ["/trainings", "/services", "/settings"] },
  platform_user: { doors: ["/jobs", "/virtual-clusters"], has: ["", "/data", "/annotate", "/trainings", "/models", "/services", "/inspect", "/settings"], lacks: [] },
  auditor: { has: null, lacks: [] },
};

/** What a page says while it waits for the server. */
const LOADING = ["正在载入…", "Loading…"];

/** A path without the parts that name a thing, so that of many alike one is looked at. */
const kindOf = (path) => new URL(path, "http://x").pathname.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "*").replaceAll(/(heat|picture)\/\d+/g, "$1/*");

export async function everybodysRooms(way) {
  const { page, base, language, given } = way;
  await logOut(way);
  await logIn(way, ADMIN.name, ADMIN.password);
  const ask = asks(way);
  const word = language === "en"
    ? { project: "Line of screws", product: "BS-25", good: "Good", defect: "Pitting", defects: ["Scratch"] }
    : { project: "丝杠产线", product: "BS-25", good: "良品", defect: "点蚀", defects: ["划痕"] };
  given.push(...Object.values(word).flat(), "outlined", "S-1");
  const parts = await partSample();
  const project = await fillProject(ask, word, { ...parts, taught: parts.taught.slice(0, 40) });
  const { model_id } = await trained(page, ask, project.id, { task: "anomaly", cost: 5, name: word.defect });
  const service = await deployed(page, ask, project.id, model_id, { name: word.product, keep: "all" });
  await ask("POST", `/services/${service.id}/infer?serial=S-1`, await readFile(join(sample, "images", parts.line[0])), { "Content-Type": "image/jpeg" });
  const roles = (await ask("GET", "/roles?limit=50")).items;
  const people = ROLES.map((key) => ({ key, name: `one-${key}`, role_ids: [roles.find((one) => one.key === key).id] }));
  given.push(...people.map((one) => one.name));
  const { made } = await ask("POST", "/users/batch", {
    users: people.map(({ name, role_ids }) => ({ name, nickname: "", phone: "", mail: "", role_ids, group_ids: [] })),
  });
  for (const [index, { key }] of people.entries()) {
    await logOut(way);
    const secret = made[index].invitation.secret ?? new URLSearchParams(new URL(made[index].invitation.link, base).hash.slice(1)).get("secret");
    await ask("POST", `/invitations/${secret}`, { password: PASSWORD });
    await walk(way, key, project);
  }
  await logOut(way);
}

async function walk(way, key, project) {
  const { page, base, language, given } = way;
  const refused = [];
  const listen = (response) => {
    if (response.url().includes("/api/") && response.status() >= 400) refused.push(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`);
  };
  page.on("response", listen);
  try {
    await page.goto(base);
    await page.waitForSelector("nav a");
    const waiting = [new URL(page.url()).pathname];
    if (WITHIN[key].has) waiting.push(`/projects/${project.id}`);
    const seen = new Set(waiting.map(kindOf));
    while (waiting.length > 0) {
      const path = waiting.shift();
      await page.goto(new URL(path, base).href);
      await page.waitForSelector("main");
      await page.waitForLoadState("networkidle", { timeout: 3000 }).catch(() => undefined);
      // A page that listens to the server is never idle, and one of a slow machine is not there yet.
      await page.waitForFunction((words) => ![...document.querySelectorAll("main [role=status]")].some((one) => words.includes(one.textContent.trim())), LOADING, { timeout: 30_000 }).catch(() => undefined);
      check((await page.locator(test("no-access")).count()) === 0, `${key} is shown a way to ${path}, which is closed`);
      check(refused.length === 0, `${key} on ${path}: ${refused.join("; ")}`);
      await checkWords(page, language, given);
      if (way.shot) await way.shot(`rooms-${key}-${kindOf(path).replaceAll(/[^a-z]+/g, "-")}`);
      const links = await page.locator("nav a[href^='/'], main a[href^='/'], header a[href^='/']").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
      for (const href of links) {
        if (href.startsWith("/api/") || seen.has(kindOf(href))) continue;
        seen.add(kindOf(href));
        waiting.push(href);
      }
    }
    const within = `/projects/*`;
    for (const door of WITHIN[key].doors ?? []) check(seen.has(door), `${key} finds no way to ${door}`);
    for (const part of WITHIN[key].has ?? []) check(seen.has(within + part), `${key} finds no way to ${within}${part}`);
    for (const part of WITHIN[key].lacks) check(!seen.has(within + part), `${key} is shown a way to ${within}${part}`);
    console.log(`${language}  ${key} sees ${[...seen].join(" ")}`);
  } finally {
    page.off("response", listen);
  }
}
