import { describe, expect, it } from "vitest";
import { readBoxes } from "./layoutFiles";

const names = (read: ReturnType<typeof readBoxes>) => read?.map((one) => [one.name, ...one.bbox]);

describe("boxes of other programs", () => {
  it("are read from VOC, clipped, and counted where a name comes twice", () => {
    const voc = `<annotation><size><width>200</width></size>
      <object><name>R</name><bndbox><xmin>10</xmin><ymin>20</ymin><xmax>40</xmax><ymax>40</ymax></bndbox></object>
      <object><name>R</name><bndbox><xmin>180</xmin><ymin>20</ymin><xmax>260</xmax><ymax>40</ymax></bndbox></object>
      <object><name>U1</name><bndbox><xmin>0</xmin><ymin>0</ymin><xmax>4</xmax><ymax>4</ymax></bndbox></object></annotation>`;
    expect(names(readBoxes(voc, "a.png", 200, 100))).toEqual([["R1", 10, 20, 30, 20], ["R2", 180, 20, 20, 20]]);
    expect(readBoxes("<annotation><object>", "a.png", 200, 100)).toBeNull();
  });

  it("are read from COCO, of the picture of the same name", () => {
    const coco = JSON.stringify({
      images: [{ id: 1, file_name: "x/b.png" }, { id: 2, file_name: "x/a.png" }],
      categories: [{ id: 5, name: "C7" }, { id: 6, name: "R1" }],
      annotations: [{ image_id: 2, category_id: 5, bbox: [10, 20, 30, 40] }, { image_id: 1, category_id: 6, bbox: [1, 2, 30, 40] }],
    });
    expect(names(readBoxes(coco, "boards/a.png", 200, 100))).toEqual([["C7", 10, 20, 30, 40]]);
    expect(readBoxes(coco, "other.png", 200, 100)).toBeNull();
  });

  it("are read from our own layout, and nothing is made of anything else", () => {
    expect(names(readBoxes('{"components":{"R1":[10,20,40,50]}}', "a.png", 200, 100))).toEqual([["R1", 10, 20, 30, 30]]);
    expect(readBoxes("hello", "a.png", 200, 100)).toBeNull();
    expect(readBoxes("null", "a.png", 200, 100)).toBeNull();
  });
});
