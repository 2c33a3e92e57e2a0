import { useEffect, useState } from "react";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { page, refused, serve } from "@/test/server";
import { show } from "@/test/show";
import { fileOf } from "../lib/file";
import { aParameter, emptyForm, type JobForm } from "../lib/form";
import { DatasetFields } from "./DatasetFields";
import { Parameters } from "./Parameters";

afterEach(() => vi.unstubAllGlobals());

/** The form as it is now. */
let now: JobForm;

function Form({ begins, parameters }: { begins: Partial<JobForm>; parameters: boolean }) {
  const [form, setForm] = useState<JobForm>({ ...emptyForm, name: "t", ...begins });
  useEffect(() => { now = form; }, [form]);
  const change = (changed: Partial<JobForm>) => setForm({ ...form, ...changed });
  return parameters ? <Parameters form={form} onChange={change} wrongOf={() => undefined} wrong={undefined} /> : <DatasetFields form={form} onChange={change} wrong={undefined} />;
}

const at = (name: string) => document.querySelector(`[data-test=${name}]`)!;
async function choose(name: string, text: string | RegExp) {
  fireEvent.mouseDown(at(name).querySelector(".ant-select-selector")!);
  const found = await screen.findAllByText(text);
  fireEvent.click(found.reverse().find((one) => one.closest(".ant-select-item-option-content")) ?? found[0]!);
}

describe("versions of data", () => {
  it("are chosen by project and number, or named by a parameter, each with its place", async () => {
    serve({ "GET /projects": () => page([{ id: "p", name: "tiles" }]), "GET /projects/p/versions": () => page([{ id: "w", number: 3, created_at: "2026-01-01T00:00:00Z" }]) });
    show(<Form begins={{ parameters: [{ ...aParameter, name: "which", type: "version" }] }} parameters={false} />);
    fireEvent.click(at("add-version"));
    await waitFor(() => expect(at("version-0-project")).not.toBeNull());
    await choose("version-0-project", "tiles");
    await choose("version-0", /^版本 3/);
    await waitFor(() => expect(now.versions).toEqual([{ version: "tiles/3", target: "" }]));
    fireEvent.click(at("add-version"));
    await waitFor(() => expect((at("version-target-1") as HTMLInputElement).placeholder).toBe("/dataset-2"));
    fireEvent.change(at("version-target-1"), { target: { value: "/mnt/other" } });
    await choose("version-1-project", "参数 which 的值");
    await waitFor(() => expect(fileOf(now).mounts).toEqual([{ source: "version", version: "tiles/3" }, { source: "version", version: "${which}", target: "/mnt/other" }]));
  });
});

describe("a path", () => {
  it("is looked for in the folders that a job may see, which the job then sees", async () => {
    const file = { path: "", bytes: 5, changed_at: "2026-01-01T00:00:00Z", executable: false, etag: "", target: null };
    serve({
      "GET /jobs/places/home/entries": () => page([]),
      "GET /jobs/places/data/entries": ({ query }) => page(query.get("path") === "parts" ? [{ ...file, name: "list.csv", kind: "file" }] : [{ ...file, name: "parts", kind: "folder" }]),
    });
    show(<Form begins={{ parameters: [{ ...aParameter, name: "where", type: "path" }] }} parameters />);
    fireEvent.click(at("value-of-where-look"));
    await screen.findByText("这个文件夹是空的。");
    fireEvent.click(screen.getByText("数据文件夹"));
    fireEvent.click(await screen.findByText("parts"));
    fireEvent.click(await screen.findByText("list.csv"));
    await waitFor(() => expect(now.values).toEqual({ where: "/data/parts/list.csv" }));
    expect(fileOf(now).mounts).toEqual([{ source: "data" }]);
  });

  it("may be a folder itself", async () => {
    serve({ "GET /jobs/places/home/entries": () => page([]) });
    show(<Form begins={{ parameters: [{ ...aParameter, name: "where", type: "path" }] }} parameters />);
    fireEvent.click(at("value-of-where-look"));
    await screen.findByText("这个文件夹是空的。");
    fireEvent.click(at("place-take"));
    await waitFor(() => expect(now.values).toEqual({ where: "/home/admin" }));
    expect(fileOf(now).mounts).toEqual([{ source: "home" }]);
  });

  it("says where a server has no folder of data", async () => {
    serve({ "GET /jobs/places/home/entries": () => page([]), "GET /jobs/places/data/entries": () => refused(404, "not_found") });
    show(<Form begins={{ parameters: [{ ...aParameter, name: "where", type: "path" }] }} parameters />);
    fireEvent.click(at("value-of-where-look"));
    await screen.findByText("这个文件夹是空的。");
    fireEvent.click(screen.getByText("数据文件夹"));
    expect(await screen.findByText(/没有数据文件夹/)).toBeTruthy();
  });
});
