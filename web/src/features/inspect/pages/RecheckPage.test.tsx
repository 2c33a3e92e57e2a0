import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as models from "@/api/models";
import * as records from "@/api/records";
import type { Record_ } from "@/api/contract";
import { show } from "@/test/show";
import { RecheckPage } from "./RecheckPage";

vi.mock("@/api/records", async (original) => ({ ...(await original<typeof records>()), listRecords: vi.fn(), recheckRecord: vi.fn() }));
vi.mock("@/api/models", () => ({
  listModels: () => Promise.resolve({ items: [{ id: "m", threshold: 0.5 }], next: null, total: 1 }),
  getBoard: () => Promise.resolve({ width: 40, height: 30, components: [{ name: "R1", bbox: [1, 1, 9, 9] }, { name: "C1", bbox: [20, 1, 9, 9] }, { name: "U1", bbox: [20, 15, 9, 9] }] }),
  boardPicture: () => "/golden.png",
  goldenPicture: () => "/golden.png",
  getModel: vi.fn(() => Promise.resolve({ value: { id: "m", task: "detect" }, etag: "1" })),
}));
vi.mock("@/api/services", () => ({ listServices: () => Promise.resolve({ items: [], next: null, total: 0 }) }));

function record(id: string, verdict: "ok" | "ng", score: number): Record_ {
  return {
    id, service_id: "s", project_id: "p", model_id: "m", serial: `S-${id}`, verdict, score, class: "scratch", regions: [], components: {}, texts: [], bead: null, ms_total: 9, ms_run: 5,
    width: 40, height: 30, at: "2026-01-01T00:00:00.000Z", picture: true, heat: true, recheck: null, picture_id: null,
  };
}
const bad = [record("a", "ng", 0.9), record("b", "ng", 0.8), record("c", "ng", 0.7)];
const ok = [record("d", "ok", 0.45), record("e", "ok", 0.1)];
const press = (key: string, more: object = {}) => act(async () => void fireEvent.keyDown(window, { key, ...more }));
// By role would be slow: styles of the whole page are computed for each look.
const shown = () => document.querySelector("figure img[alt]:not([alt=''])")?.getAttribute("alt");
const sent = () => vi.mocked(records.recheckRecord).mock.calls;

