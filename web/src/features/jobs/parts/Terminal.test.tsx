import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Job } from "@/api/contract";
import { serve } from "@/test/server";
import { show } from "@/test/show";
import type { Line } from "../lib/terminal";
import { Terminal } from "./Terminal";

const opened: { job: string; rank: number; tell: (line: Line) => void; again: ReturnType<typeof vi.fn>; close: ReturnType<typeof vi.fn> }[] = [];
vi.mock("../lib/terminal", () => ({
  openTerminal: (_box: HTMLElement, job: string, rank: number, _label: string, tell: (line: Line) => void) => {
    const one = { job, rank, tell, again: vi.fn(), close: vi.fn() };
    opened.push(one);
    return Promise.resolve(one);
  },
}));

const id = "01936d3e-7c3a-7000-8000-0123456789ab";
const job = { id, kind: "command", name: "t", state: "running", owner: "admin", nodes: null } as unknown as Job;
const door = (body: object) => ({ "GET /jobs/ssh": () => ({ body }) });
const none = door({ port: null, fingerprint: null, public_key: null });

beforeEach(() => {
  opened.length = 0;
});
afterEach(() => vi.clearAllMocks());

describe("the terminal of a job", () => {
  it("says how its line is doing, and begins anew when somebody asks", async () => {
    serve(none);
    show(<Terminal job={job} />);
    await waitFor(() => expect(opened.length).toBe(1));
    expect(opened[0]).toMatchObject({ job: id, rank: 0 });
    act(() => opened[0]!.tell({ is: "open" }));
    expect(screen.getByText("已连接")).toBeTruthy();
    expect(document.querySelector("[data-test=terminal-again]")).toBeNull();
    act(() => opened[0]!.tell({ is: "lost" }));
    expect(screen.getByText(/正在重新连接/)).toBeTruthy();
    act(() => opened[0]!.tell({ is: "ended", code: "3" }));
    expect(screen.getByText(/退出码 3/)).toBeTruthy();
    fireEvent.click(document.querySelector("[data-test=terminal-again]")!);
    expect(opened[0]!.again).toHaveBeenCalledTimes(1);
  });

  it("is closed with the page, and is not there while no process of the job is", async () => {
    serve(none);
    const { unmount } = show(<Terminal job={job} />);
    await waitFor(() => expect(opened.length).toBe(1));
    await act(() => Promise.resolve());
    unmount();
    expect(opened[0]!.close).toHaveBeenCalledTimes(1);
    show(<Terminal job={{ ...job, state: "queued" }} />);
    expect(await screen.findByText(/正在运行时才能打开/)).toBeTruthy();
    expect(opened.length).toBe(1);
  });

  it("tells the command for SSH with the end of the job's id, or that there is none", async () => {
    serve(door({ port: 2222, fingerprint: "SHA256:abc", public_key: "ssh-ed25519 AAAA" }));
    show(<Terminal job={job} />);
    expect(await screen.findByText("ssh -p 2222 0123456789ab@localhost")).toBeTruthy();
    expect(screen.getByText("SHA256:abc")).toBeTruthy();
  });

  it("says where the server takes no SSH", async () => {
    serve(none);
    show(<Terminal job={job} />);
    expect(await screen.findByText(/没有开启 SSH/)).toBeTruthy();
  });
});
