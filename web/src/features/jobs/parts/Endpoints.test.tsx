import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Job } from "@/api/contract";
import { serve } from "@/test/server";
import { aMe, show } from "@/test/show";
import { emptyForm, type JobForm } from "../lib/form";
import { EndpointFields } from "./EndpointFields";
import { Endpoints } from "./Endpoints";

const job = { id: "j", kind: "command", name: "t", state: "running", owner: "admin", nodes: null, virtual_cluster: { id: "v", name: "default" }, spec: {} } as unknown as Job;
const one = (name: string, more: object = {}) => ({ name, kind: "http", port: 8000, socket: null, logdir: null, state: "ready", host: `${name}--1.localhost`, may_open: true, last_used_at: null, shares: [], ...more });
const list = (...items: object[]) => ({ "GET /jobs/j/endpoints": () => ({ body: { items } }) });

afterEach(() => vi.unstubAllGlobals());

describe("endpoints of a job", () => {
  const tab = { opener: {} as unknown, location: { replace: vi.fn() }, close: vi.fn() };
  beforeEach(() => {
    tab.opener = {};
    tab.location.replace.mockReset();
    tab.close.mockReset();
    vi.stubGlobal("open", () => tab);
  });

  it("open in a tab that has no hold on this page", async () => {
    const asked = serve({ ...list(one("web")), "POST /jobs/j/endpoints/web/open": () => ({ body: { url: "http://web--1.localhost/x", expires_at: "2026-01-01T00:00:00Z" } }) });
    show(<Endpoints job={job} />);
    fireEvent.click(await screen.findByRole("button", { name: /打开/ }));
    await waitFor(() => expect(tab.location.replace).toHaveBeenCalledWith("http://web--1.localhost/x"));
    expect(tab.opener).toBeNull();
    expect(asked.filter((each) => each.method === "POST").length).toBe(1);
  });

  it("say why one does not open, and leave no empty tab", async () => {
    serve({ ...list(one("web")), "POST /jobs/j/endpoints/web/open": () => ({ status: 409, body: { code: "endpoint.no_host", detail: "x", params: { domain: "localhost" }, fields: {} } }) });
    show(<Endpoints job={job} />);
    fireEvent.click(await screen.findByRole("button", { name: /打开/ }));
    await waitFor(() => expect(tab.close).toHaveBeenCalled());
    expect(tab.location.replace).not.toHaveBeenCalled();
  });

  it("tell each state, and what to do where a tool is missing", async () => {
    serve(list(one("web", { state: "starting" }), one("lab", { kind: "jupyter", port: null, state: "not_installed" })));
    show(<Endpoints job={job} />);
    expect(await screen.findByText("正在启动")).toBeTruthy();
    expect(document.querySelector("[data-test=state-lab]")?.getAttribute("data-state")).toBe("not_installed");
    expect(screen.getByText(/FOVEA_TOOLS/)).toBeTruthy();
    expect((document.querySelector("[data-test=open-lab]") as HTMLButtonElement).disabled).toBe(true);
  });

  it("are shared for a time, and no longer", async () => {
    const share = { id: "s", user: "bob", created_at: "2026-01-01T00:00:00Z", expires_at: "2026-01-01T08:00:00Z" };
    const asked = serve({ ...list(one("web", { shares: [share] })), "POST /jobs/j/endpoints/web/shares": () => ({ status: 201, body: share }), "DELETE /jobs/j/endpoints/web/shares/s": () => ({ status: 204 }) });
    show(<Endpoints job={job} />);
    fireEvent.click(await screen.findByRole("button", { name: /共享/ }));
    fireEvent.change(await waitFor(() => document.querySelector("[data-test=share-user]") as HTMLInputElement), { target: { value: " eve " } });
    fireEvent.click(document.querySelector("[data-test=share-go]")!);
    await waitFor(() => expect(asked.find((each) => each.method === "POST")?.body).toEqual({ user: "eve", hours: 8 }));
    fireEvent.click(screen.getByRole("button", { name: "不再共享给 bob" }));
    await waitFor(() => expect(asked.some((each) => each.method === "DELETE")).toBe(true));
  });

  it("are closed, and opened again", async () => {
    let state = "ready";
    const asked = serve({
      "GET /jobs/j/endpoints": () => ({ body: { items: [one("web", { state })] } }),
      "POST /jobs/j/endpoints/web/close": () => ((state = "closed"), { status: 204 }),
      "POST /jobs/j/endpoints/web/reopen": () => ((state = "ready"), { status: 204 }),
    });
    show(<Endpoints job={job} />);
    fireEvent.click(await screen.findByRole("button", { name: /关\s?闭/ }));
    await screen.findByText("已关闭");
    expect(screen.queryByRole("button", { name: /打\s?开/ })).toBeNull();
    fireEvent.click(await screen.findByRole("button", { name: "重新开放" }));
    await screen.findByText("可用");
    expect(asked.filter((each) => each.method === "POST").map((each) => each.path.split("/").pop())).toEqual(["close", "reopen"]);
  });

  it("have an address to copy as a browser needs it, and the line for SSH", async () => {
    const write = vi.fn<(text: string) => Promise<void>>(() => Promise.resolve());
    vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText: write } });
    serve({ ...list(one("web", { url: "https://web--1.example.com:8443/" })), "GET /jobs/ssh": () => ({ body: { port: 2222, fingerprint: "SHA256:x", public_key: "ssh-ed25519 x" } }) });
    show(<Endpoints job={job} />);
    fireEvent.click(await screen.findByRole("button", { name: /复制地址/ }));
    expect(write).toHaveBeenCalledWith("https://web--1.example.com:8443/");
    expect((await screen.findByText(/^ssh -p 2222 /)).textContent).toBe(`ssh -p 2222 j@${window.location.hostname}`);
  });

  it("are those of a job to work in as well, with a line for SSH to each of its tasks", async () => {
    serve({ ...list(one("lab", { kind: "jupyter", port: null })), "GET /jobs/ssh": () => ({ body: { port: 2222, fingerprint: "SHA256:x", public_key: "ssh-ed25519 x" } }) });
    show(<Endpoints job={{ ...job, kind: "development", nodes: 2 }} />);
    await screen.findByText("可用");
    expect(document.querySelector("[data-test=new-endpoint]")).not.toBeNull();
    await waitFor(() => expect([...document.querySelectorAll("[data-test=ssh-command]")].map((each) => each.textContent)).toEqual(["j", "j.1"].map((login) => `ssh -p 2222 ${login}@${window.location.hostname}`)));
  });

  it("are added while the job runs, with what is wrong at its field", async () => {
    let taken = true;
    const asked = serve({
      ...list(one("web")),
      "POST /jobs/j/endpoints": ({ body }) => (taken ? ((taken = false), { status: 422, body: { code: "request.fields", detail: "x", params: { reason: "it is there twice", reason_code: "job_file.twice", reason_params: {} }, fields: { port: "job_file.twice" } } }) : { status: 201, body: one("api", body as object) }),
    });
    show(<Endpoints job={job} />);
    await screen.findByText("可用");
    fireEvent.click(document.querySelector("[data-test=new-endpoint]")!);
    const field = (name: string) => document.querySelector(`[data-test=new-endpoint-${name}]`) as HTMLInputElement;
    await waitFor(() => expect(field("place")).not.toBeNull());
    fireEvent.change(field("name"), { target: { value: "api" } });
    fireEvent.change(field("place"), { target: { value: "40001" } });
    const go = () => fireEvent.click(screen.getByRole("button", { name: /添\s?加/ }));
    go();
    await waitFor(() => expect(field("place").getAttribute("aria-invalid")).toBe("true"));
    fireEvent.change(field("place"), { target: { value: "40002" } });
    go();
    await waitFor(() => expect(asked.filter((each) => each.method === "POST").at(-1)?.body).toEqual({ name: "api", kind: "http", port: 40002 }));
  });

  it("are not shared by whom the job does not belong to", async () => {
    serve(list(one("web", { may_open: false })));
    show(<Endpoints job={{ ...job, owner: "somebody" }} />, "", [], { ...aMe, permissions: ["job.read", "job.read_own"] });
    await screen.findByText("可用");
    expect(screen.queryByRole("button", { name: /打开|共享/ })).toBeNull();
  });
});