describe("recheck", () => {
  beforeEach(() => {
    vi.mocked(records.listRecords).mockReset().mockImplementation((_, query) => {
      const items = query.verdict === "ng" ? bad : ok;
      return Promise.resolve({ items, next: null, total: items.length });
    });
    vi.mocked(records.recheckRecord).mockReset().mockImplementation((id) => Promise.resolve(record(id, "ng", 1)));
  });

  it("goes on by one key, comes to doubtful OK ones after the NG, and ends", async () => {
    show(<RecheckPage />);
    await waitFor(() => expect(shown()).toContain("S-a"));
    await press("g");
    expect(shown()).toContain("S-b");
    await press("2");
    expect(shown()).toContain("S-c");
    await press("n");
    expect(shown()).toContain("S-d");
    await press("g");
    await screen.findByText(/本次复判了 4 件/);
    await waitFor(() => expect(sent()).toHaveLength(4));
    expect(sent().map(([id, body]) => [id, body])).toEqual([
      ["a", { verdict: "ok", class_id: null, to_dataset: false }],
      ["b", { verdict: "ng", class_id: "c2", to_dataset: false }],
      ["c", { verdict: "ng", class_id: "c1", to_dataset: false }],
      ["d", { verdict: "ok", class_id: null, to_dataset: false }],
    ]);
  });

  it("asks about nothing before all that waits is known, so that what comes later does not take its place", async () => {
    let tellBad = () => undefined as void;
    const late = new Promise<void>((resolve) => {
      tellBad = resolve;
    });
    vi.mocked(records.listRecords).mockImplementation(async (_, query) => {
      if (query.verdict === "ng") await late;
      const items = query.verdict === "ng" ? bad : ok;
      return { items, next: null, total: items.length };
    });
    show(<RecheckPage />);
    await waitFor(() => expect(vi.mocked(records.listRecords)).toHaveBeenCalledTimes(2));
    await act(async () => void (await new Promise((done) => setTimeout(done, 50))));
    expect(shown()).toBeUndefined();
    await press("g");
    expect(sent()).toHaveLength(0);
    tellBad();
    await waitFor(() => expect(shown()).toContain("S-a"));
  });

  it("puts pictures into the data set once D was pressed, and takes back what was said", async () => {
    show(<RecheckPage />);
    await waitFor(() => expect(shown()).toContain("S-a"));
    await press("d");
    await press("g");
    expect(shown()).toContain("S-b");
    await press("z", { ctrlKey: true });
    expect(shown()).toContain("S-a");
    await waitFor(() => expect(sent()).toHaveLength(2));
    expect(sent()[0]?.[1].to_dataset).toBe(true);
    expect(sent()[1]).toEqual(["a", { verdict: null, to_dataset: false }]);
  });

  it("brings a picture back that the server did not take", async () => {
    vi.mocked(records.recheckRecord).mockRejectedValueOnce(new Error("disk full"));
    show(<RecheckPage />);
    await waitFor(() => expect(shown()).toContain("S-a"));
    await press("g");
    await waitFor(() => expect(document.querySelector("[data-test=recheck-count]")?.textContent).toContain("已判 0"));
  });

  it("asks by the serial number where the picture was not kept, and puts nothing into the data set", async () => {
    const bare = { ...record("a", "ng", 0.9), picture: false, heat: false };
    vi.mocked(records.listRecords).mockImplementation((_, query) => Promise.resolve({ items: query.verdict === "ng" ? [bare] : [], next: null, total: 1 }));
    show(<RecheckPage />, "?dataset=1");
    await screen.findByText("S-a", { selector: "strong" });
    expect(document.querySelector("[data-test=recheck-count]")?.textContent).toContain("待判 1");
    await press("g");
    await waitFor(() => expect(sent()).toEqual([["a", { verdict: "ok", class_id: null, to_dataset: false }]]));
  });

  it("finds one part by its number, also one that somebody looked at already", async () => {
    const said = { ...record("z", "ok", 0.1), recheck: { verdict: "ok" as const, class_id: null, texts: null, by: "x", at: "2026-01-01T00:00:00.000Z" } };
    vi.mocked(records.listRecords).mockImplementation((_, query) => Promise.resolve({ items: query.serial === "S-z" ? [said] : bad, next: null, total: 1 }));
    const { router } = show(<RecheckPage />);
    await waitFor(() => expect(shown()).toContain("S-a"));
    const field = document.querySelector<HTMLInputElement>("input[data-test=recheck-serial]");
    fireEvent.change(field as HTMLInputElement, { target: { value: " S-z " } });
    fireEvent.keyDown(field as HTMLInputElement, { key: "Enter" });
    await waitFor(() => expect(shown()).toContain("S-z"));
    expect(router.state.location.search).toContain("serial=S-z");
    await press("n");
    await waitFor(() => expect(sent().at(-1)).toEqual(["z", { verdict: "ng", class_id: "c1", to_dataset: false }]));
  });

  it("shows faulty components beside the good board, walks through them by the arrows, and boxes with their class", async () => {
    const result = (state: "ok" | "missing" | "reversed", score: number) => ({ state, score, dx: 0, dy: 0, angle: 0 });
    const found = (klass: string, score: number, x: number) => ({ class: klass, score, bbox: [x, 1, 9, 9] as [number, number, number, number], polygon: [[x, 1], [x + 9, 1], [x + 9, 10], [x, 10]] as [number, number][], area: 81 });
    const board = { ...record("a", "ng", 0.9), components: { R1: result("missing", 0.9), C1: result("reversed", 0.8), U1: result("ok", 0.1) }, regions: [found("missing", 0.9, 1), found("reversed", 0.8, 20)] };
    vi.mocked(records.listRecords).mockImplementation((_, query) => Promise.resolve({ items: query.verdict === "ok" ? [] : [board], next: null, total: 1 }));
    show(<RecheckPage />);
    await waitFor(() => expect(document.querySelectorAll("[data-test=component]").length).toBe(2));
    await waitFor(() => expect(document.querySelectorAll("[data-test=component] figure").length).toBe(4));
    const chosen = () => document.querySelector("[data-test=component][data-chosen] b")?.textContent;
    expect(chosen()).toBe("R1");
    await press("ArrowDown");
    expect(chosen()).toBe("C1");
    await press("s");
    expect(document.querySelectorAll("[data-test=component]").length).toBe(3);
    expect(document.querySelector("[data-test=boxes]")?.textContent).toContain("0.9000");
  });

  it("shows texts sign by sign, lets one be corrected by keys alone, and sends what truly stands there", async () => {
    const sign = (char: string, score: number) => ({ char, score, place: null });
    const quad = [[1, 1], [30, 1], [30, 9], [1, 9]];
    const label = { ...record("a", "ng", 0.9), texts: [{
      text: "8O", score: 0.4, quad, chars: [sign("8", 0.95), sign("O", 0.4)], checks: [{ check: "equals", ok: false, fault: { kind: "other", expected: "80" } }],
    }] };
    vi.mocked(records.listRecords).mockImplementation((_, query) => Promise.resolve({ items: query.verdict === "ok" ? [] : [label], next: null, total: 1 }));
    show(<RecheckPage />);
    const field = await waitFor(() => {
      const found = document.querySelector<HTMLInputElement>("input[data-test=text-fix]");
      expect(found).not.toBeNull();
      return found as HTMLInputElement;
    });
    expect(field.value).toBe("8O");
    expect(document.querySelector("[data-test=text-check]")?.textContent).toContain("80");
    expect(document.querySelectorAll("[data-sure=unsure]").length).toBe(1);
    await press("e");
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: "80" } });
    fireEvent.keyDown(field, { key: "Enter" });
    await press("n");
    await waitFor(() => expect(sent()).toEqual([["a", { verdict: "ng", class_id: "c1", texts: ["80"], to_dataset: false }]]));
  });

  it("shows what differs from the golden picture beside it", async () => {
    vi.mocked(models.getModel).mockResolvedValueOnce({ value: { id: "m", task: "compare" }, etag: "1" } as never);
    const region = { class: "scratch", score: 0.9, bbox: [1, 1, 9, 9] as [number, number, number, number], polygon: [[1, 1], [10, 1], [10, 10], [1, 10]] as [number, number][], area: 81 };
    const board = { ...record("a", "ng", 0.9), regions: [region] };
    vi.mocked(records.listRecords).mockImplementation((_, query) => Promise.resolve({ items: query.verdict === "ok" ? [] : [board], next: null, total: 1 }));
    show(<RecheckPage />);
    await waitFor(() => expect(document.querySelectorAll("[data-test=difference] figure").length).toBe(2));
  });
});
