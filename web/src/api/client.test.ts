import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { address, client, ifMatch, newKey, onSignedOut, read, readTagged } from "./client";
import { Problem } from "./problem";

const answers: (() => Response)[] = [];
const asked: Request[] = [];

beforeEach(() => {
  answers.length = 0;
  asked.length = 0;
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(request);
    const answer = answers.shift();
    return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError("cut"));
  });
});
afterEach(() => vi.unstubAllGlobals());

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) => () =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

describe("the client", () => {
  it("fills the path, adds the query and the header against forged requests", async () => {
    answers.push(json({ id: "a b" }));
    await read(client.GET("/projects/{id}/next", { params: { path: { id: "a b" }, query: { labelled: false } } } as never));
    expect(asked[0]?.url).toBe("http://localhost:3000/api/v1/projects/a%20b/next?labelled=false");
    expect(asked[0]?.headers.get("X-Fovea")).toBe("1");
  });

  it("gives the tag of what it read, and sends it back with a change", async () => {
    answers.push(json({ id: "1" }, 200, { ETag: '"7"' }), json({ id: "1" }, 200, { ETag: '"8"' }));
    const { etag } = await readTagged(client.GET("/projects/{id}", { params: { path: { id: "1" } } } as never));
    expect(etag).toBe('"7"');
    await read(client.PATCH("/projects/{id}", { params: { path: { id: "1" }, header: ifMatch(etag) }, body: {} } as never));
    expect(asked[1]?.headers.get("If-Match")).toBe('"7"');
  });

  it("throws a refusal with its code, params and fields", async () => {
    answers.push(json({ code: "auth.too_many_tries", detail: "Wait.", params: { wait_s: 9 }, fields: { name: "field.required" } }, 429));
    const failure = await read(client.POST("/session", { body: {} } as never)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Problem);
    expect(failure).toMatchObject({ status: 429, code: "auth.too_many_tries", params: { wait_s: 9 }, fields: { name: "field.required" } });
  });

  it("tells a cut line apart from a refusal", async () => {
    const failure = await read(client.GET("/projects")).catch((error: unknown) => error);
    expect(failure).toMatchObject({ status: 0, code: "network.unreachable" });
  });

  it("says when nobody is logged in any more, but not for the question who it is", async () => {
    const out = vi.fn();
    onSignedOut(out);
    answers.push(json({ code: "auth.required", detail: "" }, 401), json({ code: "auth.required", detail: "" }, 401));
    await read(client.GET("/session")).catch(() => undefined);
    expect(out).not.toHaveBeenCalled();
    await read(client.GET("/projects")).catch(() => undefined);
    expect(out).toHaveBeenCalledOnce();
  });
});

describe("addresses", () => {
  it("are made for the browser without empty parts", () => {
    expect(address("/records/1/heat", { a: "x y", b: undefined, c: "" })).toBe("/api/v1/records/1/heat?a=x+y");
  });
  it("and keys of requests do not repeat", () => {
    expect(new Set(Array.from({ length: 50 }, newKey)).size).toBe(50);
  });
});
