import { useState } from "react";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as api from "@/api/models";
import { Problem } from "@/api/problem";
import type { Model } from "@/api/contract";
import { lateWords } from "@/i18n";
import { show } from "@/test/show";
import { PublishTab } from "./PublishTab";

vi.mock("@/api/models", async (original) => ({ ...(await original<typeof api>()), patchModel: vi.fn() }));
vi.setConfig({ testTimeout: 30_000 });

const model: Model = {
  id: "m", project_id: "p", job_id: "j", version_id: "v", number: 1, name: "night", task: "anomaly", recipe: null, stage: "draft", note: "", threshold: 0.5, classes: [],
  bytes: 1000, summary: null, revision: 3, created_at: "2026-01-01T00:00:00.000Z",
};

/** The page, while somebody else gives the model another name. */
function Page() {
  const [tagged, setTagged] = useState({ value: model, etag: '"3"' });
  return (
    <>
      <button onClick={() => setTagged({ value: { ...model, name: "day" }, etag: '"4"' })}>meanwhile</button>
      <PublishTab model={tagged} />
    </>
  );
}

const name = () => screen.getByLabelText<HTMLInputElement>("名称");
const note = () => screen.getByLabelText<HTMLTextAreaElement>("说明");
const save = () => fireEvent.click(screen.getByRole("button", { name: /保\s*存/ }));
const etags = () => vi.mocked(api.patchModel).mock.calls.map(([, , etag]) => etag);

describe("words of a model", () => {
  beforeEach(async () => {
    await lateWords();
    vi.mocked(api.patchModel).mockReset().mockImplementation((_, body) => Promise.resolve({ value: { ...model, ...body }, etag: '"5"' }));
  });

  it("that somebody else saved are shown where nothing is written", async () => {
    show(<Page />);
    await screen.findByLabelText("名称");
    fireEvent.click(screen.getByText("meanwhile"));
    expect(name().value).toBe("day");
  });

  it("that are being written stay, and are not put over another's without a word", async () => {
    vi.mocked(api.patchModel).mockRejectedValueOnce(new Problem(412, { code: "precondition.failed", detail: "x", params: {}, fields: {} }));
    show(<Page />);
    await screen.findByLabelText("说明");
    fireEvent.change(note(), { target: { value: "of the night shift" } });
    fireEvent.click(screen.getByText("meanwhile"));
    expect([name().value, note().value]).toEqual(["night", "of the night shift"]);
    save();
    expect(await screen.findByText(/内容已被别人修改/)).toBeTruthy();
    expect([note().value, etags()]).toEqual(["of the night shift", ['"3"']]);
    // Told, it is written over.
    save();
    await waitFor(() => expect(etags()).toEqual(['"3"', '"4"']));
  });
});
