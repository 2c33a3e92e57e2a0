import { cleanup, render } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { Region } from "@/api/contract";
import { MarkLayer, runsPath } from "./MarkLayer";

afterEach(cleanup);

describe("marks over a picture", () => {
  it("draw runs as stripes, one for each row that they reach", () => {
    // Of five in a row: the last of the first row and the first two of the second.
    expect(runsPath({ width: 5, counts: [4, 3, 3] })).toBe("M4 0h1v1h-1zM0 1h2v1h-2z");
    expect(runsPath({ width: 5, counts: [10] })).toBe("");
  });

  it("draw every kind of shape", () => {
    const shapes: Region["shape"][] = [
      { kind: "box", x: 1, y: 2, w: 3, h: 4 },
      { kind: "rotated", cx: 5, cy: 5, w: 4, h: 2, angle: 30 },
      { kind: "ellipse", cx: 5, cy: 5, rx: 4, ry: 2, angle: 0 },
      { kind: "polygon", points: [[0, 0], [4, 0], [4, 4]] },
      { kind: "line", points: [[0, 0], [9, 9]], width: 3 },
      { kind: "points", points: [[3, 3]] },
      { kind: "text", points: [[0, 0], [4, 0], [4, 4], [0, 4]], text: "A1" },
      { kind: "brush", rle: { width: 10, height: 10, counts: [0, 5, 95] } },
    ];
    const marks = shapes.map((shape, index) => ({ region: { id: String(index), class_id: "c", shape }, colour: "#f00" }));
    const { container } = render(<MarkLayer marks={marks} width={10} height={10} label="marks" />);
    const names = [...(container.querySelector("svg")?.children ?? [])].map((one) => one.tagName);
    expect(names).toEqual(["rect", "rect", "ellipse", "polygon", "polyline", "path", "polygon", "path"]);
  });
});
