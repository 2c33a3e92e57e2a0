import { describe, expect, it } from "vitest";
import type { Annotation } from "@/api/contract";
import type { Document, Region } from "@/modules/annotator";
import { joined } from "./useConflict";

const box = (id: string, x: number): Region => ({ id, class_id: "c1", shape: { kind: "box", x, y: 1, w: 5, h: 5 } });
const mine = (verdict: Document["verdict"], regions: Region[] = []): Document => ({ verdict, class_id: null, regions });
const theirs = (verdict: Document["verdict"], regions: Region[] = []): Annotation => ({
  picture_id: "p", apart: false, revision: 3, verdict, class_id: null, regions: regions as Annotation["regions"], updated_at: "2026-01-01T00:00:00.000Z", updated_by: "eve",
});

describe("what two people said, together", () => {
  it("has every place once, also where both chose the same name for another one", () => {
    const both = joined(mine("bad", [box("a", 1), box("b", 20)]), theirs("bad", [box("a", 40), box("other", 20)]));
    expect(both.regions.map((one) => [one.id, one.shape.kind === "box" && one.shape.x])).toEqual([["a", 1], ["b", 20], ["a-2", 40]]);
    expect(both.verdict).toBe("bad");
  });

  it("is bad where either found something", () => {
    expect(joined(mine("good"), theirs("bad", [box("a", 1)])).verdict).toBe("bad");
    expect(joined(mine("good"), theirs("bad")).verdict).toBe("bad");
    expect(joined(mine("good"), theirs(null)).verdict).toBe("good");
    expect(joined(mine(null), theirs("good")).verdict).toBe("good");
    expect(joined(mine("good", [box("a", 1)]), theirs("good"), "box").verdict).toBe("good");
  });
});
