// How much of the pages a browser is sent first, compressed as the server sends it. Fails where it grew beyond its limit.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const dist = join(import.meta.dirname, "../dist");
const assets = join(dist, "assets");
const files = readdirSync(assets);
const zipped = new Map();
const sizeOf = (name) => {
  if (!zipped.has(name)) zipped.set(name, gzipSync(readFileSync(join(assets, name)), { level: 9 }).length);
  return zipped.get(name);
};

/** A script with all that it cannot do without. */
function closure(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, other] of readFileSync(join(assets, name), "utf8").matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) closure(other, seen);
  return seen;
}

const chunk = (page) => {
  const found = files.find((name) => new RegExp(`^${page}-[\\w-]{8}\\.js$`).test(name));
  if (!found) throw new Error(`${page} is not among the built pages: run npm run build`);
  return found;
};
const index = readFileSync(join(dist, "index.html"), "utf8");
const entry = index.match(/src="\/assets\/([^"]+\.js)"/)[1];
const styles = index.match(/href="\/assets\/([^"]+\.css)"/)[1];
const sum = (names) => [...names].reduce((all, name) => all + sizeOf(name), 0);
const language = Math.max(...["zh-CN", "en"].map((one) => sizeOf(chunk(one))));
const first = sum(closure(entry)) + sizeOf(styles) + language;
const own = (page) => sum([...closure(chunk(page))].filter((name) => !closure(entry).has(name)));

// The first page may take 300 kB (the design's limit), whichever it is: the login where nobody is logged in, else the
// workbench. The others are what they take now and a tenth for what is still to come: a library that slips in is told at once.
const limits = [
  ["frame with one language", first, 280_000],
  ["login, with the frame", first + own("LoginPage"), 300_000],
  ["workbench, with the frame", first + own("WorkbenchPage"), 300_000],
  ["annotator, behind the frame", own("AnnotatePage"), 183_000],
  ["evaluation, behind the frame", own("ModelPage"), 500_000],
];
let failed = false;
for (const [name, bytes, most] of limits) {
  const over = bytes > most;
  failed ||= over;
  console.log(`${name.padEnd(30)} ${(bytes / 1000).toFixed(1).padStart(7)} kB of ${(most / 1000).toFixed(0)}${over ? "  TOO MUCH" : ""}`);
}
process.exit(failed ? 1 : 0);
