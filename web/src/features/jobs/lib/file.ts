// Form → job file and back. The server's own reader has the last word (crates/api/src/jobs/file.rs); what is found here is found before
// one asks it, under the same names of fields and codes.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, stringify, type Document, type Node } from "yaml";
import type { JobFile } from "@/api/jobs";
import { aParameter, commandKinds, commandOf, CPU, emptyForm, memoryOf, MOST_VERSIONS, notifies, parameterTypes, timeOf, tools, type Command, type FormEndpoint, type JobForm, type Parameter } from "./form";

/** What cannot be used: the field as the server names it (`environment.PATH`, `tags[0]`), a code, and the line where it is known. */
export type Fault = { field: string; code: string; line: number | null; reason: string; /** What the code's sentence speaks of, where the server tells it. */ params?: Record<string, unknown> };

/** The file without what is as it would be anyway. */
export function fileOf(form: JobForm): JobFile {
  const { memory, disk, longest, command } = form;
  return {
    name: form.name.trim(),
    ...(form.kind ? { kind: form.kind } : {}),
    ...(form.cluster ? { virtual_cluster: form.cluster } : {}),
    ...(form.project ? { project: form.project } : {}),
    ...(form.distributed ? { type: "distributed" as const, ...(form.nodes === null ? {} : { nodes: form.nodes }) } : {}),
    device: form.device,
    ...(form.devices === null ? {} : { devices: form.devices }),
    ...(form.cores === null || form.device === CPU ? {} : { cores: form.cores }),
    ...(memory.number === null ? {} : { memory: `${memory.number}${memory.unit}` }),
    ...(disk.number === null ? {} : { disk: `${disk.number}${disk.unit}` }),
    ...(form.processes === null ? {} : { processes: form.processes }),
    ...(form.image.trim() ? { image: form.image.trim() } : {}),
    ...(form.privileged ? { privileged: true } : {}),
    command: wordsOf(command),
    ...(form.distributed && form.master ? { master_command: wordsOf(form.master) } : {}),
    ...(form.environment.length > 0 ? { environment: Object.fromEntries(form.environment.map(({ name, value }) => [name.trim(), value])) } : {}),
    ...mountsOf(form),
    ...(form.priority === null ? {} : { priority: form.priority }),
    ...(form.preemptible ? { preemptible: true } : {}),
    ...(longest.number === null ? {} : { longest_run: `${longest.number}${longest.unit}` }),
    ...(form.restart ? { restart: "on_failure" as const, ...(form.mostRestarts === null ? {} : { most_restarts: form.mostRestarts }) } : {}),
    ...(form.tags.length > 0 ? { tags: form.tags } : {}),
    ...(form.endpoints.length > 0 ? { endpoints: form.endpoints.map(endpointOf) } : {}),
    ...(form.parameters.length > 0 ? { parameters: form.parameters.map(parameterOf) } : {}),
    ...valuesOf(form),
    ...(form.notify ? { notify: form.notify } : {}),
  };
}

/** Which folders it sees, where that is not as it would be anyway. */
function mountsOf({ work, home, data, versions }: JobForm): Pick<JobFile, "mounts"> {
  const at = (source: "work" | "home" | "data", target: string) => ({ source, ...(target.trim() ? { target: target.trim() } : {}) });
  const read = versions.map(({ version, target }) => ({ source: "version" as const, version: version.trim(), ...(target.trim() ? { target: target.trim() } : {}) }));
  const all = [...(work.trim() ? [at("work", work)] : []), ...(home === null ? [] : [at("home", home)]), ...(data === null ? [] : [at("data", data)]), ...read];
  return all.length > 0 ? { mounts: all } : {};
}

/** How many folders stand before the versions in the file. */
const foldersBefore = ({ work, home, data }: JobForm): number => [work.trim() !== "", home !== null, data !== null].filter(Boolean).length;

