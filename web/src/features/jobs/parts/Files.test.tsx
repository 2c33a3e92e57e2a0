import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Job } from "@/api/contract";
import { AskHost } from "@/components/AskHost";
import { serve } from "@/test/server";
import { aMe, show } from "@/test/show";
import { Files } from "./Files";

const job = { id: "j", kind: "command", name: "t", state: "running", owner: "admin", virtual_cluster: { id: "v", name: "default" }, spec: { work: "/home/admin" } } as unknown as Job;
const file = (path: string, more: object = {}) => ({ path, name: path.split("/").at(-1), kind: "file", bytes: 2048, changed_at: "2026-01-01T00:00:00Z", executable: false, etag: "1", target: null, ...more });
const list = (...items: object[]) => ({ "GET /jobs/j/files": () => ({ body: { path: "", seen_as: "/home/admin", items, next: null, total: items.length } }) });
const text = (content: string, more: object = {}) => ({ "GET /jobs/j/files/text": () => ({ body: { path: "run.sh", text: content, from: 0, next: null, bytes: content.length, etag: "1", binary: false, editable: true, ...more } }) });
const page = (
  <>
    <Files job={job} />
    <AskHost />
  </>
);

afterEach(() => vi.unstubAllGlobals());

describe("files of a job", () => {
  it("are shown with what they are, and where the job sees them", async () => {
    serve(list(file("out", { kind: "folder" }), file("run.sh"), file("latest", { kind: "link", target: "/etc" })));
    show(page);
    expect(await screen.findByText("run.sh")).toBeTruthy();
    expect(screen.getByText("任务中的路径：/home/admin", { exact: false })).toBeTruthy();
    expect(screen.getByText("→ /etc")).toBeTruthy();
    // A link leads nowhere.
    expect(document.querySelector("[data-test=file-latest]")?.tagName).toBe("SPAN");
  });

  it("are asked for in the folder of the address", async () => {
    const asked = serve(list());
    show(page, "?dir=out/deep&sort=-bytes");
    expect(await screen.findByText("这个文件夹是空的。")).toBeTruthy();
    const wanted = asked.find((one) => one.path === "/jobs/j/files");
    expect(wanted?.query.get("path")).toBe("out/deep");
    expect(wanted?.query.get("sort")).toBe("-bytes");
  });

  it("go only after a question, a folder with all that is in it", async () => {
    const asked = serve({ ...list(file("out", { kind: "folder" })), "DELETE /jobs/j/files": () => ({ status: 204 }) });
    show(page);
    fireEvent.click(await screen.findByRole("button", { name: "更多操作：out" }));
    fireEvent.click(await screen.findByText("删除"));
    expect(await screen.findByText("文件夹和其中的全部内容都会删除，无法恢复。")).toBeTruthy();
    expect(asked.some((one) => one.method === "DELETE")).toBe(false);
    fireEvent.click(screen.getByRole("button", { name: /删\s*除/ }));
    await waitFor(() => expect(asked.find((one) => one.method === "DELETE")?.query.get("all")).toBe("true"));
  });

  it("keep their line ends when they are changed, and are saved over what was read", async () => {
    const asked = serve({ ...list(), ...text("a\r\nb\r\n"), "PUT /jobs/j/files/content": () => ({ body: file("run.sh") }) });
    show(page, "?file=run.sh");
    fireEvent.click(await screen.findByRole("button", { name: /编\s*辑/ }));
    fireEvent.change(await screen.findByRole("textbox"), { target: { value: "a\nc\n" } });
    fireEvent.click(screen.getByRole("button", { name: /保\s*存/ }));
    await waitFor(() => expect(asked.find((one) => one.method === "PUT")?.body).toBe("a\r\nc\r\n"));
  });

  it("that another changed meanwhile are told, and what was typed stays", async () => {
    serve({ ...list(), ...text("old"), "PUT /jobs/j/files/content": () => ({ status: 412, body: { code: "work.changed", detail: "x", params: { path: "run.sh" }, fields: {} } }) });
    show(page, "?file=run.sh");
    fireEvent.click(await screen.findByRole("button", { name: /编\s*辑/ }));
    fireEvent.change(await screen.findByRole("textbox"), { target: { value: "mine" } });
    fireEvent.click(screen.getByRole("button", { name: /保\s*存/ }));
    expect(await screen.findByText(/已被别人或任务修改/)).toBeTruthy();
    expect((screen.getByRole("textbox") as HTMLTextAreaElement).value).toBe("mine");
    expect(screen.getByRole("button", { name: /载入新内容/ })).toBeTruthy();
  });

  it("that are no text, or would change by more than one does, are not edited", async () => {
    serve({ ...list(), ...text("a\rb\n") });
    show(page, "?file=run.sh");
    expect(await screen.findByText(/混合的换行符/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /编\s*辑/ })).toBeNull();
  });

  it("that are pictures are shown, and others that are no text are not", async () => {
    URL.createObjectURL = vi.fn(() => "blob:x");
    URL.revokeObjectURL = vi.fn();
    const asked = serve({ ...list(), ...text("", { binary: true }), "GET /jobs/j/files/content": () => ({ body: "x" }) });
    const { unmount } = show(page, "?file=out/Curve.PNG");
    expect((await screen.findByAltText("图片 Curve.PNG")).getAttribute("src")).toBe("blob:x");
    expect(asked.find((one) => one.path === "/jobs/j/files/content")?.query.get("path")).toBe("out/Curve.PNG");
    unmount();
    expect(URL.revokeObjectURL).toHaveBeenCalledWith("blob:x");
    show(page, "?file=curve.svgz");
    expect(await screen.findByText(/这不是文本文件/)).toBeTruthy();
  });

  it("that were half written when they were looked at are shown once they are whole", async () => {
    URL.createObjectURL = vi.fn(() => "blob:x");
    URL.revokeObjectURL = vi.fn();
    let etag = "1";
    serve({ ...list(), "GET /jobs/j/files/text": () => ({ body: { path: "c.png", text: "", from: 0, next: null, bytes: 9, etag, binary: true, editable: false } }), "GET /jobs/j/files/content": () => ({ body: "x" }) });
    const { client } = show(page, "?file=c.png");
    fireEvent.error(await screen.findByAltText("图片 c.png"));
    expect(await screen.findByText(/图片不完整/)).toBeTruthy();
    etag = "2";
    await client.invalidateQueries();
    expect(await screen.findByAltText("图片 c.png")).toBeTruthy();
  });

  it("are only looked at by those who may not change the job", async () => {
    serve(list(file("run.sh")));
    show(page, "", [], { ...aMe, name: "bob", permissions: ["job.read"], virtual_clusters: [] });
    expect(await screen.findByText("run.sh")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /上传文件/ })).toBeNull();
    expect(document.querySelector("[data-test=files-drop]")).toBeNull();
  });
});
