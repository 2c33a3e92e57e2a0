import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { lateWords } from "@/i18n";
import { serve, type Asked } from "@/test/server";
import { aProject, show } from "@/test/show";
import { ClassEditor } from "./parts/ClassEditor";

vi.setConfig({ testTimeout: 30_000 });

const use = { pictures: 12, regions: 30, in_bin: 2, only: 5, apart: 3, tasks: [{ id: "t", name: "June", pictures: 4 }], shapes: [{ shape: "box", regions: 28 }, { shape: "polygon", regions: 2 }] };
let asked: Asked[];
beforeEach(async () => {
  await lateWords();
  asked = serve({
    "GET /projects/p": () => ({ body: aProject }),
    "GET /classes/c1/use": () => ({ body: use }),
    "PATCH /classes/c1": () => ({ body: { ...aProject.classes[1], edit: "e1" } }),
    "POST /classes/c1/merge": () => ({ body: { changed: 12, edit: "e2" } }),
    "POST /edits/e1/undo": () => ({ body: { changed: 12, left_out: 0 } }),
  });
});
const sent = () => asked.filter((one) => one.method !== "GET").map((one) => [one.path, one.body]);
const menu = async (choice: string) => {
  fireEvent.click(document.querySelector("[data-test=class-scratch]") as HTMLElement);
  fireEvent.click(await screen.findByText(choice));
};

describe("the label set", () => {
  it("is renamed only after it was said what that changes, and that is taken back", async () => {
    show(<ClassEditor />);
    const field = await screen.findByDisplayValue("scratch");
    fireEvent.change(field, { target: { value: "cut" } });
    fireEvent.blur(field);
    const dialog = await screen.findByRole("dialog");
    await waitFor(() => expect(dialog.querySelector("[data-test=class-effect]")).toBeTruthy());
    const effect = dialog.querySelector("[data-test=class-effect]") as HTMLElement;
    expect([effect.dataset.pictures, effect.dataset.regions]).toEqual(["12", "30"]);
    expect(within(dialog).getByText("June：4 张")).toBeTruthy();
    expect(within(dialog).getByText("两人标注、尚未裁定的图片").nextElementSibling?.textContent).toBe("3");
    expect(sent()).toEqual([]);
    fireEvent.click(within(dialog).getByRole("button", { name: /保\s*存/ }));
    await waitFor(() => expect(sent()).toEqual([["/classes/c1", { name: "cut" }]]));
    const toast = (await screen.findByText(/改名为/, { selector: "span" })).closest("span") as HTMLElement;
    fireEvent.click(within(toast).getByRole("button"));
    await waitFor(() => expect(sent().at(-1)?.[0]).toBe("/edits/e1/undo"));
  });

  it("merges a class into another", async () => {
    show(<ClassEditor />);
    await screen.findByDisplayValue("scratch");
    await menu("并入其他类别…");
    const dialog = await screen.findByRole("dialog");
    const merge = within(dialog).getByRole("button", { name: /合\s*并/ });
    expect((merge as HTMLButtonElement).disabled).toBe(true);
    fireEvent.mouseDown(within(dialog).getByLabelText("并入"));
    fireEvent.click(await screen.findByTitle("dent").catch(() => screen.findAllByText("dent").then((all) => all.at(-1) as HTMLElement)));
    await waitFor(() => expect((merge as HTMLButtonElement).disabled).toBe(false));
    fireEvent.click(merge);
    await waitFor(() => expect(sent()).toEqual([["/classes/c1/merge", { into: "c2" }]]));
  });

  it("says how many objects have another shape than the one that is to be", async () => {
    show(<ClassEditor />);
    await screen.findByDisplayValue("scratch");
    await menu("形状与按键…");
    const dialog = await screen.findByRole("dialog");
    await waitFor(() => expect(dialog.querySelector("[data-test=class-effect]")).toBeTruthy());
    fireEvent.mouseDown(within(dialog).getByLabelText("只用一种形状标注"));
    fireEvent.click(await screen.findByText("矩形框", { selector: ".ant-select-item-option-content" }));
    expect(await within(dialog).findByText(/已有 2 个对象是其他形状/)).toBeTruthy();
    fireEvent.change(within(dialog).getByLabelText("按键（一个字母或数字）"), { target: { value: "K" } });
    fireEvent.click(within(dialog).getByRole("button", { name: /保\s*存/ }));
    await waitFor(() => expect(sent()).toEqual([["/classes/c1", { shape: "box", key: "k" }]]));
  });
});
