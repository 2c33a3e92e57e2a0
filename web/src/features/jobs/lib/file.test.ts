import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Job } from "@/api/contract";
import { homeOf } from "@/lib/home";
import { randomOf } from "@/test/random";
import { faultsOfForm, fileOf, formOf, isOfVersion, textOf } from "./file";
import { aParameter, commandOf, emptyForm, formOfJob, memoryOf, memoryOfMib, memoryUnits, readVersions, timeOf, timeOfSeconds, timeUnits, type JobForm } from "./form";

const word = (random: () => number): string => {
  const signs = ["a", "Z", "7", " ", "_", "-", "中", ":", "#", "'", '"', "\\", "{", "|", "&", "*", "!", "%", "no", "1e3", "null", "~", "\t"];
  return Array.from({ length: 1 + Math.floor(random() * 8) }, () => signs[Math.floor(random() * signs.length)]).join("");
};

function parametersOf(random: () => number, some: (most: number) => string[]): Pick<JobForm, "parameters" | "values"> {
  if (random() < 0.5) return { parameters: [], values: {} };
  const number = { ...aParameter, name: "epochs", type: "number" as const, label: word(random), min: -1.5, max: 1e3, whole: random() < 0.5, default: "10" };
  const choice = { ...aParameter, name: "how", type: "choice" as const, choices: ["a", ...some(3)], default: random() < 0.5 ? "a" : null };
  const text = { ...aParameter, name: "note", help: word(random), longest: 40, default: "" };
  return { parameters: [number, choice, text, { ...aParameter, name: "place", type: "path" as const }], values: { place: word(random), epochs: "11" } };
}

function aForm(seed: number): JobForm {
  const random = randomOf(seed);
  const maybe = <T,>(value: T, other: T): T => (random() < 0.5 ? value : other);
  const some = (most: number) => Array.from({ length: Math.floor(random() * most) }, (_, i) => `${word(random)}${i}`);
  const lines = Array.from({ length: 1 + Math.floor(random() * 4) }, () => word(random)).join("\n");
  const restart = random() < 0.5;
  return {
    name: `n${word(random).trim()}`, kind: maybe<JobForm["kind"]>("training", ""), cluster: maybe(word(random), ""), project: maybe(word(random), ""),
    ...maybe({ device: "cpu", cores: null }, { device: "huawei_npu_arm64", cores: maybe(3, null) }), devices: maybe(4, 1),
    ...maybe({ distributed: false, nodes: null, master: null }, { distributed: true, nodes: 2, master: maybe({ kind: "shell", text: word(random) }, null) }),
    memory: maybe({ number: 1 + Math.floor(random() * 64), unit: memoryUnits[Math.floor(random() * 3)] ?? "GiB" }, emptyForm.memory), disk: maybe({ number: 20, unit: "GiB" }, emptyForm.disk), processes: maybe(64, null), image: maybe("localhost/tools:1", ""), privileged: random() < 0.5,
    // A program that the shell's own words would be read as lines again.
    command: maybe({ kind: "shell", text: `echo ${lines}${maybe("\n", "")}` }, { kind: "program", words: ["python3", ...some(4)] }),
    environment: some(4).map((value, i) => ({ name: `V_${i}`, value: maybe(value, "") })), work: maybe("/srv/a b", ""), home: maybe("", null), data: maybe<string | null>(maybe("", "/mnt/data"), null),
    versions: maybe([{ version: "screws/3", target: "" }, { version: "a b/1", target: "/mnt/b" }], []),
    priority: maybe(150, null), preemptible: random() < 0.5, longest: maybe({ number: 90, unit: timeUnits[Math.floor(random() * 4)] ?? "h" }, emptyForm.longest),
    restart, mostRestarts: restart ? maybe(2, null) : null, tags: some(3),
    ...parametersOf(random, some),
    notify: maybe("end", ""),
    endpoints: maybe([{ name: "lab", kind: "jupyter", place: "", logdir: "" }, { name: "web-1", kind: "http", place: maybe("8000", "a.sock"), logdir: "" }, { name: "b", kind: "tensorboard", place: "", logdir: maybe("runs", "") }], []),
  };
}

