// The rights by their names, module by module, in the order that people read them. A test holds the list to the server's.
export const modules = {
  project: ["project.read", "project.write"],
  data: ["data.read", "data.write"],
  annotation: ["annotate", "annotation.dispatch", "annotation.review"],
  train: ["train"],
  model: ["model.read", "model.write"],
  service: ["service.read", "service.write"],
  infer: ["infer"],
  station: ["station.read", "station.write"],
  record: ["record.read"],
  recheck: ["recheck"],
  job: ["job.read_own", "job.write_own", "job.read", "job.write"],
  privileged_job: ["job.privileged_submit", "job.privileged_manage"],
  virtual_cluster: ["cluster.read", "cluster.write"],
  image: ["image.read", "image.write"],
  monitoring: ["monitoring.read"],
  alert: ["alert.read", "alert.write"],
  user: ["user.read", "user.write"],
  role: ["role.read", "role.write"],
  setting: ["setting.read", "setting.write"],
  audit: ["audit.read"],
} as const;

export type Module = keyof typeof modules;
export type Right = (typeof modules)[Module][number];

export const allRights: readonly Right[] = Object.values(modules).flat();
export const isRight = (name: string): name is Right => (allRights as readonly string[]).includes(name);
export const isModule = (name: string): name is Module => name in modules;

export type Tree = readonly { name: string; rights: readonly { name: string; implies: readonly string[] }[] }[];

/** Each right with those that come with it, at any remove. */
export function impliedBy(tree: Tree): (name: string) => ReadonlySet<string> {
  const direct = new Map(tree.flatMap((module) => module.rights.map((right) => [right.name, right.implies] as const)));
  return (name) => {
    const found = new Set<string>();
    const waiting = [...(direct.get(name) ?? [])];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      waiting.push(...(direct.get(next) ?? []));
    }
    return found;
  };
}

/** What the ticked rights bring along: each with those ticked ones that imply it. */
export function impliedOf(tree: Tree, ticked: readonly string[]): Map<string, string[]> {
  const implied = impliedBy(tree);
  const because = new Map<string, string[]>();
  for (const name of ticked) {
    for (const other of implied(name)) because.set(other, [...(because.get(other) ?? []), name]);
  }
  return because;
}

export type Half = "all" | "some" | "none";
export function halfOf(names: readonly string[], has: (name: string) => boolean): Half {
  const count = names.filter(has).length;
  return count === 0 ? "none" : count === names.length ? "all" : "some";
}

/** Only what somebody may give away, without modules that would be empty. */
export const cutTree = (tree: Tree, may: (name: string) => boolean): Tree =>
  tree.map((module) => ({ ...module, rights: module.rights.filter((right) => may(right.name)) })).filter((module) => module.rights.length > 0);
