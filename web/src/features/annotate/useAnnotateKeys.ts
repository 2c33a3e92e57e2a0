import { useEffect, useRef, type RefObject } from "react";
import { commands, tools, type Annotator } from "@/modules/annotator";
import type { Class } from "@/api/contract";
import { isPressed, isTyping, nameOf, useKeys, type Binding } from "@/hooks/useKeys";
import { keyId, keysOf } from "@/lib/keymap";

type Props = {
  annotator: Annotator | null;
  spaceHeld: RefObject<boolean>;
  judge: (verdict: "good" | "bad") => void;
  chooseClass: (index: number) => void;
  /** In the order of their digits. */
  classes: readonly Class[];
  step: (by: number) => void;
  accept: () => void;
  /** Of a reviewer: back to the annotator. */
  sendBack?: (() => void) | undefined;
  takeOver: () => void;
  copyNext: () => void;
  compare: (mode: "side" | "blink") => void;
  openLook: () => void;
  /** Answers to what a model proposes, where it does. */
  proposal?: { acceptAll: () => void; acceptOne: () => void; refuse: () => void; floor: number; chooseFloor: (floor: number) => void } | undefined;
  /** Whether a verdict leads to the next picture. */
  toggleAuto: () => void;
};

const TWICE_MS = 350;
/** One press of a key on the least score of what is shown. */
const FLOOR_STEP = 0.05;
const floorBy = (floor: number, step: number): number => Math.min(1, Math.max(0, Math.round((floor + step) * 100) / 100));
const PAN = keyId("annotate", "annotate.key.pan", ["space"]);