describe("form and job file", () => {
  it("say the same, whatever people type", () => {
    for (let seed = 0; seed < 400; seed += 1) {
      const form = aForm(seed);
      const text = textOf(form);
      const back = formOf(text);
      expect(back.faults, text).toEqual([]);
      expect(back.form, text).toEqual(form);
      expect(textOf(back.form)).toBe(text);
    }
  });

  it("leave out what is as it would be anyway", () => {
    expect(fileOf({ ...emptyForm, name: " a ", command: { kind: "shell", text: "true" } })).toEqual({ name: "a", device: "cpu", devices: 1, command: "true" });
  });

  it("read the example of the documents", () => {
    const text = readFileSync(join(import.meta.dirname, "../../../../../docs/examples/job.yaml"), "utf8");
    const { form, faults } = formOf(text);
    expect(faults).toEqual([]);
    expect(form).toMatchObject({
      name: "count lines", device: "cpu", devices: 1, memory: { number: 256, unit: "MiB" }, environment: [{ name: "GREETING", value: "hello" }],
      priority: 100, longest: { number: 10, unit: "m" }, restart: true, mostRestarts: 2, tags: ["example"],
    });
    expect(form.command.kind === "shell" && form.command.text.split("\n").length).toBe(4);
    expect(parse(textOf(form))).toMatchObject({ command: (parse(text) as { command: string }).command });
    const spread = formOf(readFileSync(join(import.meta.dirname, "../../../../../docs/examples/distributed.yaml"), "utf8"));
    expect(spread.faults).toEqual([]);
    expect(spread.form).toMatchObject({ distributed: true, nodes: 2, devices: 8, device: "huawei_npu_arm64", cores: 1 });
  });

  it("read JSON, and texts as they stand there", () => {
    expect(formOf('{"name": "a", "command": ["python3", "x.py"]}').form).toMatchObject({ name: "a", command: { kind: "program", words: ["python3", "x.py"] } });
    const { form, faults } = formOf("name: 1.0\ncommand: true\nenvironment: {A: 1.50, B: , C: 0x10}\ncores: 3\n");
    expect(faults).toEqual([]);
    expect(form).toMatchObject({ name: "1.0", command: { kind: "shell", text: "true" }, devices: 3 });
    expect(form.environment).toEqual([{ name: "A", value: "1.50" }, { name: "B", value: "" }, { name: "C", value: "0x10" }]);
  });

  it("follow anchors", () => {
    expect(formOf("name: &n a\ncommand: echo\ntags: [*n, b]\n").form.tags).toEqual(["a", "b"]);
  });
});

describe("a file that cannot be used", () => {
  const faults = (text: string) => formOf(text).faults.map(({ field, code, line }) => `${field} ${code} ${line}`);
  it("is refused with field and line", () => {
    expect(faults("name: a\ncommand: b\nmemory: much\nlongest_run: soon\n")).toEqual(["memory job_file.memory 3", "longest_run job_file.time 4"]);
    expect(faults("name: a\ncommand: b\npicture: pytorch\n")).toEqual(["picture job_file.unknown_field 3"]);
    expect(faults("command: b\ntype: distributed")).toEqual(["name field.required null", "type job_file.distributed null"]);
    expect(faults("name: a\ncommand: b\nnodes: 2\nmaster_command: c")).toEqual(["nodes job_file.distributed null", "master_command job_file.distributed null"]);
    expect(faults("name: a\ncommand: b\nmounts:\n  - source: other\n    target: /x\n")).toEqual(["mounts[0].source field.invalid 3"]);
    expect(faults("name: a\ncommand: b\nmounts:\n  - source: home\n  - source: home\n")).toEqual(["mounts[1].source job_file.twice 3"]);
    expect(faults("name: a\ncommand: b\nmounts:\n  - source: version\n")).toEqual(["mounts[0].version job_file.mount_version 3"]);
    expect(faults("name: a\ncommand: b\nmounts:\n  - source: home\n    version: a/1\n")).toEqual(["mounts[0].version job_file.mount_version 3"]);
    expect(faults("name: a\ncommand: b\ndevices: 2\ncores: 3\nmost_restarts: 1")).toEqual(["cores job_file.cores_twice null", "most_restarts job_file.without_restart null"]);
    expect(faults("name: a\ncommand: b\npriority: -1\npreemptible: maybe\n")).toEqual(["priority job_file.number 3", "preemptible job_file.flag 4"]);
  });
  it("names the part of an endpoint that is wrong", () => {
    const at = (one: string) => faults(`name: a\ncommand: b\nendpoints: [${one}]\n`)[0];
    expect(at("{name: web, port: 80, colour: red}")).toBe("endpoints[0].colour job_file.unknown_field 3");
    expect(at("{port: 8000}")).toBe("endpoints[0].name field.required 3");
    expect(at("{name: web, port: 8000, socket: a}")).toBe("endpoints[0].socket job_file.endpoint_target 3");
    expect(at("{name: lab, kind: jupyter, port: 8000}")).toBe("endpoints[0].port job_file.endpoint_kind 3");
    expect(at("{name: lab, kind: emacs}")).toBe("endpoints[0].kind field.invalid 3");
  });
  it("fills what can be used", () => {
    expect(formOf("name: a\ncommand: b\nmemory: much\ntags: [x]\n").form).toMatchObject({ name: "a", tags: ["x"], memory: emptyForm.memory });
  });
  it("may be no YAML, or no list of fields", () => {
    expect(formOf("name: [a\ncommand: b").faults[0]).toMatchObject({ field: "-", code: "job_file.yaml" });
    for (const text of ["", "just words", "- a", "1", "name: a\nname: b"]) expect(formOf(text).faults.length, text).toBeGreaterThan(0);
  });
  it("never breaks the reader", () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const random = randomOf(seed);
      const text = Array.from({ length: 12 }, () => `${random() < 0.6 ? ["name", "command", "tags", "mounts", "environment", "devices"][Math.floor(random() * 6)] : word(random)}: ${word(random)}${random() < 0.2 ? "\n  " : "\n"}`).join("");
      expect(() => formOf(text), text).not.toThrow();
    }
  });
});

