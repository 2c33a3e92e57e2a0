// What the form of a job holds. Pure: how it becomes a job file and comes from one stands in file.ts.
import type { Job } from "@/api/contract";
import { homeOf } from "@/lib/home";

export const memoryUnits = ["MiB", "GiB", "TiB"] as const;
export const timeUnits = ["s", "m", "h", "d"] as const;
export type MemoryUnit = (typeof memoryUnits)[number];
export type TimeUnit = (typeof timeUnits)[number];
/** Without a number there is no limit. */
export type Amount<U> = { number: number | null; unit: U };

export type Command = { kind: "shell"; text: string } | { kind: "program"; words: string[] };
export type Variable = { name: string; value: string };

export const parameterTypes = ["number", "choice", "text", "path", "project", "version"] as const;
export type ParameterType = (typeof parameterTypes)[number];
/** Something that is asked for when the job is submitted; the job has it as a variable. */
export type Parameter = {
  name: string;
  type: ParameterType;
  label: string;
  help: string;
  /** Null: a value has to be given. */
  default: string | null;
  min: number | null;
  max: number | null;
  whole: boolean;
  choices: string[];
  longest: number | null;
};

export const aParameter: Parameter = { name: "", type: "text", label: "", help: "", default: null, min: null, max: null, whole: false, choices: [], longest: null };
export const tools = ["jupyter", "vscode", "tensorboard"] as const;
export type Tool = (typeof tools)[number];
/** A version of a project's data that the job reads, and where; without a place it has the usual one. */
export type FormVersion = { version: string; target: string };
/** A way into the job. `place`, of what its own program serves: a port, or the name of a socket. */
export type FormEndpoint = { name: string; kind: "http" | Tool; place: string; logdir: string };
/** What a tool's endpoint is called where nobody says otherwise. */
export const TOOL_NAME: Record<Tool, string> = { jupyter: "lab", vscode: "code", tensorboard: "board" };

/** What a command is for, as people see it; all of them run alike. */
export const commandKinds = ["command", "training", "development", "visualisation"] as const;
export type CommandKind = (typeof commandKinds)[number];

export const notifies = ["never", "failure", "end"] as const;
export type Notify = (typeof notifies)[number];

export type JobForm = {
  name: string;
  /** Empty: as its endpoints tell. */
  kind: "" | CommandKind;
  /** Names, or ids where the file had those; empty: none is given. */
  cluster: string;
  project: string;
  device: string;
  /** On each node. */
  devices: number | null;
  /** On one node, or on several at once. */
  distributed: boolean;
  nodes: number | null;
  /** Beside cards, on each node; null: one. */
  cores: number | null;
  /** What the first of several tasks runs in place of the command; null: the same. */
  master: Command | null;
  memory: Amount<MemoryUnit>;
  disk: Amount<MemoryUnit>;
  processes: number | null;
  /** In whose container the command runs; empty: with the programs of the server's machine. */
  image: string;
  /** Of a container: with all rights of who runs Podman. */
  privileged: boolean;
  command: Command;
  environment: Variable[];
  /** Where the work folder is seen; empty: as `/home/` and the user's name. */
  work: string;
  /** Where one's own folder is seen, which jobs share; empty: at the usual place; null: it is not. */
  home: string | null;
  /** The same of the server's folder of data. */
  data: string | null;
  versions: FormVersion[];
  priority: number | null;
  preemptible: boolean;
  longest: Amount<TimeUnit>;
  restart: boolean;
  mostRestarts: number | null;
  tags: string[];
  parameters: Parameter[];
  /** Of parameters, by name; what is not in it has the usual value. */
  values: Record<string, string>;
  endpoints: FormEndpoint[];
  /** When one gets mail as it ends; empty: as in one's account. */
  notify: "" | Notify;
};

export const CPU = "cpu";

