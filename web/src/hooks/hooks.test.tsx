import { QueryClient } from "@tanstack/react-query";
import { fireEvent, render, renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { Job } from "@/api/contract";
import { keys } from "@/api/keys";
import { connectEvents, patchJobLists } from "./useEvents";
import { useEachFrame } from "./useEachFrame";
import { nameOf, useKeys } from "./useKeys";
import { useModelClass } from "./useModelClass";
import { useTryKey } from "./useTryKey";
import { show } from "@/test/show";

const job = (id: string, state: Job["state"]): Job => ({
  id, state, kind: "train", project_id: "p", name: id, reason: null, progress: null, created_at: "2026-01-01T00:00:00Z",
  started_at: null, ended_at: null, owner: "o", spec: {}, model_id: null, cores: 0, virtual_cluster: null, priority: 100, cores_wanted: null, longest_run_s: null, ends_by: null, device: "cpu", devices: null, memory_mib: null, disk_mib: null, preemptible: false, tags: [], attempt: 1, nodes: null, held: 0, idle: null, deleted_at: null, kept_until: null,
});

describe("events of the server", () => {
  it("have the session asked for again where a project changes, as somebody may be a manager of it now", () => {
    vi.useFakeTimers();
    const line = { onmessage: (_: { data: string }) => undefined as void, addEventListener: () => undefined, close: () => undefined };
    vi.stubGlobal("EventSource", function EventSource() { return line; });
    const client = new QueryClient();
    client.setQueryData(keys.session, {});
    const end = connectEvents(client);
    const isStale = (type: string) => {
      line.onmessage({ data: JSON.stringify({ type, id: "x", project_id: "p" }) });
      vi.advanceTimersByTime(1000);
      return client.getQueryState(keys.session)?.isInvalidated;
    };
    expect(isStale("record")).toBe(false);
    expect(isStale("project")).toBe(true);
    end();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
});

describe("the key of a request", () => {
  it("stays for the same words until it is done, and is another for others", () => {
    const { result, rerender } = renderHook(() => useTryKey());
    const first = result.current.of({ note: "a" }, 1);
    rerender();
    expect(result.current.of({ note: "a" }, 1)).toBe(first);
    const other = result.current.of({ note: "b" }, 1);
    expect(other).not.toBe(first);
    result.current.done();
    expect(result.current.of({ note: "b" }, 1)).not.toBe(other);
  });
});

describe("keys", () => {
  it("have one name each", () => {
    const press = (key: string, more: object = {}) => nameOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, ...more });
    expect(press("G")).toBe("g");
    expect(press(" ")).toBe("space");
    expect(press("z", { ctrlKey: true })).toBe("mod+z");
    expect(press("Z", { ctrlKey: true, shiftKey: true })).toBe("mod+shift+z");
    expect(press("Tab", { shiftKey: true })).toBe("shift+tab");
    expect(press("ArrowLeft", { shiftKey: true })).toBe("shift+arrowleft");
    expect(press("?", { shiftKey: true })).toBe("?");
    expect(press("M", { shiftKey: true })).toBe("shift+m");
  });

  it("with Shift do what the letter does, unless that is a purpose of its own", () => {
    const [brush, mask, good] = [vi.fn(), vi.fn(), vi.fn()];
    function Page() {
      useKeys([
        { keys: ["m"], meaning: "annotate.tool.brush", run: brush },
        { keys: ["shift+m"], meaning: "annotate.do.to_mask", run: mask },
        { keys: ["g"], meaning: "common.state.good", run: good },
      ]);
      return null;
    }
    render(<Page />);
    fireEvent.keyDown(window, { key: "M", shiftKey: true });
    fireEvent.keyDown(window, { key: "G", shiftKey: true });
    expect([brush, mask, good].map((one) => one.mock.calls.length)).toEqual([0, 1, 1]);
  });

  it("do nothing while one types, unless they say so", () => {
    const plain = vi.fn();
    const always = vi.fn();
    function Page() {
      useKeys([
        { keys: ["g"], meaning: "common.state.good", run: plain },
        { keys: ["mod+k"], meaning: "shell.keys.palette", run: always, whileTyping: true },
      ]);
      return <input aria-label="field" />;
    }
    const { getByLabelText, unmount } = render(<Page />);
    const field = getByLabelText("field");
    fireEvent.keyDown(field, { key: "g" });
    expect(plain).not.toHaveBeenCalled();
    fireEvent.keyDown(field, { key: "k", ctrlKey: true });
    expect(always).toHaveBeenCalledOnce();
    fireEvent.keyDown(document.body, { key: "g" });
    expect(plain).toHaveBeenCalledOnce();
    unmount();
    fireEvent.keyDown(document.body, { key: "g" });
    expect(plain).toHaveBeenCalledOnce();
  });
});

describe("what a mouse tells", () => {
  it("is taken once a frame, the last of it, and not once the page is gone", async () => {
    const act = vi.fn();
    let tell: (value: number) => void = () => undefined;
    function Page() {
      tell = useEachFrame(act);
      return null;
    }
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const { unmount } = render(<Page />);
    [1, 2, 3].forEach((value) => tell(value));
    expect(act).not.toHaveBeenCalled();
    await frame();
    expect(act.mock.calls).toEqual([[3]]);
    tell(4);
    await frame();
    expect(act.mock.calls).toEqual([[3], [4]]);
    tell(5);
    unmount();
    await frame();
    expect(act).toHaveBeenCalledTimes(2);
  });
});

describe("events of jobs", () => {
  it("go into every list that has the job; only a new state asks the server again", () => {
    const client = new QueryClient();
    client.setQueryData(keys.jobs({ limit: 5 }), { items: [job("a", "running"), job("b", "queued")], next: null, total: 2 });
    const moved = { ...job("a", "running"), name: "moved" };
    expect(patchJobLists(client, moved)).toBe(true);
    expect(client.getQueryData<{ items: Job[] }>(keys.jobs({ limit: 5 }))?.items[0]?.name).toBe("moved");
    expect(patchJobLists(client, job("a", "succeeded"))).toBe(false);
    expect(patchJobLists(client, job("unknown", "running"))).toBe(false);
  });
});

describe("classes that a model tells", () => {
  it("are called as people call them, and others as they are", () => {
    function Page() {
      const modelClass = useModelClass();
      return <p>{["good", "scratch", "anomaly", "unknown", "of an older project"].map((told) => Object.values(modelClass(told)).join("=")).join(", ")}</p>;
    }
    const { container } = show(<Page />);
    expect(container.textContent).toBe("good=#30a46c, scratch=#e5484d, 异常=, 未知类别=, of an older project=");
  });
});
