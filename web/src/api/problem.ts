// What the server says when it refuses (RFC 9457). The sentence for people is made from `code` and `params` in lib/say.ts.

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, string>>;

  constructor(status: number, body: Partial<ProblemBody>) {
    const detail = typeof body.detail === "string" ? body.detail : "";
    super(detail || body.code || `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = typeof body.code === "string" ? body.code : codeOf(status);
    this.detail = detail;
    this.params = body.params ?? {};
    this.fields = body.fields ?? {};
  }
}

export type ProblemBody = {
  code: string;
  detail: string;
  params: Record<string, unknown>;
  fields: Record<string, string>;
};

/** A proxy in between, or a server that is going down, answers without a body of ours. */
function codeOf(status: number): string {
  if (status === 0) return "network.unreachable";
  if (status === 401) return "auth.required";
  if (status === 404) return "not_found";
  if (status === 413) return "body.too_large";
  if (status === 502 || status === 503 || status === 504) return "network.unavailable";
  return "internal";
}

export async function problemOf(response: Response): Promise<Problem> {
  let body: Partial<ProblemBody> = {};
  try {
    body = (await response.clone().json()) as Partial<ProblemBody>;
  } catch {
    // Not JSON: the status alone tells.
  }
  return new Problem(response.status, body);
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code);
}