export const emptyForm: JobForm = {
  name: "", kind: "", cluster: "", project: "", device: CPU, devices: 1, distributed: false, nodes: null, cores: null, master: null, memory: { number: null, unit: "GiB" }, disk: { number: null, unit: "GiB" }, processes: null, image: "", privileged: false,
  command: { kind: "shell", text: "" }, environment: [], work: "", home: null, data: null, versions: [], priority: null, preemptible: false,
  longest: { number: null, unit: "h" }, restart: false, mostRestarts: null, tags: [],
  endpoints: [], parameters: [], values: {}, notify: "",
};

const MEMORY: Record<string, MemoryUnit> = {
  "": "MiB", M: "MiB", Mi: "MiB", MB: "MiB", MiB: "MiB", G: "GiB", Gi: "GiB", GB: "GiB", GiB: "GiB", T: "TiB", Ti: "TiB", TB: "TiB", TiB: "TiB",
};
const TIME: Record<string, TimeUnit> = { "": "s", s: "s", m: "m", min: "m", h: "h", d: "d" };

function amountOf<U>(text: string, units: Record<string, U>): Amount<U> | null {
  const found = /^\s*(\d{1,15})\s*([A-Za-z]*)\s*$/.exec(text);
  const unit = found && units[found[2] ?? ""];
  return unit ? { number: Number(found[1]), unit } : null;
}

/** `4GiB`, `512 MiB`, `4G`, or megabytes as a plain number; null: none of these. */
export const memoryOf = (text: string): Amount<MemoryUnit> | null => amountOf(text, MEMORY);
/** `90s`, `30m`, `2h`, `1d`, or seconds as a plain number; null: none of these. */
export const timeOf = (text: string): Amount<TimeUnit> | null => amountOf(text, TIME);

/** In the largest unit that says the same. */
export function memoryOfMib(mib: number): Amount<MemoryUnit> {
  if (mib % (1 << 20) === 0) return { number: mib / (1 << 20), unit: "TiB" };
  return mib % 1024 === 0 ? { number: mib / 1024, unit: "GiB" } : { number: mib, unit: "MiB" };
}

/** In the largest unit that says the same. */
export function timeOfSeconds(seconds: number): Amount<TimeUnit> {
  const units = [["d", 86_400], ["h", 3600], ["m", 60]] as const;
  const found = units.find(([, each]) => seconds > 0 && seconds % each === 0);
  return found ? { number: seconds / found[1], unit: found[0] } : { number: seconds, unit: "s" };
}

/** What a shell runs is shown as lines; anything else as a program with its arguments. */
export function commandOf(words: readonly string[]): Command {
  const [shell, option, text] = words;
  if (words.length === 3 && shell === "/bin/sh" && option === "-c" && text !== undefined) return { kind: "shell", text };
  return { kind: "program", words: [...words] };
}

type Spec = { command?: unknown; image?: unknown; privileged?: unknown; master?: unknown; environment?: unknown; work?: unknown; mounts?: unknown; processes?: unknown; disk_mib?: unknown; restart?: unknown; most_restarts?: unknown; endpoints?: unknown; notify?: unknown };
const DEFAULT_PROCESSES = 1024;

function endpointsOf(given: unknown): FormEndpoint[] {
  if (!Array.isArray(given)) return [];
  return (given as Record<string, unknown>[]).map((one) => ({
    name: String(one.name ?? ""),
    kind: tools.find((tool) => tool === one.kind) ?? "http",
    place: typeof one.port === "number" ? String(one.port) : typeof one.socket === "string" ? one.socket : "",
    logdir: typeof one.logdir === "string" ? one.logdir : "",
  }));
}

/** Where the server shows the folder of data, and the work folder beside one's own, if nothing else is said. */
export const USUAL_DATA = "/data";
export const WORK_BESIDE_HOME = "/work";
export const MOST_VERSIONS = 8;
/** The same of the first version, or of the one at this place behind it. */
export const usualVersion = (at: number): string => (at === 0 ? "/dataset" : `/dataset-${at + 1}`);