export function useAnnotateKeys({ annotator, spaceHeld, judge, chooseClass, classes, step, accept, sendBack, takeOver, copyNext, compare, openLook, proposal, toggleAuto }: Props): void {
  const lastZero = useRef(0);

  // Held, not pressed: its own listener.
  useEffect(() => {
    const set = (held: boolean) => (event: KeyboardEvent) => {
      if (!keysOf(PAN, ["space"]).includes(nameOf(event)) || isTyping(event.target)) return;
      // Where keys lead the pen, the space bar puts it down and lifts it.
      if (held && (isPressed(event) || annotator?.snapshot().byKeys)) return;
      // Let go it presses what has the focus, such as a box to tick: that stays as it is everywhere.
      if (held) event.preventDefault();
      spaceHeld.current = held;
    };
    const [down, up] = [set(true), set(false)];
    const lost = () => {
      spaceHeld.current = false;
    };
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", up);
    window.addEventListener("blur", lost);
    return () => {
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", up);
      window.removeEventListener("blur", lost);
    };
  }, [spaceHeld, annotator]);

  const onCanvas = (event: KeyboardEvent) =>
    (event.target === document.body || event.target instanceof HTMLCanvasElement) && (annotator?.document.regions.length ?? 0) > 0;
  // Text that was marked on the page is still copied as everywhere.
  const noText = () => (window.getSelection()?.toString() ?? "") === "";
  const toTool = (name: string, otherwise?: () => void) => () => {
    if (!annotator?.key(name)) otherwise?.();
  };
  const zero = () => {
    const now = performance.now();
    if (now - lastZero.current < TWICE_MS) annotator?.oneToOne();
    else annotator?.fit();
    lastZero.current = now;
  };
  const toField = () => {
    const field = document.querySelector<HTMLElement>("[data-say]");
    (field instanceof HTMLInputElement ? field : field?.querySelector("input"))?.focus();
  };
  // A key of its own comes before the digit of a place.
  const own: Binding[] = classes.flatMap((one, index) => (one.key ? [{ keys: [one.key], meaning: "annotate.key.class" as const, run: () => chooseClass(index) }] : []));
  const digits: Binding[] = classes.slice(0, 9).map((_, index) => ({
    keys: [String(index + 1)], meaning: "annotate.key.class" as const, run: () => chooseClass(index),
  }));

  useKeys(
    [
      ...own,
      { keys: ["g"], meaning: "annotate.key.good", run: () => judge("good") },
      { keys: ["n"], meaning: "annotate.key.bad", run: () => judge("bad") },
      ...digits,
      ...tools.map((tool): Binding => ({
        keys: [tool.key], meaning: `annotate.tool.${tool.name}`, run: () => annotator?.setTool(tool.name),
      })),
      { keys: ["a"], meaning: "annotate.go.previous", run: () => step(-1) },
      { keys: ["d"], meaning: "annotate.go.next", run: () => step(1) },
      { keys: ["enter"], meaning: "annotate.go.accept", run: toTool("enter", accept) },
      ...(sendBack ? [{ keys: ["shift+enter"], meaning: "annotate.go.send_back" as const, run: sendBack }] : []),
      ...(proposal
        ? [
            { keys: ["shift+a"], meaning: "assist.accept_all" as const, run: proposal.acceptAll },
            { keys: ["shift+q"], meaning: "assist.accept_one" as const, run: proposal.acceptOne },
            { keys: ["shift+x"], meaning: "assist.refuse" as const, run: proposal.refuse },
            { keys: ["{"], meaning: "assist.floor_down" as const, run: () => proposal.chooseFloor(floorBy(proposal.floor, -FLOOR_STEP)) },
            { keys: ["}"], meaning: "assist.floor_up" as const, run: () => proposal.chooseFloor(floorBy(proposal.floor, FLOOR_STEP)) },
          ]
        : []),
      { keys: ["shift+n"], meaning: "annotate.go.auto", run: toggleAuto },
      { keys: ["t"], meaning: "annotate.go.take_over", run: takeOver },
      { keys: ["shift+d"], meaning: "annotate.go.copy_next", run: copyNext },
      // Held down it is heard above.
      { keys: ["space"], meaning: "annotate.key.pan", run: (event) => void (event.repeat || annotator?.pressPen()) },
      { keys: ["mod+z"], meaning: "annotate.tool.undo", run: () => annotator?.undo() },
      { keys: ["mod+shift+z", "mod+y"], meaning: "annotate.tool.redo", run: () => annotator?.redo() },
      // Only from the canvas, or from nowhere; between buttons Tab goes on as everywhere. Without a region it leaves the canvas.
      { keys: ["tab"], meaning: "annotate.key.next_object", run: () => annotator?.selectNext(1), when: onCanvas },
      { keys: ["shift+tab"], meaning: "annotate.key.previous_object", run: () => annotator?.selectNext(-1), when: onCanvas },
      { keys: ["delete", "backspace"], meaning: "annotate.key.delete", run: toTool("backspace", () => annotator?.removeSelected()) },
      { keys: ["f2"], meaning: "annotate.key.say", run: toField },
      { keys: ["#"], meaning: "annotate.key.tag", run: () => document.querySelector<HTMLElement>("[data-tag-field]")?.focus() },
      { keys: ["h"], meaning: "annotate.key.hide", run: () => annotator?.toggleHidden() },
      { keys: ["0"], meaning: "annotate.key.fit", run: zero },
      { keys: ["+", "="], meaning: "annotate.key.zoom_in", run: () => annotator?.zoom(1.25) },
      { keys: ["-"], meaning: "annotate.key.zoom_out", run: () => annotator?.zoom(0.8) },
      { keys: ["["], meaning: "annotate.key.smaller", run: () => annotator?.broaden(0.8) },
      { keys: ["]"], meaning: "annotate.key.larger", run: () => annotator?.broaden(1.25) },
      { keys: ["escape"], meaning: "annotate.key.cancel", run: toTool("escape") },
      ...(["arrowleft", "arrowright", "arrowup", "arrowdown"] as const).map((arrow): Binding => ({
        keys: [arrow, `shift+${arrow}`], meaning: "annotate.key.nudge",
        run: (event) => annotator?.key((event.shiftKey ? "shift+" : "") + arrow),
      })),
      ...commands.map((one): Binding => ({
        keys: one.keys, meaning: `annotate.do.${one.name}`, run: () => annotator && one.run(annotator),
        ...(one.name === "copy" || one.name === "cut" ? { when: noText } : {}),
      })),
      { keys: ["x"], meaning: "annotate.compare.side", run: () => compare("side") },
      { keys: ["z"], meaning: "annotate.compare.blink", run: () => compare("blink") },
      { keys: ["shift+b"], meaning: "annotate.key.look", run: openLook },
    ],
    annotator !== null,
  );
}
