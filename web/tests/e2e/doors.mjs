// The ways into running jobs in a real browser against the real program, in both languages: a program's own pages, a WebSocket, what
// its scripts try against the platform, and, where FOVEA_TOOLS names a folder that has them, the real JupyterLab, code-server and TensorBoard.
//   node tests/e2e/doors.mjs PROGRAM [zh-CN|en]      (pictures of each step with SHOTS=folder)
import { steps } from "./doors/index.mjs";
import { run } from "./run.mjs";

await run(steps, "node tests/e2e/doors.mjs PROGRAM [zh-CN|en]");