/** Whether a fault is one of a version that is read: `mounts[2].target`. */
export function isOfVersion(form: JobForm, field: string): boolean {
  const [, place] = /^mounts\[(\d+)\]/.exec(field) ?? [];
  return place !== undefined && form.versions.length > 0 && Number(place) >= foldersBefore(form);
}

/** Only what belongs to its type, and is not as it would be anyway. */
function parameterOf(one: Parameter): NonNullable<JobFile["parameters"]>[number] {
  const number = one.type === "number";
  return {
    name: one.name.trim(), type: one.type,
    ...(one.label ? { label: one.label } : {}), ...(one.help ? { help: one.help } : {}),
    ...(number && one.min !== null ? { min: one.min } : {}), ...(number && one.max !== null ? { max: one.max } : {}), ...(number && one.whole ? { whole: true } : {}),
    ...(one.type === "choice" && one.choices.length > 0 ? { choices: one.choices } : {}),
    ...(one.type === "text" && one.longest !== null ? { longest: one.longest } : {}),
    ...(one.default === null ? {} : { default: one.default }),
  };
}

/** Of parameters that there are, where they are not the usual. */
function valuesOf({ parameters, values }: JobForm): Pick<JobFile, "values"> {
  const given = parameters.flatMap((one) => {
    const value = values[one.name.trim()];
    return value === undefined || value === one.default ? [] : [[one.name.trim(), value] as const];
  });
  return given.length > 0 ? { values: Object.fromEntries(given) } : {};
}

const wordsOf = (command: Command): string | string[] => (command.kind === "shell" ? command.text : command.words);

/** A whole number is a port; anything else the name of a socket. */
function endpointOf({ name, kind, place, logdir }: FormEndpoint): NonNullable<JobFile["endpoints"]>[number] {
  if (kind !== "http") return { name, kind, ...(kind === "tensorboard" && logdir ? { logdir } : {}) };
  return { name, kind, ...(/^\d+$/.test(place) ? { port: Number(place) } : { socket: place }) };
}

export const textOf = (form: JobForm): string => stringify(fileOf(form), { lineWidth: 0, blockQuote: "literal" });

/** What one sees at once in a form, before the server is asked. */
export function faultsOfForm(form: JobForm): Fault[] {
  const out: Fault[] = [];
  const wrong = (field: string, code: string) => out.push({ field, code, line: null, reason: "" });
  if (form.name.trim() === "") wrong("name", "field.required");
  const { command } = form;
  if ((command.kind === "shell" ? command.text : (command.words[0] ?? "")).trim() === "") wrong("command", "field.required");
  if (form.distributed && form.nodes === null) wrong("nodes", "field.required");
  const seen = new Set<string>();
  for (const name of form.environment.map((one) => one.name.trim())) {
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name)) wrong(`environment.${name}`, "job_file.variable_name");
    else if (name.startsWith("FOVEA_")) wrong(`environment.${name}`, "job_file.reserved");
    else if (seen.has(name)) wrong(`environment.${name}`, "field.twice");
    seen.add(name);
  }
  for (const one of form.parameters) {
    const value = form.values[one.name.trim()] ?? one.default;
    if (value === null || (value === "" && one.default !== "")) wrong(`values.${one.name.trim()}`, "parameter.required");
  }
  const before = foldersBefore(form);
  form.versions.forEach(({ version }, i) => {
    if (version.trim() === "") wrong(`mounts[${before + i}].version`, "job_file.mount_version");
  });
  const ways = new Set<string>();
  form.endpoints.forEach(({ name, kind, place }, i) => {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 24) wrong(`endpoints[${i}].name`, "job_file.endpoint_name");
    else if (ways.has(name)) wrong(`endpoints[${i}].name`, "field.twice");
    ways.add(name);
    const port = /^\d+$/.test(place) ? Number(place) : null;
    if (kind === "http" && place === "") wrong(`endpoints[${i}].port`, "job_file.endpoint_target");
    else if (kind === "http" && port !== null && (port < 1024 || port > 65_535)) wrong(`endpoints[${i}].port`, "job_file.endpoint_port");
  });
  return out;
}

