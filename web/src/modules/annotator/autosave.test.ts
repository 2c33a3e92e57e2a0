import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Autosave, type SaveAnswer, type SaveState } from "./autosave";
import { emptyDocument, type Document } from "./types";

const bad: Document = { ...emptyDocument, verdict: "bad" };
const good: Document = { ...emptyDocument, verdict: "good" };

let sent: { document: Document; tag: string }[];
let states: SaveState[];
let answers: (() => Promise<SaveAnswer>)[];
let autosave: Autosave;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  states = [];
  answers = [];
  autosave = new Autosave(
    (document, tag) => {
      sent.push({ document, tag });
      return answers.shift()?.() ?? Promise.resolve({ kind: "saved", tag: `"${sent.length}"` });
    },
    (state) => states.push(state),
  );
  autosave.begin('"0"');
});
afterEach(() => vi.useRealTimers());

describe("autosave", () => {
  it("saves at the latest a second and a half after the first change, also of a hand that never rests", async () => {
    for (let change = 0; change < 14; change += 1) {
      autosave.edited(change % 2 ? bad : good);
      await vi.advanceTimersByTimeAsync(110);
    }
    expect(sent).toHaveLength(1);
    expect(sent[0]?.tag).toBe('"0"');
  });

  it("waits for a pause and sends the last state once", async () => {
    autosave.edited(bad);
    await vi.advanceTimersByTimeAsync(300);
    autosave.edited(good);
    await vi.advanceTimersByTimeAsync(699);
    expect(sent).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([{ document: good, tag: '"0"' }]);
    expect(autosave.now).toBe("saved");
  });

  it("sends what was drawn while it was saving, with the tag of the first answer", async () => {
    let finish: (answer: SaveAnswer) => void = () => undefined;
    answers.push(() => new Promise((done) => (finish = done)));
    autosave.edited(bad);
    await vi.advanceTimersByTimeAsync(700);
    autosave.edited(good);
    finish({ kind: "saved", tag: '"7"' });
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([{ document: bad, tag: '"0"' }, { document: good, tag: '"7"' }]);
    expect(await autosave.flush()).toBe(true);
    expect(sent).toHaveLength(2);
  });

  it("flush sends at once and says whether all is safe", async () => {
    autosave.edited(bad);
    expect(await autosave.flush()).toBe(true);
    expect(sent).toHaveLength(1);
  });

  it("tries again when the line is cut, and does not let go of the work", async () => {
    answers.push(() => Promise.resolve({ kind: "failed", error: new Error("cut"), again: true }));
    autosave.edited(bad);
    expect(await autosave.flush()).toBe(false);
    expect(autosave.now).toBe("failed");
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent).toHaveLength(2);
    expect(autosave.now).toBe("saved");
  });

  it("stops at another's change and never writes over it by itself", async () => {
    answers.push(() => Promise.resolve({ kind: "conflict" }));
    autosave.edited(bad);
    expect(await autosave.flush()).toBe(false);
    autosave.edited(good);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await autosave.flush()).toBe(false);
    expect(sent).toHaveLength(1);
    expect(states.at(-1)).toBe("conflict");
  });
});
