import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, describe, expect, it } from "vitest";
import { lateWords } from "@/i18n";
import { serve, type Asked } from "@/test/server";
import { show } from "@/test/show";
import { TagsField } from "./parts/TagsField";

let asked: Asked[];
beforeEach(async () => {
  await lateWords();
  asked = serve({
    "GET /projects/p/pictures/choices": () => ({ body: { tags: [{ name: "night", pictures: 3 }, { name: "wet", pictures: 1 }], people: [], columns: [] } }),
    "POST /pictures/x/tags": () => ({ body: { tags: ["night", "夜班"] } }),
  });
});
const sent = () => asked.filter((one) => one.method === "POST").map((one) => one.body);

function Picture() {
  const [tags, setTags] = useState<readonly string[]>(["night"]);
  return <TagsField pictureId="x" projectId="p" tags={tags} onTags={(_, told) => setTags(told)} />;
}

describe("tags of the picture that one labels", () => {
  it("are put to it by Enter and are there as the server tells them", async () => {
    show(<Picture />);
    const field = await screen.findByLabelText<HTMLInputElement>("添加词条…");
    await waitFor(() => expect([...document.querySelectorAll("datalist option")].map((one) => one.getAttribute("value"))).toEqual(["wet"]));
    fireEvent.change(field, { target: { value: " 夜班，wet ," } });
    fireEvent.keyDown(field, { key: "Enter" });
    await screen.findByText("夜班");
    expect(sent()).toEqual([{ add: ["夜班", "wet"], remove: [] }]);
    expect(field.value).toBe("");
  });

  it("are taken away by their button, and the last by Backspace in the empty field only", async () => {
    show(<Picture />);
    fireEvent.click(await screen.findByRole("button", { name: "移除词条“night”" }));
    await waitFor(() => expect(sent()).toEqual([{ add: [], remove: ["night"] }]));
    await screen.findByText("夜班");
    const field = screen.getByLabelText("添加词条…");
    fireEvent.change(field, { target: { value: "x" } });
    fireEvent.keyDown(field, { key: "Backspace" });
    expect(sent()).toHaveLength(1);
    fireEvent.change(field, { target: { value: "" } });
    fireEvent.keyDown(field, { key: "Backspace" });
    await waitFor(() => expect(sent().at(-1)).toEqual({ add: [], remove: ["夜班"] }));
  });
});
