// What tools draw with, over a 2D context that is set to pixels of the picture.
import type { Ink } from "./tool";
import type { Point } from "./types";
import type { Viewport } from "./viewport";

export function inkOf(context: CanvasRenderingContext2D, view: Viewport): Ink {
  const px = 1 / view.scale;
  const trace = (points: readonly Point[], closed: boolean) => {
    context.beginPath();
    points.forEach(([x, y], index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    if (closed) context.closePath();
  };
  return {
    line(points, colour, { width = 2, closed = false, dashed = false } = {}) {
      trace(points, closed);
      context.setLineDash(dashed ? [5 * px, 4 * px] : []);
      context.lineJoin = "round";
      context.strokeStyle = "#000000aa";
      context.lineWidth = (width + 2) * px;
      context.stroke();
      context.strokeStyle = colour;
      context.lineWidth = width * px;
      context.stroke();
      context.setLineDash([]);
    },
    box(box, colour) {
      context.globalAlpha = 0.18;
      context.fillStyle = colour;
      context.fillRect(box.x, box.y, box.w, box.h);
      context.globalAlpha = 1;
      context.strokeStyle = colour;
      context.lineWidth = 2 * px;
      context.strokeRect(box.x, box.y, box.w, box.h);
    },
    dot([x, y], colour, radius = 4) {
      context.beginPath();
      context.arc(x, y, radius * px, 0, 2 * Math.PI);
      context.fillStyle = "#ffffff";
      context.fill();
      context.lineWidth = 2 * px;
      context.strokeStyle = colour;
      context.stroke();
    },
    ring([x, y], colour, radius) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.lineWidth = 3 * px;
      context.strokeStyle = "#000000aa";
      context.stroke();
      context.lineWidth = 1.5 * px;
      context.strokeStyle = colour;
      context.stroke();
    },
    stroke(points, colour, radius) {
      context.globalAlpha = 0.5;
      context.lineCap = "round";
      context.lineJoin = "round";
      context.strokeStyle = colour;
      context.fillStyle = colour;
      context.lineWidth = 2 * radius;
      const first = points[0];
      if (points.length === 1 && first) {
        context.beginPath();
        context.arc(first[0], first[1], radius, 0, 2 * Math.PI);
        context.fill();
      } else {
        trace(points, false);
        context.stroke();
      }
      context.globalAlpha = 1;
      context.lineCap = "butt";
    },
  };
}