describe("endpoints in the form", () => {
  const tools = { "GET /jobs/endpoint_tools": () => ({ body: { items: [{ kind: "jupyter", installed: true, program: "jupyter-lab" }, { kind: "vscode", installed: false, program: "code-server" }] } }) };

  it("are off with the reason where the tool is not there", async () => {
    serve(tools);
    const change = vi.fn<(changed: Partial<JobForm>) => void>();
    show(<EndpointFields form={emptyForm} onChange={change} wrong={undefined} wrongFields={[]} />);
    await screen.findByText(/服务器上没有 code-server/);
    const box = (tool: string) => document.querySelector(`[data-test=tool-${tool}]`) as HTMLInputElement;
    expect([box("vscode").disabled, box("jupyter").disabled]).toEqual([true, false]);
    fireEvent.click(box("jupyter"));
    // A job that is there for its tools alone waits.
    expect(change).toHaveBeenLastCalledWith({ endpoints: [{ name: "lab", kind: "jupyter", place: "", logdir: "" }], command: { kind: "shell", text: "sleep infinity" } });
  });

  it("tell that SSH is always there, or that the server takes none, and are red where something is wrong", async () => {
    serve({ ...tools, "GET /jobs/ssh": () => ({ body: { port: 2222, fingerprint: "SHA256:x", public_key: "ssh-ed25519 x" } }) });
    const form: JobForm = { ...emptyForm, endpoints: [{ name: "lab", kind: "jupyter", place: "", logdir: "" }, { name: "web", kind: "http", place: "80", logdir: "" }] };
    const { unmount } = show(<EndpointFields form={form} onChange={vi.fn()} wrong="x" wrongFields={["endpoints[1].port"]} />);
    await screen.findByText(/ssh -p 2222/);
    const field = (name: string) => document.querySelector(`[data-test=${name}-0]`);
    expect([field("endpoint-place")?.getAttribute("aria-invalid"), field("endpoint-name")?.getAttribute("aria-invalid")]).toEqual(["true", null]);
    unmount();
    serve({ ...tools, "GET /jobs/ssh": () => ({ body: { port: null, fingerprint: null, public_key: null } }) });
    show(<EndpointFields form={emptyForm} onChange={vi.fn()} wrong={undefined} wrongFields={[]} />);
    await screen.findByText(/没有开启 SSH/);
    expect((document.querySelector("[data-test=tool-ssh]") as HTMLInputElement).checked).toBe(false);
  });
});
