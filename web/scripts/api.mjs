// openapi.json → src/api/schema.d.ts. With --check: says whether the generated file is what the document gives.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const root = new URL("..", import.meta.url);
const target = new URL("src/api/schema.d.ts", root);
const document = JSON.parse(await readFile(new URL("openapi.json", root), "utf8"));

// The client adds the prefix itself; paths are written without it.
const PREFIX = "/api/v1";
document.paths = Object.fromEntries(
  Object.entries(document.paths).map(([path, item]) => [path.startsWith(PREFIX) ? path.slice(PREFIX.length) : path, item]),
);

// Operations are known by their paths here; ids would only be second names.
for (const item of Object.values(document.paths)) {
  for (const operation of Object.values(item)) delete operation.operationId;
}

// A name that the document uses without saying what it is becomes a plain text, and is told.
const known = document.components.schemas;
JSON.stringify(document, (_, value) => {
  const name = typeof value?.$ref === "string" ? value.$ref.split("/").pop() : undefined;
  if (name && !(name in known)) {
    console.warn(`openapi.json names ${name} without saying what it is`);
    known[name] = { type: "string" };
  }
  return value;
});

const head = "// Generated from openapi.json by `npm run api`. Do not edit.\n\n";
const wanted = head + astToString(await openapiTS(document));

if (process.argv.includes("--check")) {
  const there = await readFile(target, "utf8").catch(() => "");
  if (there !== wanted) {
    console.error("src/api/schema.d.ts is not what openapi.json gives. Run: npm run api");
    process.exit(1);
  }
} else {
  await writeFile(target, wanted);
}
