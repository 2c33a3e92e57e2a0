import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { i18n, type T } from "@/i18n";
import { show } from "@/test/show";
import { page, refused, serve } from "@/test/server";
import { addRow, bodyOf, emptyRow, emptyUsers, MOST, sayProblem, withoutPasswords } from "./lib/rows";
import { textOf } from "./lib/csv";
import { NewUsersPage } from "./pages/NewUsersPage";
import type { UserDetail } from "@/api/people";
import { DeleteUsers } from "./parts/DeleteUsers";
import { UserData } from "./parts/UserData";
import { UserRights } from "./parts/UserRights";

const t = i18n.t as unknown as T;
const role = { id: "r1", key: null, kind: "custom", name: "班长", description: "", created_at: "2026-01-01T00:00:00Z", revision: 1, users: 0, groups: 0, permissions: ["annotate"] };
const user = (name: string) => ({
  id: name, name, nickname: "", phone: "", mail: "", note: "", language: "", state: "invited", built_in: false, must_change_password: false, second_factor: false,
  last_login_at: null, created_at: "2026-01-01T00:00:00Z", revision: 1, roles: [], groups: [],
});

beforeEach(async () => {
  localStorage.clear();
  await i18n.changeLanguage("zh-CN");
});
afterEach(() => vi.unstubAllGlobals());

describe("rows of new users", () => {
  it("are ten at most, each with a key of its own", () => {
    let rows = [emptyRow(0)];
    for (let count = 0; count < 20; count += 1) rows = addRow(rows);
    expect(rows.length).toBe(MOST);
    expect(new Set(rows.map((row) => row.key)).size).toBe(MOST);
  });

  it("are sent without blanks around them, with roles and passwords only where they belong", () => {
    const draft = { ...emptyUsers, rows: [{ ...emptyRow(0), name: " li.na ", password: "x" }], roles: ["r1"] };
    expect(bodyOf(draft, false)).toEqual([{ name: "li.na", nickname: "", phone: "", mail: "", note: "" }]);
    expect(bodyOf({ ...draft, by: "password" }, true)[0]).toMatchObject({ password: "x", role_ids: ["r1"], group_ids: [] });
    expect(withoutPasswords(draft).rows[0]?.password).toBe("");
  });

  it("tell a name twice here from a name that is taken there", () => {
    const twice = sayProblem(t, { field: "name", code: "field.duplicate" });
    const taken = sayProblem(t, { field: "name", code: "user.name_taken" });
    expect(twice).not.toBe(taken);
    expect(sayProblem(t, { field: "name", code: "field.too_short" })).toContain("2–32");
  });
});