/** The form that a file fills; what the form cannot show, or the file cannot mean, is a fault. Other fields are filled all the same. */
export function formOf(text: string): { form: JobForm; faults: Fault[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, maxAliasCount: 100 } as Parameters<typeof parseDocument>[1]);
  const [broken] = document.errors;
  if (broken) return { form: emptyForm, faults: [{ field: "-", code: "job_file.yaml", line: lines.linePos(broken.pos[0]).line, reason: broken.message }] };
  return new Reader(document, lines).read();
}

/** Thrown within a field. */
class Wrong extends Error {
  constructor(readonly code: string, readonly part = "") {
    super(code);
  }
}

class Reader {
  private readonly faults: Fault[] = [];
  constructor(private readonly document: Document, private readonly lines: LineCounter) {}

  read(): { form: JobForm; faults: Fault[] } {
    const root = this.document.contents;
    if (!isMap(root)) return { form: emptyForm, faults: [{ field: "-", code: "job_file.no_map", line: 1, reason: "" }] };
    // A file says what it wants; what it leaves out is not what one happened to have in the form.
    let form: JobForm = { ...emptyForm, cluster: "" };
    let cores: number | null = null;
    let mostRestarts: number | null = null;
    const has = new Set<string>();
    for (const pair of root.items) {
      const key = pair.key as Node | null;
      const field = isScalar(key) ? String(key.value) : "-";
      has.add(field);
      this.at(field, key, () => {
        const node = this.real(pair.value as Node | null);
        if (isScalar(node) && node.value === null) return;
        switch (field) {
          case "name": form = { ...form, name: this.text(node) }; break;
          case "virtual_cluster": form = { ...form, cluster: this.text(node) }; break;
          case "project": form = { ...form, project: this.text(node) }; break;
          case "kind": form = { ...form, kind: commandKinds.find((one) => one === this.text(node)) ?? this.fail("field.invalid") }; break;
          case "type": form = { ...form, distributed: this.only(node, ["regular", "distributed"]) === "distributed" }; break;
          case "nodes": form = { ...form, nodes: this.number(node) }; break;
          case "master_command": form = { ...form, master: this.command(node) }; break;
          case "device": form = { ...form, device: this.text(node) }; break;
          case "devices": form = { ...form, devices: this.number(node) }; break;
          case "cores": cores = this.number(node); break;
          case "memory": form = { ...form, memory: memoryOf(this.text(node)) ?? this.fail("job_file.memory") }; break;
          case "disk": form = { ...form, disk: memoryOf(this.text(node)) ?? this.fail("job_file.memory") }; break;
          case "processes": form = { ...form, processes: this.number(node) }; break;
          case "image": form = { ...form, image: this.text(node) }; break;
          case "command": form = { ...form, command: this.command(node) }; break;
          case "environment": form = { ...form, environment: this.variables(node) }; break;
          case "mounts": form = { ...form, ...this.mounts(node) }; break;
          case "priority": form = { ...form, priority: this.number(node) }; break;
          case "privileged": form = { ...form, privileged: this.flag(node) }; break;
          case "preemptible": form = { ...form, preemptible: this.flag(node) }; break;
          case "longest_run": form = { ...form, longest: timeOf(this.text(node)) ?? this.fail("job_file.time") }; break;
          case "restart": form = { ...form, restart: this.only(node, ["never", "on_failure"]) === "on_failure" }; break;
          case "most_restarts": mostRestarts = this.number(node); break;
          case "parameters": form = { ...form, parameters: this.parameters(node) }; break;
          case "values": form = { ...form, values: Object.fromEntries(this.variables(node).map(({ name, value }) => [name, value])) }; break;
          case "tags": form = { ...form, tags: this.texts(node) }; break;
          case "endpoints": form = { ...form, endpoints: this.endpoints(node) }; break;
          case "notify": form = { ...form, notify: notifies.find((one) => one === this.text(node)) ?? this.fail("field.invalid") }; break;
          default: throw new Wrong("job_file.unknown_field");
        }
      });
    }
    for (const field of ["name", "command"]) if (!has.has(field)) this.faults.push({ field, code: "field.required", line: null, reason: "" });
    form = this.spread(form);
    if (cores !== null && form.device !== CPU) form = { ...form, cores };
    if (cores !== null && form.device === CPU) {
      if (has.has("devices") && form.devices !== cores) this.faults.push({ field: "cores", code: "job_file.cores_twice", line: null, reason: "" });
      else form = { ...form, devices: cores };
    }
    if (mostRestarts !== null) {
      if (form.restart) form = { ...form, mostRestarts };
      else this.faults.push({ field: "most_restarts", code: "job_file.without_restart", line: null, reason: "" });
    }
    return { form, faults: this.faults };
  }