describe("amounts", () => {
  it("are read as the server reads them", () => {
    expect(["4GiB", "512 MiB", "1T", "64", "2G"].map((text) => memoryOf(text))).toEqual([
      { number: 4, unit: "GiB" }, { number: 512, unit: "MiB" }, { number: 1, unit: "TiB" }, { number: 64, unit: "MiB" }, { number: 2, unit: "GiB" },
    ]);
    expect(["", "GiB", "4.5GiB", "-1GiB", "4 Kites", "4KiB"].map((text) => memoryOf(text))).toEqual([null, null, null, null, null, null]);
    expect(["90s", "30m", "30min", "2h", "1d", "5", "soon"].map((text) => timeOf(text)?.unit)).toEqual(["s", "m", "m", "h", "d", "s", undefined]);
    expect([512, 4096, 3 << 20].map(memoryOfMib)).toEqual([{ number: 512, unit: "MiB" }, { number: 4, unit: "GiB" }, { number: 3, unit: "TiB" }]);
  });
  it("give a user the folder that the server gives", () => {
    expect(["ann", "王工", "", "..", "a/b"].map(homeOf)).toEqual(["/home/ann", "/home/王工", "/home/user", "/home/user", "/home/user"]);
  });
});

describe("what is seen in the form at once", () => {
  it("is an empty name or command, and variables that no shell takes", () => {
    const form: JobForm = { ...emptyForm, environment: ["A", "2X", "FOVEA_X", "A", ""].map((name) => ({ name, value: "" })) };
    expect(faultsOfForm(form).map((one) => `${one.field} ${one.code}`)).toEqual([
      "name field.required", "command field.required", "environment.2X job_file.variable_name", "environment.FOVEA_X job_file.reserved",
      "environment.A field.twice", "environment. job_file.variable_name",
    ]);
  });
});

describe("endpoints in the form", () => {
  it("need a name that a host can have, and a place", () => {
    const one = (name: string, place: string) => ({ name, kind: "http" as const, place, logdir: "" });
    const form: JobForm = { ...emptyForm, name: "a", command: { kind: "shell", text: "b" }, endpoints: [one("web", "8000"), one("Web", "8001"), one("web", "x.sock"), one("w", ""), one("v", "80")] };
    expect(faultsOfForm(form).map((fault) => `${fault.field} ${fault.code}`)).toEqual([
      "endpoints[1].name job_file.endpoint_name", "endpoints[2].name field.twice", "endpoints[3].port job_file.endpoint_target", "endpoints[4].port job_file.endpoint_port",
    ]);
  });
});

const job: Job = {
  id: "j", kind: "command", project_id: "p", name: "count", state: "succeeded", reason: null, progress: null, created_at: "2026-01-01T00:00:00Z", started_at: null, ended_at: null,
  owner: "ann", model_id: null, cores: 0, virtual_cluster: { id: "v", name: "vision" }, priority: 150, cores_wanted: null, longest_run_s: null, ends_by: null, device: "cpu", devices: 2, memory_mib: 2048, disk_mib: null, preemptible: true,
  tags: ["night"], attempt: 1, nodes: null, held: 0, idle: null, deleted_at: null, kept_until: null, spec: { command: ["/bin/sh", "-c", "echo $A\n"], environment: { A: "1" }, work: "/home/ann", processes: 1024, restart: "on_failure", most_restarts: 2 },
};

