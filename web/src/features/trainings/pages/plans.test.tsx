import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as api from "@/api/trainings";
import { show } from "@/test/show";
import { BeadPlanPage } from "./BeadPlanPage";
import { BoardLayoutPage } from "./BoardLayoutPage";
import { GoldenPage } from "./GoldenPage";
import { TextPlanPage } from "./TextPlanPage";

vi.mock("@/api/trainings", async (original) => ({
  ...(await original<typeof api>()), getBeadPlan: vi.fn(), putBeadPlan: vi.fn(), findChessboard: vi.fn(), getBoardLayout: vi.fn(), putBoardLayout: vi.fn(),
  getTextPlan: vi.fn(), putTextPlan: vi.fn(), getGoldenPicture: vi.fn(), putGoldenPicture: vi.fn(),
}));
vi.mock("@/api/pictures", async (original) => ({
  ...(await original<object>()),
  listPictures: () => Promise.resolve({ items: [{ id: "g", name: "good.png", width: 200, height: 100 }], next: null, total: 1 }),
  getPicture: () => Promise.resolve({ id: "g", name: "good.png", width: 200, height: 100 }),
}));
vi.setConfig({ testTimeout: 30_000 });

const nothing = { updated_at: null, updated_by: null };
const canvas = async (name: string) => {
  await waitFor(() => expect(document.querySelector(`[data-test=${name}]`)).not.toBeNull());
  const svg = document.querySelector(`[data-test=${name}]`) as SVGSVGElement;
  // Half as large on the page as the picture is.
  svg.getBoundingClientRect = () => ({ left: 10, top: 20, width: 100, height: 50, right: 110, bottom: 70, x: 10, y: 20, toJSON: () => ({}) });
  svg.setPointerCapture = () => undefined;
  return svg;
};
// jsdom has no pointers; React looks at the name of the event.
const pointer = (node: Element, type: "pointerdown" | "pointermove" | "pointerup", clientX = 0, clientY = 0) =>
  fireEvent(node, new MouseEvent(type, { bubbles: true, clientX, clientY, button: 0 }));
const field = (name: string, value: string) => {
  const input = screen.getByLabelText(name);
  fireEvent.change(input, { target: { value } });
  fireEvent.blur(input);
};
const save = (name: string) => document.querySelector(`[data-test=${name}]`) as HTMLButtonElement;

describe("path of a bead", () => {
  beforeEach(() => {
    vi.mocked(api.getBeadPlan).mockResolvedValue({ plan: null, ...nothing });
    vi.mocked(api.putBeadPlan).mockReset().mockResolvedValue({ plan: null, ...nothing });
  });

  it("is clicked along the picture, told in mm, and sent once it can be measured", async () => {
    show(<BeadPlanPage />);
    const svg = await canvas("path-canvas");
    // How it is done stands beside it.
    expect(document.querySelectorAll("[data-test=plan-sketch] li svg").length).toBe(3);
    for (const [x, y] of [[20, 30], [90, 30], [90, 60], [95, 65]]) pointer(svg, "pointerdown", x, y);
    expect(screen.getByRole("alert").textContent).toContain("比例");
    expect(save("save-bead").disabled).toBe(true);
    // The last point was one too many.
    fireEvent.keyDown(window, { key: "Backspace" });
    await waitFor(() => expect(svg.querySelectorAll("circle").length).toBe(3));
    field("比例（每像素 mm）", "0.1");
    field("胶宽（mm）", "1");
    field("边缘允许偏差（mm）", "0.3");
    field("最长断胶（mm）", "0.5");
    await waitFor(() => expect(save("save-bead").disabled).toBe(false));
    fireEvent.click(save("save-bead"));
    await waitFor(() => expect(api.putBeadPlan).toHaveBeenCalledWith("p", expect.objectContaining({
      picture_id: "g", path: [[20, 20], [160, 20], [160, 80]], closed: false, width_mm: 1, tolerance_mm: 0.3, mm_per_px: 0.1,
    })));
    expect(vi.mocked(api.putBeadPlan).mock.calls[0]?.[1].limits).toMatchObject({ break_mm: 0.5, width_mm: null });
  });
});

