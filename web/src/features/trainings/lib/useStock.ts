import { useQueries } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { listPictures, type PictureQuery } from "@/api/pictures";
import type { Project, Version } from "@/api/contract";
import type { Stock } from "./choice";

export type ClassStock = { name: string; colour: string | null; pictures: number };
export type FullStock = Stock & { byClass: ClassStock[] };

/** Labelled pictures of each kind: those of the version, or all of the project now. `null` until known. */
export function useStock(project: Project, version: Version | null): FullStock | null {
  // Good pictures are those called good; a bad one may show several classes, or none that was named.
  const wanted: PictureQuery[] = [
    { verdict: "good", limit: 1 },
    { verdict: "bad", limit: 1 },
    ...project.classes.filter((one) => !one.good).map((one) => ({ class_id: one.id, limit: 1 })),
  ];
  const answers = useQueries({
    queries: wanted.map((query) => ({
      queryKey: keys.pictures(project.id, query),
      queryFn: () => listPictures(project.id, query),
      enabled: version === null,
    })),
  });
  if (version) return ofVersion(project, version);
  if (answers.some((one) => !one.data)) return null;
  const totals = answers.map((one) => one.data?.total ?? 0);
  const [good = 0, bad = 0, ...others] = totals;
  const goodOnes = project.classes.filter((one) => one.good).slice(0, 1);
  const byClass = [
    ...goodOnes.map((one) => ({ name: one.name, colour: one.colour, pictures: good })),
    ...project.classes.filter((one) => !one.good).map((one, i) => ({ name: one.name, colour: one.colour, pictures: others[i] ?? 0 })),
  ];
  return { byClass, good, bad, classes: byClass.filter((one) => one.pictures > 0).length };
}

function ofVersion(project: Project, version: Version): FullStock {
  const known = (name: string) => project.classes.find((one) => one.name === name);
  const isGood = (name: string) => known(name)?.good ?? name === project.good_name;
  const byClass = version.by_class.map((one) => ({ name: one.name, colour: known(one.name)?.colour ?? null, pictures: one.pictures }));
  const of = (good: boolean) => byClass.filter((one) => isGood(one.name) === good).reduce((sum, one) => sum + one.pictures, 0);
  return { byClass, good: of(true), bad: of(false), classes: byClass.filter((one) => one.pictures > 0).length };
}
