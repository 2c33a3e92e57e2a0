// The one way to the server: typed paths, the header that unsafe requests need, and problems thrown as `Problem`.
import createClient from "openapi-fetch";
import { Problem, problemOf } from "./problem";
import type { paths } from "./schema";

export const BASE = "/api/v1";

type Answer = Promise<{ data?: unknown; error?: unknown; response: Response }>;

type SignedOut = () => void;
let signedOut: SignedOut = () => undefined;
/** Called whenever the server says that nobody is logged in. */
export function onSignedOut(handler: SignedOut): void {
  signedOut = handler;
}

let rightsChanged: SignedOut = () => undefined;
/** Called whenever the server refuses for want of a right: what was held when the page was opened may be gone. */
export function onRightsChanged(handler: SignedOut): void {
  rightsChanged = handler;
}

/** Paths, params and bodies are checked against the generated schema. */
export const client = createClient<paths>({
  // Whole, because only browsers know what a relative address is relative to.
  baseUrl: `${window.location.origin}${BASE}`,
  credentials: "same-origin",
  fetch: async (request: Request) => {
    try {
      return await globalThis.fetch(request);
    } catch (error) {
      if (request.signal.aborted) throw error;
      throw new Problem(0, {});
    }
  },
});

client.use({
  onRequest({ request }) {
    request.headers.set("X-Fovea", "1");
    return request;
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return undefined;
    const problem = await problemOf(response);
    if (problem.code === "auth.required" && schemaPath !== "/session") signedOut();
    if (problem.code === "auth.forbidden" || problem.code === "auth.must_change_password") rightsChanged();
    throw problem;
  },
});

/** The body of an answer, in the shape of contract.ts; a refusal has been thrown as `Problem` before. */
export async function read<T>(answer: Answer): Promise<T> {
  return (await answer).data as T;
}

export type Tagged<T> = { value: T; etag: string };

/** The body together with its ETag, for edits that must not overwrite another's. */
export async function readTagged<T>(answer: Answer): Promise<Tagged<T>> {
  const { data, response } = await answer;
  return { value: data as T, etag: response.headers.get("ETag") ?? "" };
}

export const ifMatch = (etag: string) => ({ "If-Match": etag });
export const once = (key: string) => ({ "Idempotency-Key": key });
/** Not `randomUUID`: that is missing where the pages are served without TLS. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** An address that the browser loads by itself: pictures, downloads. */
export function address(path: string, query: Record<string, string | number | undefined> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  const tail = search.toString();
  return `${BASE}${path}${tail ? `?${tail}` : ""}`;
}

/** A body that is not JSON (a table, a picture), sent as it is: the typed client speaks JSON only. */
export async function sendBody<T>(method: "POST" | "PUT", url: string, body: Blob | string, type: string): Promise<T> {
  let response: Response;
  try {
    response = await globalThis.fetch(url, { method, headers: { "X-Fovea": "1", "Content-Type": type }, body, credentials: "same-origin" });
  } catch {
    throw new Problem(0, {});
  }
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? undefined : await response.json().catch(() => undefined)) as T;
}