function sharedAt(mounts: unknown, source: "home" | "data", usual: string): string | null {
  const found = Array.isArray(mounts) ? (mounts as Record<string, unknown>[]).find((one) => one.source === source) : undefined;
  if (!found) return null;
  return found.target === usual ? "" : String(found.target ?? "");
}

/** The version that each mount reads: its id, and the name that it had then. */
export function readVersions(spec: unknown): { id: string; name: string }[] {
  const { mounts } = spec as Spec;
  const all = Array.isArray(mounts) ? (mounts as Record<string, unknown>[]).filter((one) => one.source === "version") : [];
  return all.map((one) => {
    const { id, name } = (one.version ?? {}) as { id?: unknown; name?: unknown };
    return { id: String(id ?? ""), name: String(name ?? "") };
  });
}

function versionsOf(mounts: unknown, named: ReadonlyMap<string, string>): FormVersion[] {
  const all = Array.isArray(mounts) ? (mounts as Record<string, unknown>[]).filter((one) => one.source === "version") : [];
  return all.map((one, at) => {
    const read = one.version as { id?: unknown; name?: unknown } | undefined;
    return { version: named.get(String(read?.id ?? "")) ?? String(read?.name ?? ""), target: one.target === usualVersion(at) ? "" : String(one.target ?? "") };
  });
}

/** An earlier job, to be submitted once more: with all that is kept of it, but for the name of its project. `named`: versions that it read, by id, as they are called now. */
export function formOfJob(job: Job, projectName?: string, named: ReadonlyMap<string, string> = new Map()): JobForm {
  const spec = job.spec as Spec;
  const words = Array.isArray(spec.command) ? spec.command.map(String) : [];
  const environment = spec.environment && typeof spec.environment === "object" ? Object.entries(spec.environment) : [];
  const own = homeOf(job.owner ?? "");
  const home = sharedAt(spec.mounts, "home", own);
  const work = typeof spec.work === "string" && spec.work !== (home === null ? own : WORK_BESIDE_HOME) ? spec.work : "";
  const processes = typeof spec.processes === "number" && spec.processes !== DEFAULT_PROCESSES ? spec.processes : null;
  const restart = spec.restart === "on_failure";
  return {
    ...emptyForm,
    name: job.name,
    kind: commandKinds.find((one) => one === job.kind) ?? "",
    cluster: job.virtual_cluster?.name ?? "",
    project: projectName ?? job.project_id ?? "",
    device: job.device,
    devices: job.devices ?? 1,
    distributed: job.nodes !== null,
    nodes: job.nodes,
    cores: job.cores_wanted,
    master: Array.isArray(spec.master) ? commandOf(spec.master.map(String)) : null,
    memory: job.memory_mib ? memoryOfMib(job.memory_mib) : emptyForm.memory,
    // What it asked for itself; what its virtual cluster has holds anyway.
    disk: typeof spec.disk_mib === "number" ? memoryOfMib(spec.disk_mib) : emptyForm.disk,
    processes,
    image: typeof spec.image === "string" ? spec.image : "",
    privileged: spec.privileged === true,
    command: words.length > 0 ? commandOf(words) : emptyForm.command,
    environment: environment.map(([name, value]) => ({ name, value: String(value) })),
    work,
    home,
    data: sharedAt(spec.mounts, "data", USUAL_DATA),
    versions: versionsOf(spec.mounts, named),
    priority: job.priority,
    preemptible: job.preemptible,
    longest: job.longest_run_s === null ? emptyForm.longest : timeOfSeconds(job.longest_run_s),
    restart,
    mostRestarts: restart && typeof spec.most_restarts === "number" ? spec.most_restarts : null,
    tags: [...job.tags],
    endpoints: endpointsOf(spec.endpoints),
    notify: notifies.find((one) => one === spec.notify) ?? "",
  };
}

/** Whether it runs what a user wrote. Only such have a job file; trainings and services have forms of their own. */
export const runsCommand = (job: Pick<Job, "kind">): boolean => (commandKinds as readonly string[]).includes(job.kind);
