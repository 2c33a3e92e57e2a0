// Users, groups, roles, rights, doors and audit in a real browser against the real program, in both languages:
//   node tests/e2e/people.mjs PROGRAM [zh-CN|en]      (pictures of each step with SHOTS=folder)
import { steps } from "./people/index.mjs";
import { run } from "./run.mjs";

await run(steps, "node tests/e2e/people.mjs PROGRAM [zh-CN|en]");
