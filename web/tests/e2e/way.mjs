// The whole way in a real browser with mouse and keys against the real program, in both languages:
//   node tests/e2e/way.mjs PROGRAM [zh-CN|en]      (pictures of each step with SHOTS=folder)
import { run } from "./run.mjs";
import { steps } from "./steps/index.mjs";

await run(steps, "node tests/e2e/way.mjs PROGRAM [zh-CN|en]");
