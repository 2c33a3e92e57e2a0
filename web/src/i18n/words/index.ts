// Every sentence of the product, one file a feature, Chinese and English side by side: "key": ["中文", "English"].
// ICU messages: {name}, {n, plural, one {# picture} other {# pictures}}.
import { account } from "./account";
import { annotate } from "./annotate";
import { audit } from "./audit";
import { clusters } from "./clusters";
import { common } from "./common";
import { data } from "./data";
import { errors } from "./errors";
import { identity } from "./identity";
import { inspect } from "./inspect";
import { jobs } from "./jobs";
import { models } from "./models";
import { people } from "./people";
import { projects } from "./projects";
import { reasons } from "./reasons";
import { rights } from "./rights";
import { services } from "./services";
import { settings } from "./settings";
import { shell } from "./shell";
import { start } from "./start";
import { trainings } from "./trainings";
import { workbench } from "./workbench";

export const words = {
  ...common, ...shell, ...account, ...workbench, ...projects, ...data, ...annotate,
  ...trainings, ...jobs, ...models, ...services, ...inspect, ...errors, ...reasons,
  ...people, ...rights, ...settings, ...audit, ...start, ...identity, ...clusters,
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type Key = keyof typeof words;
