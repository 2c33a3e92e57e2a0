// The way, in its order. Each step takes what the ones before it left in `way`.
import { annotate } from "./annotate.mjs";
import { editMany, importFolder } from "./data.mjs";
import { largeFile } from "./cut.mjs";
import { deploy, stopService } from "./deploy.mjs";
import { evaluate } from "./evaluate.mjs";
import { ignoredParts } from "./ignored.mjs";
import { inspect, recheck } from "./inspect.mjs";
import { makeProject } from "./project.mjs";
import { publish } from "./publish.mjs";
import { recipe } from "./recipe.mjs";
import { removeAndRestore } from "./remove.mjs";
import { labelSets } from "./sets.mjs";
import { setUp } from "./setup.mjs";
import { train } from "./train.mjs";
import { makeVersion } from "./version.mjs";
import { webcam } from "./webcam.mjs";

export const steps = [setUp, makeProject, importFolder, editMany, annotate, makeVersion, train, evaluate, publish, deploy, inspect, recheck, webcam, recipe, ignoredParts, stopService, largeFile, labelSets, removeAndRestore];
