// A server for tests of pages: answers by method and path, and keeps what it was asked.
import { vi } from "vitest";

export type Asked = { method: string; path: string; query: URLSearchParams; body: unknown };
type Answer = { status?: number; body?: unknown };
type Answers = Record<string, (asked: Asked) => Answer>;

/** What is no JSON, such as a job file, stays a text. */
function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** `answers` by "GET /users"; anything else is not found, as a problem of ours. */
export function serve(answers: Answers): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = input instanceof Request ? input : new Request(new URL(String(input), window.location.origin), init);
    const url = new URL(request.url);
    const text = await request.text();
    const one: Asked = { method: request.method, path: url.pathname.replace("/api/v1", ""), query: url.searchParams, body: text ? bodyOf(text) : null };
    asked.push(one);
    const { status = 200, body } = answers[`${one.method} ${one.path}`]?.(one) ?? { status: 404, body: { code: "not_found", detail: "", params: {}, fields: {} } };
    return new Response(status === 204 ? null : JSON.stringify(body ?? {}), { status, headers: { "Content-Type": "application/json", ETag: '"1"' } });
  });
  return asked;
}

export const page = <T,>(items: T[]) => ({ body: { items, next: null, total: items.length } });
export const refused = (status: number, code: string, params: object = {}, fields: object = {}) => ({ status, body: { code, detail: code, params, fields } });
