// Every sentence of the product, one file a feature, Chinese and English side by side: "key": ["中文", "English"].
// ICU messages: {name}, {n, plural, one {# picture} other {# pictures}}.
import { about } from "./about";
import { account } from "./account";
import { annotate } from "./annotate";
import { annotateTasks } from "./annotateTasks";
import { assist } from "./assist";
import { audit } from "./audit";
import { bead } from "./bead";
import { board } from "./board";
import { bulk } from "./bulk";
import { clusterPages, clusters } from "./clusters";
import { common } from "./common";
import { data } from "./data";
import { dataSets } from "./dataSets";
import { endpoints } from "./endpoints";
import { enter } from "./enter";
import { errors } from "./errors";
import { expert } from "./expert";
import { exports_ } from "./exports";
import { files } from "./files";
import { identity } from "./identity";
import { inspect } from "./inspect";
import { jobPages } from "./jobPages";
import { jobs } from "./jobs";
import { models } from "./models";
import { people } from "./people";
import { projectMore } from "./projectMore";
import { projects } from "./projects";
import { raw } from "./raw";
import { reasons } from "./reasons";
import { recipes } from "./recipes";
import { rights } from "./rights";
import { scenes } from "./scenes";
import { services } from "./services";
import { sets } from "./sets";
import { settings } from "./settings";
import { shell } from "./shell";
import { templates } from "./templates";
import { text } from "./text";
import { trainings } from "./trainings";
import { workbench } from "./workbench";

/** Of pages that many never open: fetched with the first of them (`lateWords` in ../index.ts), not with the first page. */
export const late = { ...jobPages, ...templates, ...expert, ...audit, ...identity, ...reasons, ...endpoints, ...files, ...enter, ...clusterPages, ...settings, ...annotate, ...annotateTasks, ...assist, ...about, ...sets, ...exports_, ...models, ...scenes, ...bead, ...board, ...text, ...recipes, ...bulk, ...raw, ...dataSets, ...projectMore } as const satisfies Record<string, readonly [zh: string, en: string]>;

export const words = {
  ...common, ...shell, ...account, ...workbench, ...projects, ...data,
  ...trainings, ...jobs, ...services, ...inspect, ...errors,
  ...people, ...rights, ...clusters, ...late,
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type Key = keyof typeof words;
