// The annotator as a person uses it, with mouse, keys and fingers, in Chromium against the real program, in both languages:
//   node tests/e2e/annotator.mjs PROGRAM [zh-CN|en]      (pictures of each step with SHOTS=folder; PAGES as for way.mjs)
import { run } from "./run.mjs";
import { copies } from "./annotator/copies.mjs";
import { editing } from "./annotator/editing.mjs";
import { helpers } from "./annotator/helpers.mjs";
import { keysOfOnesOwn } from "./annotator/keys.mjs";
import { large } from "./annotator/large.mjs";
import { lost } from "./annotator/lost.mjs";
import { masks, words } from "./annotator/masks.mjs";
import { shapes, shapesByKeys } from "./annotator/shapes.mjs";
import { begin } from "./annotator/sheet.mjs";
import { tasks } from "./annotator/tasks.mjs";
import { proposals } from "./annotator/proposals.mjs";
import { readings } from "./annotator/readings.mjs";
import { twice } from "./annotator/twice.mjs";
import { fingers, pen } from "./annotator/touch.mjs";
import { views } from "./annotator/views.mjs";

await run([begin, editing, copies, views, helpers, keysOfOnesOwn, fingers, pen, shapes, shapesByKeys, masks, words, lost, tasks, twice, proposals, readings, large], "node tests/e2e/annotator.mjs PROGRAM [zh-CN|en]");
