// A page whose words are not among those of the first page waits for them; without this, keys would be shown until some other page had fetched them.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { late } from "./words";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(path, "utf8");

function resolve(from: string, to: string): string | undefined {
  const base = to.startsWith("@/") ? join(root, to.slice(2)) : join(dirname(from), to);
  return [".tsx", ".ts", "/index.ts", "/index.tsx"].map((end) => base + end).find(existsSync);
}

/** Late words that a page and all that it imports name, except by parts that wait for the words themselves. */
function lateWordsOf(page: string): string[] {
  const seen = new Set([page]);
  const found = new Set<string>();
  for (const path of seen) {
    const code = read(path);
    for (const [, key] of code.matchAll(/["'`]([a-z][a-z_]*(?:\.[a-z0-9_]+)+)["'`]/g)) if (key && key in late) found.add(key);
    for (const [, start, to] of code.matchAll(/(from|import\()\s*"((?:@\/|\.)[^"]+)"/g)) {
      const next = to && !(start === "import(" && code.includes("lateWords")) ? resolve(path, to) : undefined;
      if (next && !next.includes("/i18n/")) seen.add(next);
    }
  }
  return [...found];
}

it("are fetched before a page that needs them", () => {
  const features = join(root, "features");
  let pages = 0;
  for (const name of readdirSync(features)) {
    const routes = join(features, name, "routes.tsx");
    if (!existsSync(routes)) continue;
    for (const line of read(routes).split("\n")) {
      const page = /import\("([^"]+)"\)/.exec(line)?.[1];
      const path = page && !line.includes("lateWords") ? resolve(routes, page) : undefined;
      if (!path) continue;
      pages += 1;
      expect(lateWordsOf(path), `${name}: ${page}`).toEqual([]);
    }
  }
  expect(pages).toBeGreaterThan(10);
});
