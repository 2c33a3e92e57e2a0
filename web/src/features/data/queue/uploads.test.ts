import { describe, expect, it, vi } from "vitest";
import { Problem } from "@/api/problem";
import type { Import, ImportAnswer } from "@/api/contract";
import { LARGE, remaining, Uploads, type Server, type Upload } from "./uploads";
import { isLitter, type Item } from "@/lib/walk";

const running: Import = {
  id: "i1", project_id: "p1", state: "running", received_bytes: 0, files: 0, added: 0, duplicates: 0, refused: 0, labels: 0, columns: 0,
  created_at: "2026-01-01T00:00:00Z", ended_at: null, ends_by: null, paused: false, reason: null,
};
const file = (name: string, size = 10): Item => ({ path: name, file: new File([new Uint8Array(size)], name) });
const fine: ImportAnswer = { added: 1, duplicates: 0, refused: [] };

function server(put: Server["putFile"], total: Partial<Import> = {}) {
  return {
    startImport: vi.fn(() => Promise.resolve(running)),
    putFile: vi.fn(put),
    partsOf: vi.fn<Server["partsOf"]>(() => () => Promise.reject(new Error("no large file"))),
    finishImport: vi.fn(() => Promise.resolve({ ...running, state: "done" as const, ...total })),
    cancelImport: vi.fn(() => Promise.resolve({ ...running, state: "cancelled" as const })),
  };
}
const noPause = () => Promise.resolve();

