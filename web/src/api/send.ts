import { Problem, type ProblemBody } from "./problem";

/** Sends bytes as they are. XMLHttpRequest, because fetch cannot tell how much has been sent. */
export function sendBlob<T>(url: string, bytes: Blob, onSent: (bytes: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open("PUT", url);
    request.setRequestHeader("X-Fovea", "1");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => {
      signal.removeEventListener("abort", abort);
      let body: unknown = {};
      try {
        body = JSON.parse(request.responseText);
      } catch {
        // Not ours: the status tells.
      }
      if (request.status >= 200 && request.status < 300) resolve(body as T);
      else reject(new Problem(request.status, body as Partial<ProblemBody>));
    };
    request.onerror = () => reject(new Problem(0, {}));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal.addEventListener("abort", abort, { once: true });
    request.send(bytes);
  });
}
