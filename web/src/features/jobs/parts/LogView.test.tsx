import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Job } from "@/api/contract";
import { serve } from "@/test/server";
import { show } from "@/test/show";
import { LogView } from "./LogView";

const job = { id: "j", kind: "command", name: "t", state: "succeeded", owner: "admin", attempt: 1, nodes: null, device: "cpu", spec: {} } as unknown as Job;
const line = { n: 4, at: "2026-01-01T00:00:00Z", stream: "out", phase: "command", group: null, text: "looss 0.5", hit: true, redrawn: false, rank: null, node: null };

afterEach(() => vi.unstubAllGlobals());

describe("the log of a job", () => {
  it("is searched by words, or by a regular expression", async () => {
    const asked = serve({
      "GET /jobs/j/log": () => ({ body: { lines: [line], total: 1, next: null, complete: true, row: null } }),
      "GET /jobs/j/log/phases": () => ({ body: { items: [] } }), "GET /jobs/j/tasks": () => ({ body: { items: [] } }),
    });
    const { router } = show(<LogView job={job} live={false} />, "?tab=console&q=lo%2Bss");
    expect(await screen.findByText(/looss/)).toBeTruthy();
    const sought = () => asked.filter((one) => one.path === "/jobs/j/log" && one.query.get("q") === "lo+ss").map((one) => one.query.get("regex"));
    expect(sought()).toEqual([null]);
    fireEvent.click(document.querySelector("[data-test=log-regex]")!);
    await waitFor(() => expect(sought()).toEqual([null, "true"]));
    expect(router.state.location.search).toContain("regex=1");
  });
});