describe("the wizard for users", () => {
  const put = (name: string, text: string) => fireEvent.change(document.querySelector(`[data-test=row-${name}]`)!, { target: { value: text } });
  const press = (name: string) => fireEvent.click(document.querySelector(`button[data-test=${name}]`)!);

  it("stays at the field that the server refuses, goes on when it is right, and keeps all when going back", async () => {
    const asked = serve({
      "GET /roles": () => page([role]),
      "GET /groups": () => page([]),
      "POST /users/batch": ({ body, query }) => {
        const rows = (body as { users: { name: string }[] }).users;
        if (rows[0]?.name === "wang") return { body: { rows: [{ index: 0, field: "name", code: "user.name_taken" }], made: [], total: 1 } };
        if (query.get("dry_run")) return { body: { rows: [], made: [], total: 1 } };
        return { status: 201, body: { rows: [], total: 1, made: [{ user: user("li.na"), invitation: { secret: "s3cret", expires_at: "2026-01-04T00:00:00Z" } }] } };
      },
    });
    show(<NewUsersPage />);
    put("name", "wang");
    press("next");
    const wrong = await screen.findByRole("alert");
    expect(wrong.textContent).toContain("同名");
    expect(document.querySelector("[data-test=row-name]")?.getAttribute("aria-invalid")).toBe("true");

    put("name", "li.na");
    expect(screen.queryByRole("alert")).toBeNull();
    press("next");
    const tick = await screen.findByText("班长");
    press("next");
    await screen.findByText("请至少选择一个角色或用户组");
    fireEvent.click(tick);
    press("back");
    expect(document.querySelector<HTMLInputElement>("[data-test=row-name]")?.value).toBe("li.na");
    press("next");
    await screen.findByText("自定义角色");
    press("next");
    await waitFor(() => expect(document.querySelector("[data-test=preview]")).toBeTruthy());
    press("create");
    const link = await screen.findByText(/#secret=/);
    expect(link.textContent).toBe(`${window.location.origin}/invitation#secret=s3cret`);
    const last = asked.filter((one) => one.path === "/users/batch").at(-1);
    expect(last?.query.get("dry_run")).toBeNull();
    expect(last?.body).toMatchObject({ users: [{ name: "li.na", role_ids: ["r1"] }] });
  });

  it("finds what was typed again after the page was closed, but no password", async () => {
    serve({ "GET /roles": () => page([role]), "GET /groups": () => page([]) });
    const { unmount } = show(<NewUsersPage />);
    fireEvent.click(screen.getByLabelText(/由我设置初始密码/));
    put("nickname", "李娜");
    put("password", "not to be kept");
    unmount();
    expect(JSON.stringify({ ...localStorage })).not.toContain("not to be kept");
    show(<NewUsersPage />);
    expect(document.querySelector<HTMLInputElement>("[data-test=row-nickname]")?.value).toBe("李娜");
    expect(document.querySelector<HTMLInputElement>("[data-test=row-password]")?.value).toBe("");
  });

  it("names the rows again when somebody took the name between check and creation", async () => {
    let checks = 0;
    serve({
      "GET /roles": () => page([role]),
      "GET /groups": () => page([]),
      "POST /users/batch": ({ query }) => {
        if (query.get("dry_run")) return { body: { rows: [], made: [], total: checks++ } };
        return refused(422, "request.rows", { count: 1, rows: [{ index: 0, field: "name", code: "user.name_taken" }] });
      },
    });
    show(<NewUsersPage />);
    put("name", "li.na");
    press("next");
    fireEvent.click(await screen.findByText("班长"));
    press("next");
    await waitFor(() => expect(document.querySelector("[data-test=preview]")).toBeTruthy());
    press("create");
    await waitFor(() => expect(document.querySelector("[data-test=row-name]")?.getAttribute("aria-invalid")).toBe("true"));
  });
});

describe("deleting", () => {
  const nothing = { jobs: 0, projects: 0, versions: 0, imports: 0, tokens: 0, sessions: 0, running_jobs: [] };
  const button = () => [...document.querySelectorAll<HTMLButtonElement>(".ant-modal-footer button")].at(-1)!;

  it("is not possible while jobs run, and says which", async () => {
    serve({ "GET /users/a/belongings": () => ({ body: { ...nothing, jobs: 1, running_jobs: [{ id: "j", name: "夜间训练", project_id: "p" }] } }) });
    show(<DeleteUsers users={[{ id: "a", name: "li.na" }]} onClose={() => undefined} onDelete={async () => undefined} />);
    await screen.findByText("夜间训练");
    expect(button().disabled).toBe(true);
  });

  it("offers to hand over what is owned, and counts it over all of them", async () => {
    serve({
      "GET /users/a/belongings": () => ({ body: { ...nothing, projects: 2 } }),
      "GET /users/b/belongings": () => ({ body: { ...nothing, projects: 1, sessions: 4 } }),
      "GET /users": () => page([]),
    });
    const onDelete = vi.fn(async () => undefined);
    show(<DeleteUsers users={[{ id: "a", name: "a" }, { id: "b", name: "b" }]} onClose={() => undefined} onDelete={onDelete} />);
    await screen.findByText(/3 个项目/);
    expect(screen.getByText("转交给")).toBeTruthy();
    fireEvent.click(button());
    await waitFor(() => expect(onDelete).toHaveBeenCalledWith(undefined));
  });
});

describe("rights of a user", () => {
  it("are told with every role and group that gives them", () => {
    const group = { id: "g", name: "夜班" };
    const ref = { id: "r1", key: null, name: "班长" };
    show(<UserRights rights={[{ name: "annotate", from: [{ role: { id: "r0", key: "annotator", name: "annotator" }, group: null }, { role: ref, group }] }]} />);
    const item = screen.getByText("标注图片").closest("li")!;
    expect(within(item).getByText("角色“标注员” · 用户组“夜班”的角色“班长”")).toBeTruthy();
  });
});

describe("tables from spreadsheets", () => {
  it("are read in UTF-8, and else as Chinese Windows writes them", () => {
    const windows = new Uint8Array([0xd3, 0xc3, 0xbb, 0xa7, 0xc3, 0xfb]); // 用户名 in GB 18030
    expect(textOf(windows.buffer)).toBe("用户名");
    expect(textOf(new Uint8Array(new TextEncoder().encode("用户名")).buffer)).toBe("用户名");
  });
});

describe("the data quota of a user", () => {
  const someone = { ...user("li.na"), rights: [], invitation_expires_at: null, longest_run_s: null, data_quota_bytes: 5e9, data_used_bytes: 2e9 } as unknown as UserDetail;

  it("is changed in GB, and taken away by an empty field", () => {
    const asked: unknown[] = [];
    show(<UserData user={someone} onChange={async (body) => asked.push(body)} />);
    expect(screen.getByText(/已用 2/)).toBeTruthy();
    expect(document.querySelector("[data-test=save-data-quota]")).toBeNull();
    const field = () => document.querySelector<HTMLInputElement>("input[data-test=data-quota]")!;
    expect(field().value).toBe("5");
    for (const [text, bytes] of [["500", 5e11], ["", null]] as const) {
      fireEvent.change(field(), { target: { value: text } });
      fireEvent.click(document.querySelector("[data-test=save-data-quota]")!);
      expect(asked.pop()).toEqual({ data_quota_bytes: bytes });
    }
  });

  it("is only shown to those who may not change it", () => {
    show(<UserData user={someone} onChange={undefined} />);
    expect(document.querySelector<HTMLInputElement>("input[data-test=data-quota]")?.disabled).toBe(true);
  });
});