  /** What goes with several nodes only, and what those need. */
  private spread(form: JobForm): JobForm {
    const wrong = (field: string) => this.faults.push({ field, code: "job_file.distributed", line: null, reason: "" });
    if (form.distributed) {
      if (form.nodes === null) wrong("type");
      return form;
    }
    if (form.nodes !== null && form.nodes !== 1) wrong("nodes");
    if (form.master) wrong("master_command");
    return { ...form, nodes: null, master: null };
  }

  private command(node: Node | null): Command {
    return isSeq(node) ? commandOf(this.texts(node)) : { kind: "shell", text: this.text(node) };
  }

  private at(field: string, node: Node | null, run: () => void): void {
    try {
      run();
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      const offset = node?.range?.[0];
      this.faults.push({ field: `${field}${error.part}`, code: error.code, line: offset === undefined ? null : this.lines.linePos(offset).line, reason: "" });
    }
  }

  private fail(code: string, part = ""): never {
    throw new Wrong(code, part);
  }

  private real(node: Node | null): Node | null {
    return isAlias(node) ? ((node.resolve(this.document) as Node | undefined) ?? null) : node;
  }

  /** As it stands there: `1.0` is no other text than it was. */
  private text(given: Node | null): string {
    const node = this.real(given);
    if (!isScalar(node)) return this.fail("field.invalid");
    return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
  }

  private texts(node: Node | null): string[] {
    if (!isSeq(node)) return this.fail("field.invalid");
    return node.items.map((item) => this.text(item as Node | null));
  }

  private number(node: Node | null): number {
    const value = isScalar(node) ? node.value : null;
    return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : this.fail("job_file.number");
  }

  private flag(node: Node | null): boolean {
    return isScalar(node) && typeof node.value === "boolean" ? node.value : this.fail("job_file.flag");
  }

  private only(node: Node | null, known: readonly string[]): string {
    const text = this.text(node);
    return known.includes(text) ? text : this.fail("field.invalid");
  }

  private variables(node: Node | null): { name: string; value: string }[] {
    if (!isMap(node)) return this.fail("field.invalid");
    return node.items.map(({ key, value }) => {
      const name = this.text(key as Node | null);
      const given = this.real(value as Node | null);
      // `A:` without anything is an empty text, as people mean it.
      return { name, value: given === null || (isScalar(given) && given.value === null) ? "" : this.text(given) };
    });
  }

