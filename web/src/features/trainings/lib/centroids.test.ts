import { describe, expect, it } from "vitest";
import { mappingOf, placeAll, readCentroids, type Centroid } from "./centroids";

const altium = `"Designator","Comment","Layer","Footprint","Mid X","Mid Y","Ref X","Ref Y","Rotation"
"R1","10k","TopLayer","R0603","10.000mm","20.000mm","9mm","20mm","0.00"
"C7","100n, 16 V","TopLayer","C0402","30.000mm","20.000mm","29mm","20mm","90.00"
"U3","MCU","TopLayer","QFP48","10.000mm","40.000mm","5mm","35mm","45"
"R9","1k","BottomLayer","R0603","12mm","22mm","12mm","22mm","0"`;
const kicad = `### Module positions
# Ref     Val       Package                PosX       PosY       Rot  Side
R1        10k       R_0603_1608Metric    10.0000   -20.0000    0.0000  top
C7        100n      C_0402_1005Metric    30.0000   -20.0000   90.0000  top
## End`;
const jlc = "位号;中心X;中心Y;层;角度\nR1;393.7mil;787.4mil;T;0\nC7;1181,1mil;787.4mil;B;270\n";

const row = (x: number, y: number): Centroid => ({ name: "", x, y, turn: 0, side: "top", size: "" });
const on = ([a, b, c, d, e, f]: readonly number[], x: number, y: number) => [a! * x + b! * y + c!, d! * x + e! * y + f!].map((v) => Math.round(v * 1e6) / 1e6 + 0);

describe("centroid files", () => {
  it("are read as the usual programs write them", () => {
    expect(readCentroids(altium)?.rows.map(({ name, x, y, turn, side, size }) => [name, x, y, turn, side, size])).toEqual([
      ["R1", 10, 20, 0, "top", "R0603"], ["C7", 30, 20, 90, "top", "C0402"], ["U3", 10, 40, 45, "top", "QFP48"], ["R9", 12, 22, 0, "bottom", "R0603"],
    ]);
    expect(readCentroids(kicad)?.rows.map(({ name, x, y, turn }) => [name, x, y, turn])).toEqual([["R1", 10, -20, 0], ["C7", 30, -20, 90]]);
    const mils = readCentroids(jlc);
    expect(mils?.rows.map(({ name, x, side, turn }) => [name, x, side, turn])).toEqual([["R1", 393.7, "top", 0], ["C7", 1181.1, "bottom", 270]]);
    expect(mils?.mm).toBeCloseTo(39.37, 2);
    // A first column without a name, or with a sign for one, is a column all the same.
    for (const first of ["", "#"]) {
      expect(readCentroids(`${first},Designator,X,Y\n0,R1,1,2\n1,R2,3,4\n`)?.rows.map(({ name, x, y }) => [name, x, y])).toEqual([["R1", 1, 2], ["R2", 3, 4]]);
    }
    expect(readCentroids("name,price\nR1,3\n")).toBeNull();
    expect(readCentroids("")).toBeNull();
    expect(readCentroids("ref,x,y\nR1,n/a,3\nR2,1,2\nR2,5,6\n#,1,1\n")?.rows.map(({ name, x }) => [name, x])).toEqual([["R2", 1]]);
  });

  it("are laid over the picture by two known places, with y going up", () => {
    const map = mappingOf([{ row: row(0, 0), at: [100, 500] }, { row: row(10, 0), at: [200, 500] }], "top");
    expect(map && on(map, 0, 0)).toEqual([100, 500]);
    expect(map && on(map, 5, 20)).toEqual([150, 300]);
    // Turned by a quarter, and from below.
    const turned = mappingOf([{ row: row(0, 0), at: [100, 100] }, { row: row(10, 0), at: [100, 200] }], "top");
    expect(turned && on(turned, 0, 10)).toEqual([200, 100]);
    const below = mappingOf([{ row: row(0, 0), at: [500, 500] }, { row: row(10, 0), at: [400, 500] }], "bottom");
    expect(below && on(below, 0, 20)).toEqual([500, 300]);
    expect(mappingOf([{ row: row(1, 1), at: [0, 0] }, { row: row(1, 1), at: [9, 9] }], "top")).toBeNull();
  });

  it("are stretched by three", () => {
    const map = mappingOf([{ row: row(0, 0), at: [10, 90] }, { row: row(10, 0), at: [30, 90] }, { row: row(0, 10), at: [10, 60] }], "top");
    expect(map && on(map, 10, 10)).toEqual([30, 60]);
    expect(mappingOf([{ row: row(0, 0), at: [10, 90] }, { row: row(10, 10), at: [30, 90] }, { row: row(20, 20), at: [10, 60] }], "top")).toBeNull();
  });

  it("become boxes of the size of their case, turned with them, and only of this side", () => {
    const read = readCentroids(altium);
    const map = read && mappingOf([{ row: read.rows[0]!, at: [100, 400] }, { row: read.rows[1]!, at: [300, 400] }], "top");
    const boxes = read && map ? placeAll(read, map, "top", [4, 4], [600, 600]) : [];
    expect(boxes.map((one) => [one.name, one.bbox.map(Math.round)])).toEqual([
      ["R1", [92, 396, 16, 8]], ["C7", [296, 395, 8, 10]], ["U3", [72, 172, 57, 57]],
    ]);
    expect(read && map ? placeAll(read, map, "top", [4, 4], [200, 600]).map((one) => one.name) : []).toEqual(["R1", "U3"]);
  });
});
