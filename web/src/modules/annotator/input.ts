// Pointer and wheel of the one canvas, handed to the annotator. Everything else (keys, buttons) is the page's.
// One finger or pen draws, two fingers move and zoom; once a pen was used, a finger only moves the picture.
import type { Annotator } from "./annotator";
import type { Point } from "./types";

/** `spaceHeld` tells whether the picture is to be moved. Answers with what takes the listeners off. */
export function attach(canvas: HTMLCanvasElement, annotator: Annotator, spaceHeld: () => boolean): () => void {
  const fingers = new Map<number, Point>();
  let penSeen = false;
  const at = (event: MouseEvent): Point => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const how = (event: MouseEvent) => ({ shift: event.shiftKey, alt: event.altKey });
  const cursor = () => {
    canvas.style.cursor = annotator.panning ? "grabbing" : spaceHeld() ? "grab" : annotator.cursor;
  };
  const pair = (): [Point, Point] | null => {
    const [one, two] = [...fingers.values()];
    return one && two ? [one, two] : null;
  };

  const down = (event: PointerEvent) => {
    if (event.button !== 0 && event.button !== 1) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture?.(event.pointerId);
    if (event.pointerType === "pen") penSeen = true;
    if (event.pointerType === "touch") {
      fingers.set(event.pointerId, at(event));
      if (fingers.size === 2) annotator.giveUp();
      if (fingers.size >= 2) return;
    }
    const byFinger = event.pointerType === "touch" && penSeen;
    annotator.down(at(event), { pan: event.button === 1 || spaceHeld() || byFinger, ...how(event) });
    cursor();
  };
  const move = (event: PointerEvent) => {
    const before = pair();
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, at(event));
    const after = pair();
    if (before && after) {
      annotator.pinch(before, after);
      return;
    }
    // The finger that is left after two drew together draws nothing.
    if (event.pointerType === "touch" && event.buttons !== 0 && gesture) return;
    // A fast hand makes several points a frame; strokes need them all.
    const events = event.buttons !== 0 && "getCoalescedEvents" in event ? event.getCoalescedEvents() : [];
    for (const one of events.length > 0 ? events : [event]) annotator.move(at(one), how(event));
    cursor();
  };
  /** Two fingers were down, and one of them may still be. */
  let gesture = false;
  const watch = () => {
    if (fingers.size >= 2) gesture = true;
    if (fingers.size === 0) gesture = false;
  };
  const up = (event: PointerEvent) => {
    const ofGesture = gesture || fingers.size >= 2;
    fingers.delete(event.pointerId);
    watch();
    if (!ofGesture) annotator.up(at(event), how(event));
    cursor();
  };
  const downAndWatch = (event: PointerEvent) => {
    down(event);
    watch();
  };
  const double = (event: MouseEvent) => annotator.double(at(event), how(event));
  const leave = () => annotator.leave();
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 24 : event.deltaY;
    annotator.wheel(-Math.max(-240, Math.min(240, lines)) / 100, at(event), event.ctrlKey || event.metaKey);
  };

  canvas.addEventListener("pointerdown", downAndWatch);
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", leave);
  canvas.addEventListener("dblclick", double);
  canvas.addEventListener("wheel", wheel, { passive: false });
  return () => {
    canvas.removeEventListener("pointerdown", downAndWatch);
    canvas.removeEventListener("pointermove", move);
    canvas.removeEventListener("pointerup", up);
    canvas.removeEventListener("pointercancel", up);
    canvas.removeEventListener("pointerleave", leave);
    canvas.removeEventListener("dblclick", double);
    canvas.removeEventListener("wheel", wheel);
  };
}
