import { beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "@/api/problem";
import * as api from "@/api/workFiles";
import { sendOne } from "./sending";

vi.mock("@/api/workFiles", () => ({ beginWorkUpload: vi.fn(), sendWorkPart: vi.fn(), showWorkUpload: vi.fn() }));

const size = (8 << 20) + 100;
const file = new File([new Uint8Array(size)], "a.bin", { lastModified: 5 });
const one = { job: "j", path: "out/a.bin", file, replace: false };
const upload = (received: number, whole = false) => ({ id: "u", path: one.path, bytes: size, received, file: whole ? ({} as api.WorkFile) : null });
const now = () => Promise.resolve();

describe("a file on its way", () => {
  beforeEach(() => {
    vi.mocked(api.beginWorkUpload).mockReset().mockResolvedValue(upload(0));
    vi.mocked(api.sendWorkPart).mockReset();
    vi.mocked(api.showWorkUpload).mockReset();
  });

  it("goes on where an earlier one was cut, by parts", async () => {
    vi.mocked(api.beginWorkUpload).mockResolvedValue(upload(50));
    vi.mocked(api.sendWorkPart).mockResolvedValueOnce(upload(50 + (8 << 20))).mockResolvedValueOnce(upload(size, true));
    const told: number[] = [];
    await sendOne(one, (bytes) => told.push(bytes), new AbortController().signal, now);
    expect(api.beginWorkUpload).toHaveBeenCalledWith("j", { path: "out/a.bin", bytes: size, replace: false, mark: "a.bin 5" });
    expect(vi.mocked(api.sendWorkPart).mock.calls.map((call) => [call[2], call[3].size])).toEqual([[50, 8 << 20], [50 + (8 << 20), 50]]);
    expect(told).toEqual([50, 50 + (8 << 20)]);
  });

  it("asks how much came through where the line was cut", async () => {
    vi.mocked(api.sendWorkPart).mockRejectedValueOnce(new Problem(0, {})).mockResolvedValueOnce(upload(size, true));
    vi.mocked(api.showWorkUpload).mockResolvedValue(upload(1000));
    await sendOne(one, () => undefined, new AbortController().signal, now);
    expect(vi.mocked(api.sendWorkPart).mock.calls[1]?.[2]).toBe(1000);
  });

  it("is there as well where only the answer was lost", async () => {
    vi.mocked(api.sendWorkPart).mockRejectedValueOnce(new Problem(0, {}));
    vi.mocked(api.showWorkUpload).mockRejectedValue(new Problem(404, { code: "not_found" }));
    await sendOne(one, () => undefined, new AbortController().signal, now);
    expect(api.sendWorkPart).toHaveBeenCalledOnce();
  });

  it("gives up where it is refused, and after some tries", async () => {
    vi.mocked(api.sendWorkPart).mockRejectedValue(new Problem(507, { code: "work.disk_full" }));
    await expect(sendOne(one, () => undefined, new AbortController().signal, now)).rejects.toMatchObject({ status: 507 });
    vi.mocked(api.sendWorkPart).mockReset().mockRejectedValue(new Problem(0, {}));
    vi.mocked(api.showWorkUpload).mockResolvedValue(upload(0));
    await expect(sendOne(one, () => undefined, new AbortController().signal, now)).rejects.toMatchObject({ status: 0 });
    expect(api.sendWorkPart).toHaveBeenCalledTimes(6);
  });
});
