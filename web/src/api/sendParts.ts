import { address } from "./client";
import { listRefusals } from "./imports";
import { Problem, type ProblemBody } from "./problem";
import type { Id, ImportAnswer } from "./contract";

/** The server still reads what came before the line was cut, or has more of it than was known. */
const AGAIN: readonly string[] = ["work.upload_busy", "work.upload_place"];

/** Sends one large file by tus. Called again after the line was cut, it goes on with what the server has not got. */
export function partsOf(importId: Id, name: string, file: Blob): (onSent: (bytes: number) => void, signal: AbortSignal) => Promise<ImportAnswer> {
  let begun: string | null = null;
  return async (onSent, signal) => {
    const { DetailedError, Upload } = await import("tus-js-client");
    const counts = await new Promise<string | undefined>((resolve, reject) => {
      const upload = new Upload(file, {
        endpoint: new URL(address(`/imports/${importId}/tus`), window.location.href).href,
        uploadUrl: begun,
        // Whoever calls tries again, and shows that the line is cut.
        retryDelays: null,
        storeFingerprintForResuming: false,
        headers: { "X-Fovea": "1" },
        metadata: { filename: name },
        onProgress: (sent) => onSent(sent),
        onUploadUrlAvailable: () => (begun = upload.url),
        onSuccess: ({ lastResponse }) => {
          signal.removeEventListener("abort", stop);
          resolve(lastResponse.getHeader("Fovea-Import"));
        },
        onError: (error) => {
          signal.removeEventListener("abort", stop);
          const answer = error instanceof DetailedError ? error.originalResponse : null;
          reject(problemOf(answer?.getStatus() ?? 0, answer?.getBody() ?? ""));
        },
      });
      const stop = () => {
        void upload.abort();
        reject(new DOMException("aborted", "AbortError"));
      };
      signal.addEventListener("abort", stop, { once: true });
      upload.start();
    });
    return answerOf(importId, name, counts);
  };
}

function problemOf(status: number, text: string): Problem {
  let body: Partial<ProblemBody> = {};
  try {
    body = JSON.parse(text) as Partial<ProblemBody>;
  } catch {
    // Not ours: the status tells.
  }
  return body.code && AGAIN.includes(body.code) ? new Problem(0, {}) : new Problem(status, body);
}

/** Lost with the answer, the counts are told at the end of the import. */
async function answerOf(importId: Id, name: string, counts: string | undefined): Promise<ImportAnswer> {
  const [added = 0, duplicates = 0, refused = 0] = (counts ?? "").split(" ").map(Number);
  if (refused === 0) return { added, duplicates, refused: [] };
  const { items } = await listRefusals(importId, { limit: 200 });
  return { added, duplicates, refused: items.filter((one) => one.name.startsWith(name)) };
}
