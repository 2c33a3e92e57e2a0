import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { aMe, show } from "@/test/show";
import { refused, serve } from "@/test/server";
import { DevicePage, tidyCode } from "./pages/DevicePage";
import { InvitationPage } from "./pages/InvitationPage";
import { LoginPage } from "./pages/LoginPage";

afterEach(() => vi.unstubAllGlobals());

const field = (autoComplete: string) => document.querySelector<HTMLInputElement>(`input[autocomplete="${autoComplete}"]`)!;
const type = (autoComplete: string, text: string) => fireEvent.change(field(autoComplete), { target: { value: text } });
const submit = () => fireEvent.submit(document.querySelector("form")!);
const doors = { "GET /setup": () => ({ body: { needed: false } }), "GET /branding": () => ({ body: { product_name: "Line Eye", self_registration: true, logo: null } }) };

describe("the login", () => {
  it("asks for the code only when the account has one, and sends it with name and password", async () => {
    const asked = serve({
      ...doors,
      "POST /session": ({ body }) => ((body as { code?: string }).code ? { body: aMe } : refused(401, "auth.second_factor_needed")),
    });
    const { router } = show(<LoginPage />);
    type("username", "li.na");
    type("current-password", "secret words");
    submit();
    await waitFor(() => expect(field("one-time-code")).toBeTruthy());
    expect(screen.queryByRole("alert")).toBeNull();
    type("one-time-code", "123 456");
    submit();
    await waitFor(() => expect(router.state.location.pathname).toBe("/"));
    expect(asked.filter((one) => one.path === "/session").at(-1)?.body).toEqual({ name: "li.na", password: "secret words", code: "123456" });
  });

  it("counts down after too many tries, and says a locked account so", async () => {
    let tries = 0;
    serve({ ...doors, "POST /session": () => (tries++ === 0 ? refused(403, "auth.locked") : refused(429, "auth.too_many_tries", { wait_s: 42 })) });
    show(<LoginPage />);
    type("username", "li.na");
    type("current-password", "wrong");
    submit();
    await screen.findByText(/已被锁定/);
    submit();
    await waitFor(() => expect(document.querySelector<HTMLButtonElement>("button[type=submit]")?.disabled).toBe(true));
    expect(document.querySelector("button[type=submit]")?.textContent).toContain("42");
  });

  it("shows the product's own name, and the way to register where that is open", async () => {
    serve(doors);
    show(<LoginPage />);
    await screen.findByText("Line Eye");
    expect(document.title).toBe("Line Eye");
    expect(screen.getByText("注册账户").getAttribute("href")).toBe("/register");
  });

  it("leads to the change of a password that somebody else chose", async () => {
    serve({ ...doors, "POST /session": () => ({ body: { ...aMe, must_change_password: true } }) });
    const { router } = show(<LoginPage />);
    type("username", "li.na");
    type("current-password", "secret words");
    submit();
    await waitFor(() => expect(router.state.location.pathname).toBe("/password"));
  });
});

describe("an invitation", () => {
  it("says a used link so, and never sends the secret as a part of the page's address", async () => {
    const asked = serve({ ...doors, "GET /invitations/abc": () => refused(410, "invitation.used") });
    show(<InvitationPage />, "#secret=abc");
    await screen.findByText(/已使用过或已失效/);
    expect(asked.some((one) => one.query.has("secret"))).toBe(false);
  });

  it("refuses two different passwords before it asks the server", async () => {
    const asked = serve({ ...doors, "GET /invitations/abc": () => ({ body: { name: "li.na", nickname: "", expires_at: "2026-01-01T00:00:00Z" } }) });
    show(<InvitationPage />, "#secret=abc");
    await screen.findByText(/li\.na/);
    const [first, again] = [...document.querySelectorAll<HTMLInputElement>("input[autocomplete=new-password]")];
    fireEvent.change(first!, { target: { value: "long enough" } });
    fireEvent.change(again!, { target: { value: "long enouhg" } });
    submit();
    await screen.findByText("两次输入的密码不一致");
    expect(asked.some((one) => one.method === "POST")).toBe(false);
  });
});

describe("a program's code", () => {
  it("is tidied as it is typed", () => {
    expect(tidyCode("abcd efgh")).toBe("ABCD-EFGH");
    expect(tidyCode("AB-")).toBe("AB");
    expect(tidyCode("ABCD-EFGH-IJ")).toBe("ABCD-EFGH");
  });

  it("is shown with where it comes from before anything is given", async () => {
    const asked = serve({
      "POST /device/find": () => ({ body: { name: "fovea", address: "10.0.0.7", created_at: "2026-01-01T00:00:00Z", expires_at: "2026-01-01T00:10:00Z" } }),
      "POST /device/approve": () => ({ status: 204 }),
    });
    show(<DevicePage />, "#code=abcdefgh");
    expect(document.querySelector<HTMLInputElement>("input")?.value).toBe("ABCD-EFGH");
    submit();
    await screen.findByText("10.0.0.7");
    expect(asked.some((one) => one.path === "/device/approve")).toBe(false);
    fireEvent.click(document.querySelector("[data-test=device-approve]")!);
    await screen.findByText(/已同意/);
    expect(asked.at(-1)?.body).toEqual({ user_code: "ABCD-EFGH" });
  });
});
