// Pointer and wheel of the one canvas, handed to the annotator. Everything else (keys, buttons) is the page's.
import type { Annotator } from "./annotator";
import type { Point } from "./types";

/** `spaceHeld` tells whether the picture is to be moved. Answers with what takes the listeners off. */
export function attach(canvas: HTMLCanvasElement, annotator: Annotator, spaceHeld: () => boolean): () => void {
  const at = (event: MouseEvent): Point => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const how = (event: MouseEvent) => ({ shift: event.shiftKey, alt: event.altKey });
  const cursor = () => {
    canvas.style.cursor = annotator.panning ? "grabbing" : spaceHeld() ? "grab" : annotator.cursor;
  };

  const down = (event: PointerEvent) => {
    if (event.button !== 0 && event.button !== 1) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture?.(event.pointerId);
    annotator.down(at(event), { pan: event.button === 1 || spaceHeld(), ...how(event) });
    cursor();
  };
  const move = (event: PointerEvent) => {
    // A fast hand makes several points a frame; strokes need them all.
    const events = event.buttons !== 0 && "getCoalescedEvents" in event ? event.getCoalescedEvents() : [];
    for (const one of events.length > 0 ? events : [event]) annotator.move(at(one), how(event));
    cursor();
  };
  const up = (event: PointerEvent) => {
    annotator.up(at(event), how(event));
    cursor();
  };
  const double = (event: MouseEvent) => annotator.double(at(event), how(event));
  const leave = () => annotator.leave();
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 24 : event.deltaY;
    annotator.zoom(Math.exp(-Math.max(-240, Math.min(240, lines)) * 0.0022), at(event));
  };

  canvas.addEventListener("pointerdown", down);
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", leave);
  canvas.addEventListener("dblclick", double);
  canvas.addEventListener("wheel", wheel, { passive: false });
  return () => {
    canvas.removeEventListener("pointerdown", down);
    canvas.removeEventListener("pointermove", move);
    canvas.removeEventListener("pointerup", up);
    canvas.removeEventListener("pointercancel", up);
    canvas.removeEventListener("pointerleave", leave);
    canvas.removeEventListener("dblclick", double);
    canvas.removeEventListener("wheel", wheel);
  };
}
