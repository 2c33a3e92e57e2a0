import { describe, expect, it } from "vitest";
import type { Job, Page } from "@/api/contract";
import { fits, siftAll, siftPage, sorted } from "./sift";

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString();
const job = (n: number): Job => ({
  id: `j${n}`, kind: "command", project_id: null, name: `job ${n}`, state: "queued", reason: null, progress: null, created_at: at(n), started_at: null, ended_at: null,
  owner: n % 7 === 0 ? "ann" : "bob", model_id: null, cores: 0, virtual_cluster: null, priority: 100 + (n % 3), ends_by: null, device: "cpu", devices: 1, memory_mib: null, preemptible: false,
  tags: n % 10 === 0 ? ["night"] : [], attempt: 1, spec: {},
});

/** Newest first, by pages, as the server gives them. */
function server(count: number) {
  const all = Array.from({ length: count }, (_, i) => job(count - 1 - i));
  let asked = 0;
  const fetchPage = (cursor: string | undefined, limit: number): Promise<Page<Job>> => {
    asked += 1;
    const from = Number(cursor ?? 0);
    const end = from + limit;
    return Promise.resolve({ items: all.slice(from, end), next: end < count ? String(end) : null, total: count });
  };
  return { fetchPage, asked: () => asked };
}

async function through(wanted: Parameters<typeof siftPage>[0], count: number): Promise<string[]> {
  const { fetchPage } = server(count);
  const out: string[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 100; pages += 1) {
    const page: Page<Job> = await siftPage(wanted, fetchPage, cursor);
    out.push(...page.items.map((one) => one.id));
    if (page.next === null) return out;
    cursor = page.next;
  }
  throw new Error("no end");
}

describe("a sifted list", () => {
  it("gives each job that fits once, in the server's order", async () => {
    for (const count of [0, 1, 49, 50, 199, 200, 201, 1234]) {
      const own = Array.from({ length: count }, (_, i) => job(count - 1 - i)).filter((one) => one.owner === "ann").map((one) => one.id);
      expect(await through({ owner: "ann" }, count)).toEqual(own);
    }
  });
  it("is the server's page where nothing is asked for", async () => {
    const { fetchPage, asked } = server(500);
    expect((await siftPage({}, fetchPage, undefined)).total).toBe(500);
    expect(asked()).toBe(1);
  });
  it("does not read on without end for somebody who has none", async () => {
    const { fetchPage, asked } = server(50_000);
    const page = await siftPage({ owner: "nobody" }, fetchPage, undefined);
    expect(page.items).toEqual([]);
    expect(page.next).not.toBeNull();
    expect(asked()).toBe(10);
  });
  it("stops where all that follows is too old", async () => {
    const { fetchPage, asked } = server(5000);
    const page = await siftPage({ since: Date.parse(at(4990)) }, fetchPage, undefined);
    expect(page.items.length).toBe(10);
    expect(page.next).toBeNull();
    expect(asked()).toBe(1);
  });
  it("in another order is whole, or says that it is not", async () => {
    expect((await siftAll({ words: "night" }, server(1000).fetchPage)).items.length).toBe(100);
    expect((await siftAll({}, server(1000).fetchPage)).next).toBeNull();
    const cut = await siftAll({}, server(3000).fetchPage);
    expect(cut.items.length).toBe(2000);
    expect(cut.next).not.toBeNull();
  });
});

describe("words", () => {
  it("are looked for in name, owner, tags and id, whatever the case", () => {
    expect(fits(job(10), { words: " NIGHT " })).toBe(true);
    expect(fits(job(10), { words: "job 10" })).toBe(true);
    expect(fits(job(11), { words: "night" })).toBe(false);
  });
});

describe("order", () => {
  const jobs = [3, 1, 2, 0].map(job);
  it("is what was asked for, of equal ones the newer first", () => {
    expect(sorted(jobs, "name").map((one) => one.id)).toEqual(["j0", "j1", "j2", "j3"]);
    expect(sorted(jobs, "-created_at").map((one) => one.id)).toEqual(["j3", "j2", "j1", "j0"]);
    expect(sorted(jobs, "-priority").map((one) => one.id)).toEqual(["j2", "j1", "j3", "j0"]);
    expect(sorted(jobs, "priority").map((one) => one.id)).toEqual(["j3", "j0", "j1", "j2"]);
    expect(sorted(jobs, "nothing")).toEqual(jobs);
  });
  it("takes numbers in names as numbers", () => {
    expect(sorted([job(10), job(9)], "name").map((one) => one.id)).toEqual(["j9", "j10"]);
  });
});