describe("scale of a bead", () => {
  it("is filled in by a chessboard, or stays as it was", async () => {
    vi.mocked(api.getBeadPlan).mockResolvedValue({ plan: null, ...nothing });
    vi.mocked(api.findChessboard).mockRejectedValueOnce(new Error("none")).mockResolvedValueOnce({ columns: 7, rows: 5, mm_per_px: 0.2083333, spread: 0.004 });
    show(<BeadPlanPage />);
    await canvas("path-canvas");
    fireEvent.click(save("by-chessboard"));
    field("方格边长（mm）", "5");
    await waitFor(() => expect(save("chessboard-shown").disabled).toBe(false));
    fireEvent.click(save("chessboard-shown"));
    await screen.findByRole("alert");
    expect((screen.getByLabelText("比例（每像素 mm）") as HTMLInputElement).value).toBe("");
    await waitFor(() => expect(save("chessboard-shown").disabled).toBe(false));
    fireEvent.click(save("chessboard-shown"));
    await waitFor(() => expect((screen.getByLabelText("比例（每像素 mm）") as HTMLInputElement).value).toBe("0.20833"));
    expect(api.findChessboard).toHaveBeenLastCalledWith("p", 5, expect.stringContaining("g"));
    expect(screen.getByRole("status").textContent).toContain("7 × 5");
  });
});

describe("components of a board", () => {
  beforeEach(() => {
    vi.mocked(api.getBoardLayout).mockResolvedValue({ layout: null, ...nothing });
    vi.mocked(api.putBoardLayout).mockReset().mockResolvedValue({ layout: null, ...nothing });
  });

  it("are drawn, copied with the next name, moved, and sent", async () => {
    show(<BoardLayoutPage />);
    const svg = await canvas("layout-canvas");
    pointer(svg, "pointerdown", 20, 30);
    pointer(svg, "pointermove", 30, 40);
    pointer(svg, "pointerup");
    await waitFor(() => expect(svg.querySelectorAll("text").length).toBe(1));
    fireEvent.change(screen.getByLabelText("名称"), { target: { value: "R1" } });
    fireEvent.keyDown(window, { key: "d", ctrlKey: true });
    await waitFor(() => expect(svg.querySelectorAll("text").length).toBe(2));
    const second = svg.querySelector("[data-component='1']") as Element;
    pointer(second, "pointerdown", 50, 30);
    pointer(svg, "pointermove", 55, 30);
    pointer(svg, "pointerup");
    fireEvent.click(save("save-layout"));
    await waitFor(() => expect(api.putBoardLayout).toHaveBeenCalledWith("p", {
      picture_id: "g", components: [{ name: "R1", bbox: [20, 20, 20, 20] }, { name: "R2", bbox: [54, 20, 20, 20] }],
    }));
  });

  it("come from a centroid file once two of them are shown on the picture", async () => {
    show(<BoardLayoutPage />);
    const svg = await canvas("layout-canvas");
    // jsdom's files have no text.
    const file = Object.assign(new File([], "board.csv"), { text: () => Promise.resolve("Designator,X,Y,Rotation,Package\nR1,0,0,0,0603\nR2,10,0,0,0603\nC7,5,5,90,0805\n") });
    fireEvent.change(document.querySelector("[data-test=layout-file]") as HTMLInputElement, { target: { files: [file] } });
    for (const [name, x, y] of [["R1", 30, 60], ["R2", 80, 60]] as const) {
      const pick = await screen.findByRole("combobox", { name: "选一个器件" });
      fireEvent.mouseDown(pick);
      fireEvent.click(await screen.findByTitle(name));
      await screen.findByRole("status");
      pointer(svg, "pointerdown", x, y);
    }
    await waitFor(() => expect(document.querySelectorAll("[data-test=centroid-known]").length).toBe(2));
    fireEvent.click(save("centroid-use"));
    await waitFor(() => expect(svg.querySelectorAll("text").length).toBe(3));
    fireEvent.click(save("save-layout"));
    await waitFor(() => expect(api.putBoardLayout).toHaveBeenCalled());
    expect(vi.mocked(api.putBoardLayout).mock.calls[0]?.[1].components.map(({ name, bbox }) => [name, ...bbox])).toEqual([
      ["R1", 32, 76, 16, 8], ["R2", 132, 76, 16, 8], ["C7", 83.8, 20, 12.5, 20],
    ]);
  });

  it("are told whether their way round matters, one by one or all of a kind", async () => {
    const box = (x: number) => [x, 10, 20, 20];
    vi.mocked(api.getBoardLayout).mockResolvedValue({
      layout: { picture_id: "g", components: [{ name: "R1", bbox: box(0), either_way: false }, { name: "R2", bbox: box(40), either_way: false }, { name: "U1", bbox: box(80), either_way: false }] }, ...nothing,
    });
    show(<BoardLayoutPage />);
    const svg = await canvas("layout-canvas");
    pointer(svg.querySelector("[data-component='0']") as Element, "pointerdown", 15, 30);
    pointer(svg, "pointerup");
    fireEvent.click(await screen.findByLabelText("不分正反"));
    fireEvent.click(await screen.findByText(/^R 开头/));
    fireEvent.click(save("save-layout"));
    await waitFor(() => expect(api.putBoardLayout).toHaveBeenCalled());
    expect(vi.mocked(api.putBoardLayout).mock.calls[0]?.[1].components.map((one) => one.either_way ?? false)).toEqual([true, true, false]);
  });

  it("refuse a name that is taken", async () => {
    vi.mocked(api.getBoardLayout).mockResolvedValue({
      layout: { picture_id: "g", components: [{ name: "R1", bbox: [0, 0, 20, 20] }, { name: "R1", bbox: [50, 0, 20, 20] }] }, ...nothing,
    });
    show(<BoardLayoutPage />);
    expect((await screen.findByRole("alert")).textContent).toContain("R1");
    expect(save("save-layout").disabled).toBe(true);
  });
});

