// Each scene in a real browser against the real program, in both languages, on the drawn pictures of `fovea demo --scenes`: set up,
// trained, released, deployed, tried, and rechecked by keys.
//   node tests/e2e/scenes.mjs PROGRAM [zh-CN|en]      (pictures of each step with SHOTS=folder; SCENE=text walks that one alone)
import { run } from "./run.mjs";
import { steps } from "./scenes/index.mjs";

await run(steps, "node tests/e2e/scenes.mjs PROGRAM [zh-CN|en]", { scenes: true });
