import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { page, refused, serve } from "@/test/server";
import { show } from "@/test/show";
import { loadDraft } from "../lib/draft";
import { NewJobPage } from "./NewJobPage";

const soonAt = new Date(new Date().setHours(9, 54, 0, 0)).toISOString();
const now = { devices: 1, nodes: null, starts: "now", reason: null, ahead: null, expected_start: null };
const cpu = {
  device: "cpu", unit: "core", lacking: null, regular: { least: 1, most: 4, one_of: null }, distributed: null, distributed_lacks: { code: "device.quota_for_distributed", detail: "too few", params: { quota: 4, least: 16 } },
  nodes: 1, whole_nodes_free: 1, total: 8, free: 3, quota: 8, left_to_vc: 3, left_to_user: 4, most_now: 3, waiting: 0, outlook: now,
};
const npu = {
  ...cpu, device: "huawei_npu_arm64", unit: "card", regular: { least: 0, most: 8, one_of: [0, 1, 2, 4, 8] }, distributed: { per_node: { least: 8, most: 8, one_of: [8] }, most_nodes: 3, quota: 24 }, distributed_lacks: null,
  nodes: 3, total: 24, free: 8, quota: 24, left_to_vc: 8, left_to_user: 24,
  outlook: { devices: 8, nodes: 2, starts: "later", reason: { code: "wait.devices", detail: "few", params: { free: 8, need: 16 } }, ahead: 3, expected_start: soonAt },
};
const limits = { id: "v", name: "default", longest_run_s: 7200, longest_training_s: null, disk_mib: null, priority_min: 100, priority_max: 200, data_folder: false, writes_data: false, quotas: [{ device: "cpu", quota: 8, per_user: 4, used: 5, available: 3, unschedulable: 0 }], devices: [cpu, npu] };
const earlier = {
  id: "j1", kind: "command", project_id: null, name: "night run", state: "failed", reason: null, progress: null, created_at: "2026-01-01T00:00:00Z", started_at: null, ended_at: "2026-01-01T00:00:00Z",
  owner: "admin", model_id: null, cores: 0, virtual_cluster: { id: "v", name: "default" }, priority: 120, cores_wanted: null, longest_run_s: null, ends_by: null, device: "cpu", devices: 2, memory_mib: null, disk_mib: null, preemptible: false, tags: [], attempt: 1, nodes: null, held: 0, idle: null, deleted_at: null, kept_until: null,
  spec: { command: ["/bin/sh", "-c", "python3 train.py"], environment: { EPOCHS: "3" }, work: "/home/admin", processes: 1024, restart: "never", most_restarts: 0 },
};
const aTemplate = (id: string, file: string, more: object = {}) => ({
  id, name: `template ${id}`, description: "", scope: "mine", virtual_cluster: null, owner: "admin", parameters: [], may_change: true, is_default: false, created_at: null, changed_at: null, revision: 1, file, ...more,
});
const anImage = (image: string, more: object = {}) => ({ image, group: "server", here: true, framework: null, version: null, devices: [], description: "", ...more });
const usual = { "GET /images": () => ({ body: { items: [anImage("r.example.com/torch:2.8", { group: "preset", here: false, framework: "PyTorch", version: "2.8", devices: ["nvidia_gpu_amd64"] }), anImage("r.example.com/tf:2", { group: "preset", framework: "TensorFlow", version: "2", devices: ["cpu"] }), anImage("localhost/tools:1"), anImage("busybox:1")], lacks: null } }), "GET /templates": () => page([]), "GET /projects": () => page([]), "GET /virtual_clusters/v/limits": () => ({ body: limits }), "GET /jobs/j1": () => ({ body: earlier }) };
const field = (name: string) => document.querySelector(`[data-test=${name}]`) as HTMLInputElement;
const put = (name: string, value: string) => fireEvent.change(field(name), { target: { value } });
const press = (name: string) => fireEvent.click(field(name));
const preview = () => field("preview").textContent ?? "";

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe("the form of a job", () => {
  it("tells at the field what is wrong, by itself and by the server, and sends the file it shows", async () => {
    const asked = serve({
      ...usual,
      "POST /jobs": ({ body }) =>
        String(body).includes("/etc")
          ? refused(422, "job_file.invalid", { line: 6, field: "mounts[0].target", reason: "only a full path" }, { "mounts[0].target": "field.not_allowed" })
          : { status: 201, body: { ...earlier, id: "j2" } },
    });
    const { router } = show(<NewJobPage />);
    await screen.findByText(/空闲 3 \/ 8/);
    expect(field("outlook").textContent).toBe("提交后现在就可以开始");
    press("submit");
    await waitFor(() => expect(screen.getAllByRole("alert").length).toBe(2));
    expect(asked.some((one) => one.method === "POST")).toBe(false);
    put("name", "count");
    put("command", "echo hi\necho there\n");
    put("work", "/etc");
    expect(preview()).toContain("command: |\n  echo hi\n  echo there\n");
    press("submit");
    expect(await screen.findByText(/系统自己的文件夹/)).toBeTruthy();
    put("work", "/data/x");
    expect(screen.queryByText(/系统自己的文件夹/)).toBeNull();
    const shown = preview();
    press("submit");
    await waitFor(() => expect(router.state.location.pathname).toBe("/jobs/j2"));
    expect(asked.filter((one) => one.method === "POST").at(-1)?.body).toBe(shown);
    expect(loadDraft("u")).toBeNull();
  });

  it("names what is wrong by what people see, never as the file has it", async () => {
    serve(usual);
    show(<NewJobPage />);
    await screen.findByText(/空闲 3 \/ 8/);
    put("name", "n");
    put("command", "sleep 1");
    press("add-variable");
    press("add-endpoint");
    await waitFor(() => expect(field("endpoint-place-0")).not.toBeNull());
    put("endpoint-place-0", "80");
    press("submit");
    expect(await screen.findByText("“第 1 个端口”：端口号应为 1024–65535")).toBeTruthy();
    expect(screen.getByText(/“（没有名称）”：名称由字母/)).toBeTruthy();
    expect([field("variable-0"), field("endpoint-place-0")].map((one) => one.getAttribute("aria-invalid"))).toEqual(["true", "true"]);
    expect(document.body.textContent).not.toMatch(/environment\.|endpoints\[/);
  });

  it("runs in an image of the server, or tells why there can be none", async () => {
    serve(usual);
    const { unmount } = show(<NewJobPage />);
    await screen.findByText(/空闲 3 \/ 8/);
    const image = () => document.querySelector("[data-test=image] input") as HTMLInputElement;
    fireEvent.change(image(), { target: { value: "tools" } });
    expect((await screen.findAllByText("localhost/tools:1")).length).toBeGreaterThan(0);
    // By what is in it, where it is made for the chosen devices.
    fireEvent.change(image(), { target: { value: "tensorflow" } });
    expect((await screen.findAllByText("TensorFlow 2")).length).toBeGreaterThan(0);
    expect(screen.getByText("预置引擎")).toBeTruthy();
    fireEvent.change(image(), { target: { value: "1" } });
    await waitFor(() => expect(screen.queryByText("TensorFlow 2")).toBeNull());
    expect(screen.getAllByText("busybox:1").length).toBeGreaterThan(0);
    expect(screen.queryByText("PyTorch 2.8")).toBeNull();
    fireEvent.change(image(), { target: { value: "localhost/tools:1" } });
    expect(preview()).toContain("image: localhost/tools:1\n");
    unmount();
    localStorage.clear();
    serve({ ...usual, "GET /images": () => ({ body: { items: [], lacks: { code: "podman.no_socket", detail: "no socket", params: {} } } }) });
    show(<NewJobPage />);
    expect(await screen.findByText("这台服务器不能运行带镜像的任务：没有找到 Podman 的套接字")).toBeTruthy();
    expect(image().disabled).toBe(true);
  });

  it("offers several nodes where the server does, with all devices and what would become of it", async () => {
    serve(usual);
    localStorage.setItem("fovea.new-job.u", JSON.stringify({ form: { name: "n", device: "huawei_npu_arm64", devices: 2 }, text: null }));
    show(<NewJobPage />);
    await screen.findByText(/可选 0, 1, 2, 4, 8/);
    press("distributed");
    await waitFor(() => expect(field("nodes").value).toBe("2"));
    // Of NPU eight on each node, and nothing else.
    expect(preview()).toContain("type: distributed\nnodes: 2\ndevice: huawei_npu_arm64\ndevices: 8\n");
    expect(field("all-devices").value).toBe("16");
    const soon = await screen.findByText(/需要排队：需要 16 个设备，空闲 8 个/);
    expect(soon.textContent).toContain("前面 3 个任务，约 09:54 开始");
    // Beside the button, too.
    expect(field("outlook").textContent).toBe("前面 3 个任务，约 09:54 开始");
    put("nodes", "3");
    await waitFor(() => expect(field("all-devices").value).toBe("24"));
    expect(screen.queryByText(/需要排队/)).toBeNull();
  });

  it("says why there is nothing on several nodes", async () => {
    serve(usual);
    show(<NewJobPage />);
    expect(await screen.findByText("不能使用多个节点：多节点任务至少需要 16 个设备的配额，您有 4 个")).toBeTruthy();
    expect((document.querySelector("[data-test=distributed]")?.closest("label")?.querySelector("input") as HTMLInputElement).disabled).toBe(true);
  });

  it("is there again after a reload, and is filled by a file", async () => {
    serve(usual);
    const first = show(<NewJobPage />);
    await waitFor(() => expect(field("name")).not.toBeNull());
    put("name", "kept");
    await waitFor(() => expect(loadDraft("u")?.form.name).toBe("kept"));
    first.unmount();
    show(<NewJobPage />);
    await waitFor(() => expect(field("name").value).toBe("kept"));
    press("as-file");
    await waitFor(() => expect(field("file-text").value).toContain("name: kept"));
    put("file-text", "name: other\ncommand: [python3, x.py]\nqueue: torch\n");
    press("to-form");
    expect(await screen.findByText(/第 3 行，queue/)).toBeTruthy();
    press("force-form");
    await waitFor(() => expect(field("word-1").value).toBe("x.py"));
    expect(field("name").value).toBe("other");
    expect(preview()).not.toContain("queue");
  });

  it("begins with an earlier job, and gives back the draft before", async () => {
    serve(usual);
    localStorage.setItem("fovea.new-job.u", JSON.stringify({ form: { name: "my draft" }, text: null }));
    const { router } = show(<NewJobPage />, "?from=j1");
    await waitFor(() => expect(field("command")?.value).toBe("python3 train.py"));
    expect(router.state.location.search).toBe("");
    expect(preview()).toContain("EPOCHS: \"3\"");
    fireEvent.click(await screen.findByRole("button", { name: "恢复之前的草稿" }));
    await waitFor(() => expect(field("name").value).toBe("my draft"));
  });

  it("asks for what a template wants, by the type of each, and submits it with the values", async () => {
    const file = "name: train ${epochs}\ncommand: echo ${note}\nparameters:\n  - {name: epochs, type: number, label: 轮数, min: 1, max: 9, default: 5}\n  - {name: how, type: choice, choices: [a, b], default: a}\n  - {name: note, type: text}\n";
    const asked = serve({
      ...usual, "GET /templates/t": () => ({ body: aTemplate("t", file) }),
      "POST /jobs": ({ body }) => (String(body).includes("note: bad") ? refused(422, "job_file.invalid", { line: 9, field: "values.note", reason: "x", reason_code: "parameter.signs", reason_params: {} }, { "values.note": "parameter.signs" }) : { status: 201, body: { ...earlier, id: "j3" } }),
    });
    const { router } = show(<NewJobPage />, "?template=t");
    await waitFor(() => expect(field("value-of-note")).not.toBeNull());
    expect(router.state.location.search).toBe("");
    expect(screen.getByText("轮数")).toBeTruthy();
    press("submit");
    expect(await screen.findByText("需要一个值")).toBeTruthy();
    put("value-of-note", "bad");
    press("submit");
    expect(await screen.findByText("含有不允许的字符")).toBeTruthy();
    put("value-of-note", "good");
    expect(preview()).toContain("values:\n  note: good\n");
    press("submit");
    await waitFor(() => expect(router.state.location.pathname).toBe("/jobs/j3"));
    expect(String(asked.filter((one) => one.method === "POST").at(-1)?.body)).toContain("note: good");
  });

  it("offers projects, their versions and the job's places for parameters that name one", async () => {
    const file = "name: t\ncommand: echo ${set}\nparameters:\n  - {name: set, type: version}\n  - {name: of, type: project}\n  - {name: where, type: path, default: /opt/x}\n";
    const asked = serve({
      ...usual, "GET /templates/t": () => ({ body: aTemplate("t", file) }), "GET /projects": () => page([{ id: "p", name: "tiles" }, { id: "q", name: "screws" }]),
      "GET /projects/p/versions": () => page([{ id: "w", number: 3, created_at: "2026-01-01T00:00:00Z" }]), "POST /jobs": () => ({ status: 201, body: { ...earlier, id: "j4" } }),
    });
    show(<NewJobPage />, "?template=t");
    await waitFor(() => expect(field("value-of-set-project")).not.toBeNull());
    const choose = async (name: string, text: string | RegExp) => {
      fireEvent.mouseDown(document.querySelector(`[data-test=${name}] .ant-select-selector`)!);
      const found = await screen.findAllByText(text);
      // The list that was opened last; others stay where they are, unseen.
      fireEvent.click(found.reverse().find((one) => one.closest(".ant-select-item-option-content")) ?? found[0]!);
    };
    await choose("value-of-set-project", "tiles");
    await choose("value-of-set", /^版本 3/);
    await waitFor(() => expect(preview()).toContain("set: tiles/3"));
    await choose("value-of-of", "screws");
    await waitFor(() => expect(preview()).toContain("of: screws"));
    expect((document.querySelector("[data-test=value-of-where] input") as HTMLInputElement).value).toBe("/opt/x");
    press("submit");
    await waitFor(() => expect(String(asked.filter((one) => one.method === "POST").at(-1)?.body)).toContain("set: tiles/3"));
  });

  it("begins with the usual template where nothing is kept, and is kept as one without its values", async () => {
    const asked = serve({
      ...usual, "GET /templates": () => page([aTemplate("t", "", { is_default: true })]), "GET /templates/t": () => ({ body: aTemplate("t", "name: usual\ncommand: echo ${a}\nparameters:\n  - {name: a, type: text}\n", { is_default: true }) }),
      "POST /templates": () => ({ status: 201, body: aTemplate("n", "") }),
    });
    show(<NewJobPage />);
    await waitFor(() => expect(field("name")?.value).toBe("usual"));
    put("value-of-a", "x");
    press("to-template");
    await waitFor(() => expect(field("template-name")).not.toBeNull());
    put("template-name", "mine");
    press("save-template");
    await waitFor(() => expect(asked.find((one) => one.method === "POST")?.body).toMatchObject({ name: "mine", scope: "mine", file: "name: usual\ndevice: cpu\ndevices: 1\ncommand: echo ${a}\nparameters:\n  - name: a\n    type: text\n" }));
  });
});