describe("text to be read", () => {
  beforeEach(() => {
    vi.mocked(api.getTextPlan).mockResolvedValue({ plan: null, ...nothing });
    vi.mocked(api.putTextPlan).mockReset().mockResolvedValue({ plan: null, ...nothing });
  });

  it("is boxed, told its rules, and sent", async () => {
    show(<TextPlanPage />);
    const svg = await canvas("layout-canvas");
    pointer(svg, "pointerdown", 20, 30);
    pointer(svg, "pointermove", 70, 40);
    pointer(svg, "pointerup");
    await waitFor(() => expect(svg.querySelectorAll("text").length).toBe(1));
    fireEvent.change(screen.getByLabelText("格式（正则表达式）"), { target: { value: "LOT [0-9" } });
    expect((await screen.findByRole("alert")).textContent).toContain("正则");
    expect(save("save-text").disabled).toBe(true);
    fireEvent.change(screen.getByLabelText("格式（正则表达式）"), { target: { value: "LOT [0-9]{6}" } });
    fireEvent.click(screen.getByText("模 10"));
    await waitFor(() => expect(save("save-text").disabled).toBe(false));
    fireEvent.click(save("save-text"));
    await waitFor(() => expect(api.putTextPlan).toHaveBeenCalledWith("p", {
      picture_id: "g", regions: [[20, 20, 100, 20]], arcs: [], pattern: "LOT [0-9]{6}", alphabet: null, expected: null,
      checks: ["mod10"], turns: [0, 180], tries: ["inverted", "stretched", "soft"],
    }));
  });

  it("is bent along a circle by three clicks and a height", async () => {
    show(<TextPlanPage />);
    const svg = await canvas("layout-canvas");
    fireEvent.click(save("bend"));
    for (const [x, y] of [[30, 60], [60, 30], [90, 60]] as const) {
      await screen.findByRole("status");
      pointer(svg, "pointerdown", x, y);
    }
    await waitFor(() => expect(svg.querySelectorAll("[data-test=outline]").length).toBe(1));
    expect(screen.queryByRole("status")).toBeNull();
    field("弧形 1 的字高（像素）", "12");
    await waitFor(() => expect(save("save-text").disabled).toBe(false));
    fireEvent.click(save("save-text"));
    await waitFor(() => expect(api.putTextPlan).toHaveBeenCalledWith("p", expect.objectContaining({
      regions: [], arcs: [{ start: [40, 80], middle: [100, 20], end: [160, 80], height: 12 }],
    })));
  });
});

describe("golden picture", () => {
  it("is chosen by a click among the good ones", async () => {
    vi.mocked(api.getGoldenPicture).mockResolvedValue({ picture_id: null, ...nothing });
    vi.mocked(api.putGoldenPicture).mockReset().mockResolvedValue({ picture_id: "g", ...nothing });
    show(<GoldenPage />);
    await waitFor(() => expect(save("golden")).not.toBeNull());
    fireEvent.click(save("golden"));
    await waitFor(() => expect(api.putGoldenPicture).toHaveBeenCalledWith("p", "g"));
  });
});