describe("an earlier job", () => {
  it("fills the form with what it was", () => {
    expect(formOfJob(job, "Screws")).toEqual({
      ...emptyForm, name: "count", kind: "command", cluster: "vision", project: "Screws", devices: 2, memory: { number: 2, unit: "GiB" }, command: { kind: "shell", text: "echo $A\n" },
      environment: [{ name: "A", value: "1" }], priority: 150, preemptible: true, restart: true, mostRestarts: 2, tags: ["night"],
    });
  });
  it("keeps the disk that it asked for itself, not what its virtual cluster has", () => {
    expect(formOfJob({ ...job, disk_mib: 1024 }).disk).toEqual(emptyForm.disk);
    expect(formOfJob({ ...job, disk_mib: 1024, spec: { ...job.spec, disk_mib: 2048 } }).disk).toEqual({ number: 2, unit: "GiB" });
  });
  it("keeps what it is for, how long it may run, and its cores beside cards", () => {
    const earlier = formOfJob({ ...job, kind: "training", device: "nvidia_gpu_amd64", cores_wanted: 6, longest_run_s: 7200 });
    expect([earlier.kind, earlier.cores, earlier.longest]).toEqual(["training", 6, { number: 2, unit: "h" }]);
    expect(fileOf(earlier)).toMatchObject({ kind: "training", cores: 6, longest_run: "2h" });
    expect([90, 86_400, 60].map(timeOfSeconds)).toEqual([{ number: 90, unit: "s" }, { number: 1, unit: "d" }, { number: 1, unit: "m" }]);
    expect(formOf("name: a\ncommand: b\nkind: visualisation\n").form.kind).toBe("visualisation");
    expect(formOf("name: a\ncommand: b\nkind: service\n").faults[0]).toMatchObject({ field: "kind", line: 3 });
  });
  it("keeps its endpoints", () => {
    const endpoints = [{ name: "web", kind: "http", port: 8000 }, { name: "b", kind: "tensorboard", logdir: "runs" }];
    expect(formOfJob({ ...job, spec: { ...job.spec, endpoints } }).endpoints).toEqual([{ name: "web", kind: "http", place: "8000", logdir: "" }, { name: "b", kind: "tensorboard", place: "", logdir: "runs" }]);
  });
  it("keeps the versions that it read, by the names that they had", () => {
    const mounts = [{ source: "data", target: "/data" }, { source: "version", target: "/dataset", version: { id: "1", name: "screws/3" } }, { source: "version", target: "/mnt/b", version: { id: "2", name: "nuts/1" } }];
    const earlier = formOfJob({ ...job, spec: { ...job.spec, mounts } });
    expect(earlier.versions).toEqual([{ version: "screws/3", target: "" }, { version: "nuts/1", target: "/mnt/b" }]);
    // Once submitted again by the names that they have now.
    expect(readVersions({ mounts })).toEqual([{ id: "1", name: "screws/3" }, { id: "2", name: "nuts/1" }]);
    expect(formOfJob({ ...job, spec: { ...job.spec, mounts } }, undefined, new Map([["1", "bolts/3"]])).versions.map((one) => one.version)).toEqual(["bolts/3", "nuts/1"]);
    expect(fileOf(earlier).mounts).toEqual([{ source: "data" }, { source: "version", version: "screws/3" }, { source: "version", version: "nuts/1", target: "/mnt/b" }]);
    expect(faultsOfForm({ ...earlier, versions: [{ version: "", target: "" }] }).map((fault) => `${fault.field} ${fault.code}`)).toEqual(["mounts[1].version job_file.mount_version"]);
    expect(["mounts[0].target", "mounts[1].target", "mounts[2].version", "work"].map((field) => isOfVersion(earlier, field))).toEqual([false, true, true, false]);
  });
  it("keeps another folder, and leaves its owner's to the server", () => {
    expect(formOfJob({ ...job, spec: { ...job.spec, work: "/data/x" } }).work).toBe("/data/x");
    expect(formOfJob({ ...job, owner: "bob" }).work).toBe("/home/ann");
  });
  it("with a program keeps its words apart", () => {
    expect(commandOf(["python3", "-c", "print(1)"])).toEqual({ kind: "program", words: ["python3", "-c", "print(1)"] });
  });
});
