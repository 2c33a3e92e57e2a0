// The expert system in a real browser against the real program, in both languages: a command is submitted, watched, paused, resumed,
// stopped and submitted again; lists, home and the state of the cluster; and who must not see any of it.
//   node tests/e2e/jobs.mjs PROGRAM [zh-CN|en]      (pictures of each step with SHOTS=folder)
import { join } from "node:path";
import { steps } from "./jobs/index.mjs";
import { run } from "./run.mjs";

// Some presets ask for two nodes, or for cards.
const cluster = join(import.meta.dirname, "../../../docs/examples/cluster.yaml");
await run(steps, "node tests/e2e/jobs.mjs PROGRAM [zh-CN|en]", { cluster });
