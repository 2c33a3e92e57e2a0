import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";
import { lateWords } from "@/i18n";
import { serve } from "@/test/server";
import { show } from "@/test/show";
import { Registries } from "./parts/Registries";

const one = { id: "r", host: "r.example.com", login: "ann", created_at: "2026-01-01T00:00:00Z", last_used_at: null };
const list = (items: object[], allowed: string[] | null) => ({ "GET /account/registries": () => ({ body: { items, allowed } }) });
const type = (name: string, text: string) => fireEvent.change(document.querySelector(`[data-test=registry-${name}]`)!, { target: { value: text } });
const ok = () => document.querySelector(".ant-modal-footer .ant-btn-primary") as HTMLButtonElement;

beforeAll(() => lateWords());

describe("accounts at image registries", () => {
  it("are added with a secret that is sent once and shown nowhere", async () => {
    const asked = serve({ ...list([], null), "POST /account/registries": () => ({ status: 201, body: one }) });
    show(<Registries />);
    fireEvent.click((await screen.findByText("登记仓库")).closest("button")!);
    expect(ok().disabled).toBe(true);
    type("host", "r.example.com");
    type("login", "ann");
    type("secret", "hunter2");
    expect((document.querySelector("[data-test=registry-secret]") as HTMLInputElement).type).toBe("password");
    fireEvent.click(ok());
    await waitFor(() => expect(asked.find((each) => each.method === "POST")?.body).toEqual({ host: "r.example.com", login: "ann", secret: "hunter2" }));
    expect(document.body.textContent).not.toContain("hunter2");
  });

  it("get another secret in place, and are forgotten", async () => {
    const asked = serve({ ...list([one], ["r.example.com"]), "PUT /account/registries/r": () => ({ body: one }), "DELETE /account/registries/r": () => ({ status: 204 }) });
    show(<Registries />);
    expect((await screen.findByText(/从这些仓库拉取镜像/)).textContent).toContain("r.example.com");
    fireEvent.click(screen.getByText("更换密码").closest("button")!);
    type("secret", "new");
    expect((document.querySelector("[data-test=registry-host]") as HTMLInputElement).disabled).toBe(true);
    fireEvent.click(ok());
    await waitFor(() => expect(asked.find((each) => each.method === "PUT")?.body).toEqual({ login: "ann", secret: "new" }));
  });

  it("cannot be added where no registry is allowed, with the reason", async () => {
    serve(list([], []));
    show(<Registries />);
    await screen.findByText(/--image-registry/);
    expect((document.querySelector("[data-test=registry-add]") as HTMLButtonElement).disabled).toBe(true);
  });
});
