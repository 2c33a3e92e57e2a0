import { describe, expect, it } from "vitest";
import { randomOf } from "@/test/random";
import { cssOf, isRedrawn, piecesOf, plainOf } from "./ansi";

const E = "\u001b";

describe("a line of a terminal", () => {
  it("has its colours and weights", () => {
    expect(piecesOf(`a${E}[31mred${E}[0m ${E}[1;4;92mok${E}[22mplain${E}[39m`)).toEqual([
      { text: "a", style: {} }, { text: "red", style: { fg: 1 } }, { text: " ", style: {} },
      { text: "ok", style: { bold: true, underline: true, fg: 10 } }, { text: "plain", style: { underline: true, fg: 10 } },
    ]);
    expect(piecesOf(`${E}[38;5;196mx${E}[48;2;1;2;3my${E}[38;5;240mz`).map((one) => one.style)).toEqual([
      { fg: "#ff0000" }, { fg: "#ff0000", bg: "#010203" }, { fg: "#585858", bg: "#010203" },
    ]);
    expect(cssOf({ fg: 1 }).color).toBe("#ff8d86");
    expect(cssOf({ inverse: true }).backgroundColor).toBe("#d5dde4");
  });

  it("is overwritten by what comes after a carriage return or backspace", () => {
    expect(plainOf("10%\r20%\r100%")).toBe("100%");
    expect(plainOf("abcdef\rXY")).toBe("XYcdef");
    expect(plainOf(`abcdef\r${E}[KXY`)).toBe("XY");
    expect(plainOf(`abc${E}[2K\rX`)).toBe("X  ");
    expect(plainOf("ab\bc")).toBe("ac");
    expect(piecesOf(`${E}[32mold\r${E}[31mn`)).toEqual([{ text: "n", style: { fg: 1 } }, { text: "ld", style: { fg: 2 } }]);
  });

  it("shows nothing of what means nothing in a log", () => {
    expect(plainOf(`${E}[2J${E}[1;1Hhello${E}]0;title\u0007 ${E}(Bworld${E}[?25l\u0000`)).toBe("hello world");
    expect(plainOf("中文\tand 🙂")).toBe("中文\tand 🙂");
    expect(piecesOf("")).toEqual([]);
    // Cut in the midst of a sequence.
    expect(plainOf(`ok${E}[3`)).toBe("ok[3");
  });

  it("never breaks, and says no control signs", () => {
    const parts = [E, "[", "]", "m", "38;5;", "1", ";", "\r", "\b", "x", "K", "\u0007", "中", "2;", "999999C", "-"];
    for (let seed = 0; seed < 500; seed += 1) {
      const random = randomOf(seed);
      const line = Array.from({ length: 30 }, () => parts[Math.floor(random() * parts.length)]).join("");
      expect(plainOf(line)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
    }
  });
});

describe("a progress bar", () => {
  it("is told from lines that only look alike", () => {
    expect(isRedrawn("epoch 1:  10%|█         | 10/100", "epoch 1:  20%|██        | 20/100")).toBe(true);
    expect(isRedrawn("Downloading ###    30 %", "Downloading ####   40 %")).toBe(true);
    expect(isRedrawn("epoch 1: 100%|██████| 100/100", "epoch done")).toBe(false);
    expect(isRedrawn("loss 0.51", "loss 0.50")).toBe(false);
    expect(isRedrawn("step 3", undefined)).toBe(false);
  });
});