  private parameters(node: Node | null): Parameter[] {
    if (!isSeq(node)) return this.fail("field.invalid");
    return node.items.map((item, index) => {
      const part = `[${index}]`;
      const inner = this.real(item as Node | null);
      if (!isMap(inner)) return this.fail("field.invalid", part);
      let one = aParameter;
      for (const pair of inner.items) {
        const name = this.text(pair.key as Node | null);
        const value = this.real(pair.value as Node | null);
        switch (name) {
          case "name": case "label": case "help": case "default": one = { ...one, [name]: this.text(value) }; break;
          case "type": one = { ...one, type: parameterTypes.find((type) => type === this.text(value)) ?? this.fail("field.invalid", `${part}.type`) }; break;
          case "min": case "max": one = { ...one, [name]: this.anyNumber(value, `${part}.${name}`) }; break;
          case "longest": one = { ...one, longest: this.number(value) }; break;
          case "whole": one = { ...one, whole: this.flag(value) }; break;
          case "choices": one = { ...one, choices: isSeq(value) ? this.texts(value) : this.fail("field.invalid", `${part}.choices`) }; break;
          default: return this.fail("job_file.unknown_field", `${part}.${name}`);
        }
      }
      return one.name ? one : this.fail("field.required", `${part}.name`);
    });
  }

  private anyNumber(node: Node | null, part: string): number {
    const value = isScalar(node) ? node.value : null;
    return typeof value === "number" && Number.isFinite(value) ? value : this.fail("job_file.number", part);
  }

  private endpoints(node: Node | null): FormEndpoint[] {
    if (!isSeq(node)) return this.fail("field.invalid");
    return node.items.map((item, i) => {
      const inner = this.real(item as Node | null);
      if (!isMap(inner)) return this.fail("field.invalid", `[${i}]`);
      const out: FormEndpoint = { name: "", kind: "http", place: "", logdir: "" };
      const target = new Set<string>();
      for (const pair of inner.items) {
        const field = isScalar(pair.key) ? String(pair.key.value) : "-";
        const text = () => this.text(pair.value as Node | null);
        if (field === "name") out.name = text();
        else if (field === "kind") out.kind = tools.find((tool) => tool === text()) ?? (text() === "http" ? "http" : this.fail("field.invalid", `[${i}].kind`));
        else if (field === "port") out.place = String(this.number(this.real(pair.value as Node | null)));
        else if (field === "socket") out.place = text();
        else if (field === "logdir") out.logdir = text();
        else this.fail("job_file.unknown_field", `[${i}].${field}`);
        target.add(field);
      }
      if (!target.has("name")) this.fail("field.required", `[${i}].name`);
      // What the form cannot show is told here, as the server would.
      if (target.has("port") && target.has("socket")) this.fail("job_file.endpoint_target", `[${i}].socket`);
      for (const field of ["port", "socket"]) if (out.kind !== "http" && target.has(field)) this.fail("job_file.endpoint_kind", `[${i}].${field}`);
      if (out.kind !== "tensorboard" && target.has("logdir")) this.fail("job_file.endpoint_kind", `[${i}].logdir`);
      if (target.has("socket") && /^\d+$/.test(out.place)) this.fail("field.invalid", `[${i}].socket`);
      return out;
    });
  }

  private mounts(node: Node | null): Pick<JobForm, "work" | "home" | "data" | "versions"> {
    const out: Pick<JobForm, "work" | "home" | "data" | "versions"> = { work: "", home: null, data: null, versions: [] };
    if (!isSeq(node)) return this.fail("field.invalid");
    if (node.items.length > 3 + MOST_VERSIONS) return this.fail("field.too_many");
    const seen = new Set<string>();
    node.items.forEach((item, i) => {
      const inner = this.real(item as Node | null);
      if (!isMap(inner)) return this.fail("field.invalid", `[${i}]`);
      const [source, target, version] = ["source", "target", "version"].map((name) => inner.get(name, true) as Node | null | undefined);
      const name = source ? this.text(source) : "";
      if ((name === "version") !== Boolean(version)) return this.fail("job_file.mount_version", `[${i}].version`);
      if (name === "version" && version) {
        out.versions.push({ version: this.text(version), target: target ? this.text(target) : "" });
        return;
      }
      if (name !== "work" && name !== "home" && name !== "data") return this.fail("field.invalid", `[${i}].source`);
      if (seen.has(name)) return this.fail("job_file.twice", `[${i}].source`);
      seen.add(name);
      out[name] = target ? this.text(target) : "";
    });
    return out;
  }
}