describe("uploads", () => {
  it("send at most three at a time, all of them, then finish", async () => {
    let now = 0;
    let most = 0;
    const api = server(async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((done) => setTimeout(done, 1));
      now -= 1;
      return fine;
    }, { added: 10 });
    const result = await new Uploads(api, noPause).start("p1", Array.from({ length: 10 }, (_, n) => file(`${n}.png`)));
    expect(most).toBe(3);
    expect(api.putFile).toHaveBeenCalledTimes(10);
    expect(api.finishImport).toHaveBeenCalledOnce();
    expect(result).toMatchObject({ state: "done", filesDone: 10, added: 10, sentBytes: 100 });
  });

  it("go on within a large file where the line was cut", async () => {
    const api = server(() => Promise.resolve(fine), { added: 2 });
    const large = { path: "all.zip", file: { size: LARGE } as File };
    let there = 0;
    api.partsOf.mockImplementation(() => {
      let tries = 0;
      return (onSent) => {
        tries += 1;
        onSent((there += LARGE / 2));
        return tries < 2 ? Promise.reject(new Problem(0, {})) : Promise.resolve(fine);
      };
    });
    const result = await new Uploads(api, noPause).start("p1", [large, file("a.png")]);
    expect(result).toMatchObject({ state: "done", added: 2, filesDone: 2, sentBytes: LARGE + 10 });
    expect([api.partsOf.mock.calls.length, api.putFile.mock.calls.length, there]).toEqual([1, 1, LARGE]);
  });

  it("name what is refused and go on with the rest", async () => {
    const api = server(
      (_, name) =>
        name === "b.png" ? Promise.reject(new Problem(413, { code: "import.too_large", detail: "too large" })) : Promise.resolve(fine),
      { added: 2 },
    );
    const result = await new Uploads(api, noPause).start("p1", [file("a.png"), file("b.png"), file("c.png")]);
    expect(result).toMatchObject({ state: "done", added: 2, refused: 1 });
    expect(result?.refusals).toEqual([{ name: "b.png", code: "import.too_large", detail: "too large" }]);
  });

  it("try a cut line again, and give up with the reason when it stays cut", async () => {
    let tries = 0;
    const flaky = server(() => {
      tries += 1;
      return tries < 3 ? Promise.reject(new Problem(0, {})) : Promise.resolve(fine);
    }, { added: 1 });
    expect(await new Uploads(flaky, noPause).start("p1", [file("a.png")])).toMatchObject({ state: "done", added: 1 });

    const dead = server(() => Promise.reject(new Problem(0, {})));
    const result = await new Uploads(dead, noPause).start("p1", [file("a.png")]);
    expect(result).toMatchObject({ state: "failed", added: 0 });
    expect(result?.error).toBeInstanceOf(Problem);
    expect(dead.finishImport).not.toHaveBeenCalled();
  });

  it("go on where they were once a line that was cut is there again, without sending again what is there", async () => {
    let cut = true;
    const sent: string[] = [];
    const api = server((_id, name) => {
      if (cut && name !== "a.png") return Promise.reject(new Problem(0, {}));
      sent.push(name);
      return Promise.resolve(fine);
    }, { added: 3 });
    // Longer than any test: only a reason to try wakes it.
    const uploads = new Uploads(api, (ms) => (ms < 15_000 ? Promise.resolve() : new Promise(() => undefined)));
    const ended = uploads.start("p1", [file("a.png"), file("b.png"), file("c.png")]);
    await vi.waitFor(() => expect(uploads.snapshot()[0]).toMatchObject({ state: "running", broken: true, filesDone: 1 }));
    expect(remaining(uploads.snapshot()[0] as Upload, Date.now() + 60_000)).toBeNull();
    cut = false;
    uploads.tryNow();
    expect(await ended).toMatchObject({ state: "done", broken: false, filesDone: 3 });
    expect(sent.sort()).toEqual(["a.png", "b.png", "c.png"]);
    expect(api.startImport).toHaveBeenCalledOnce();
  });

  it("wait as long as the job of the import is paused, and go on by themselves", async () => {
    const paused = () => Promise.reject(new Problem(409, { code: "import.paused", detail: "paused" }));
    let asked = 0;
    const seen: boolean[] = [];
    const api = server(() => {
      asked += 1;
      return asked < 20 ? paused() : Promise.resolve(fine);
    }, { added: 1 });
    const uploads = new Uploads(api, () => {
      seen.push(uploads.snapshot()[0]?.paused ?? false);
      return Promise.resolve();
    });
    expect(await uploads.start("p1", [file("a.png")])).toMatchObject({ state: "done", added: 1, paused: false });
    expect(seen).toHaveLength(19);
    expect(seen.every(Boolean)).toBe(true);
    // The same at its last step.
    api.finishImport.mockImplementationOnce(paused);
    expect(await uploads.start("p1", [file("b.png")])).toMatchObject({ state: "done", added: 1 });
    expect(api.finishImport).toHaveBeenCalledTimes(3);
  });

  it("stop when cancelled and keep what is done", async () => {
    const api = server((_id, name, _file, _sent, signal) =>
      name === "a.png"
        ? Promise.resolve(fine)
        : new Promise((_, reject) => signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")))),
    );
    const uploads = new Uploads(api, noPause);
    const ended = uploads.start("p1", [file("a.png"), file("b.png"), file("c.png"), file("d.png"), file("e.png")]);
    await vi.waitFor(() => expect(uploads.snapshot()[0]?.filesDone).toBe(1));
    uploads.cancel(uploads.snapshot()[0]?.key ?? "");
    expect(await ended).toMatchObject({ state: "cancelled", added: 1 });
    expect(api.cancelImport).toHaveBeenCalledOnce();
    expect(api.finishImport).not.toHaveBeenCalled();
  });

  it("can tell how long it will take, but not in the first second", () => {
    const base = { startedAt: 0, sentBytes: 250, totalBytes: 1000 };
    const upload = base as Parameters<typeof remaining>[0];
    expect(remaining(upload, 500)).toBeNull();
    expect(remaining(upload, 10_000)).toBe(30);
  });
});

describe("litter", () => {
  it("of operating systems is left out, pictures are not", () => {
    expect(isLitter("parts/.DS_Store")).toBe(true);
    expect(isLitter("__MACOSX/parts/a.png")).toBe(true);
    expect(isLitter("parts/Thumbs.db")).toBe(true);
    expect(isLitter("parts/good/a.png")).toBe(false);
  });
});
