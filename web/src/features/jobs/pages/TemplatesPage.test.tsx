import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AskHost } from "@/components/AskHost";
import { page, refused, serve, type Asked } from "@/test/server";
import { aMe, show } from "@/test/show";
import { TemplatePage } from "./TemplatePage";
import { TemplatesPage } from "./TemplatesPage";

const template = (id: string, more: object = {}) => ({
  id, name: `template ${id}`, description: "", scope: "mine", virtual_cluster: null, owner: "admin", parameters: [{ name: "epochs", type: "number" }], may_change: true, is_default: false,
  created_at: "2026-01-01T00:00:00.000Z", changed_at: "2026-01-01T00:00:00.000Z", revision: 1, file: "name: t\ncommand: x\n", ...more,
});
const preset = template("p", { name: "train_curve", scope: "preset", owner: null, may_change: false, created_at: null, changed_at: null });
const all = [preset, template("a", { is_default: true }), template("b", { scope: "team", virtual_cluster: { id: "v", name: "vision" }, owner: "ann", may_change: false })];
const list = { "GET /templates": ({ query }: Asked) => page(all.filter((one) => !query.has("scope") || one.scope === query.get("scope"))) };
const shown = <><TemplatesPage /><AskHost /></>;
const names = () => [...document.querySelectorAll("tbody tr[data-row-key]")].map((row) => row.getAttribute("data-row-key"));
const menu = async (name: string) => {
  fireEvent.click(screen.getByRole("button", { name: `更多操作 ${name}` }));
  await waitFor(() => expect(document.querySelector(".ant-dropdown:not(.ant-dropdown-hidden) .ant-dropdown-menu-item")).not.toBeNull());
  return [...document.querySelectorAll<HTMLElement>(".ant-dropdown:not(.ant-dropdown-hidden) .ant-dropdown-menu-item")];
};
const field = (name: string) => document.querySelector(`[data-test=${name}]`) as HTMLInputElement;

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe("templates of jobs", () => {
  it("are listed with who sees them, those of the product by a word of one's language", async () => {
    const asked = serve(list);
    show(shown);
    await waitFor(() => expect(names()).toEqual(["p", "a", "b"]));
    expect(screen.getByText("训练曲线（标准库）")).toBeTruthy();
    expect(screen.getByText("团队：vision")).toBeTruthy();
    expect(screen.getByLabelText("提交页默认使用")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "团队" }));
    await waitFor(() => expect(names()).toEqual(["b"]));
    expect(asked.at(-1)?.query.get("scope")).toBe("team");
  });

  it("offer what one may do with each", async () => {
    const asked = serve({ ...list, "PUT /templates/default": () => ({ status: 204 }), "DELETE /templates/a": () => ({ status: 204 }) });
    show(shown);
    await waitFor(() => expect(names().length).toBe(3));
    expect((await menu("template b")).map((one) => one.textContent)).toEqual(["使用", "查看", "设为默认", "导出"]);
    fireEvent.click(document.body);
    const own = await menu("template a");
    expect(own.map((one) => one.textContent)).toContain("删除");
    fireEvent.click(own.find((one) => one.textContent === "取消默认")!);
    await waitFor(() => expect(asked.find((one) => one.method === "PUT")?.body).toEqual({ template_id: null }));
  });

  it("are only looked at by those who may not submit", async () => {
    serve(list);
    show(shown, "", [], { ...aMe, permissions: ["job.read_own"] });
    await waitFor(() => expect(names().length).toBe(3));
    expect(document.querySelector("[data-test=new-template]")).toBeNull();
    expect((await menu("template b")).map((one) => one.textContent)).toEqual(["查看", "导出"]);
  });
});

describe("a template", () => {
  const open = (id: string, answers: Parameters<typeof serve>[0]) => {
    const asked = serve(answers);
    const { router } = show(<div />, "", [{ path: "/expert/templates/:templateId", element: <TemplatePage /> }]);
    void router.navigate(`/expert/templates/${id}`);
    return asked;
  };

  it("is changed, with what is wrong at its line", async () => {
    let wrong = true;
    const asked = open("a", {
      "GET /templates/a": () => ({ body: all[1] }),
      "PATCH /templates/a": ({ body }) => (wrong ? refused(422, "job_file.invalid", { line: 2, field: "command", reason: "x", reason_code: "parameter.single_quotes", reason_params: { name: "x" } }, { command: "parameter.single_quotes" }) : { body: { ...all[1], ...(body as object), revision: 2 } }),
    });
    await waitFor(() => expect(field("template-file")).not.toBeNull());
    fireEvent.change(field("template-file"), { target: { value: "name: t\ncommand: echo '${x}'\n" } });
    fireEvent.click(field("save"));
    expect(await screen.findByText(/第 2 行.*单引号里的参数 x 不会被替换/)).toBeTruthy();
    wrong = false;
    fireEvent.change(field("template-name"), { target: { value: "better" } });
    fireEvent.click(field("save"));
    await waitFor(() => expect(asked.filter((one) => one.method === "PATCH").at(-1)?.body).toMatchObject({ name: "better", file: "name: t\ncommand: echo '${x}'\n" }));
  });

  it("of another, or of the product, is shown and no more", async () => {
    open("p", { "GET /templates/p": () => ({ body: preset }) });
    await waitFor(() => expect(field("template-file")?.textContent).toContain("command: x"));
    expect([field("save"), field("delete-template")]).toEqual([null, null]);
    expect(field("use-template")).not.toBeNull();
  });
});
