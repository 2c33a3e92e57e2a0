import type { T } from "@/i18n";
import { isModule, isRight } from "./rights";

/** What these pages know no word for, as of a newer server, is shown as it is. */
export const rightName = (t: T, name: string): string => (isRight(name) ? t(`rights.name.${name}`) : name);
export const moduleName = (t: T, name: string): string => (isModule(name) ? t(`rights.module.${name}`) : name);
