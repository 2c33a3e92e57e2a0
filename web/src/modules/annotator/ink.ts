// What tools draw with, over a 2D context that is set to pixels of the picture.
import type { Ink } from "./tool";
import type { Point } from "./types";
import { axes, type Viewport } from "./viewport";

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
    hair(points) {
      trace(points, false);
      context.strokeStyle = "#000000aa";
      context.lineWidth = 1.5 * px;
      context.stroke();
      context.strokeStyle = "#ffffffd0";
      context.lineWidth = 0.75 * px;
      context.stroke();
    },
    grid({ x, y, w, h }, step, colour) {
      context.beginPath();
      for (let at = Math.ceil(x / step) * step; at <= x + w; at += step) {
        context.moveTo(at, y);
        context.lineTo(at, y + h);
      }
      for (let at = Math.ceil(y / step) * step; at <= y + h; at += step) {
        context.moveTo(x, at);
        context.lineTo(x + w, at);
      }
      context.strokeStyle = colour;
      context.lineWidth = px;
      context.stroke();
    },
    text([x, y], words) {
      const { right, down } = axes(view);
      context.save();
      context.translate(x, y);
      // Takes the turn and the mirroring of the view back.
      context.transform(right[0], down[0], right[1], down[1], 0, 0);
      context.scale(px, px);
      context.font = "12px system-ui, sans-serif";
      const wide = context.measureText(words).width;
      context.fillStyle = "#000000c0";
      context.fillRect(10, -24, wide + 12, 20);
      context.fillStyle = "#ffffff";
      context.fillText(words, 16, -10);
      context.restore();
    },
    image(image, box) {
      context.imageSmoothingEnabled = false;
      context.drawImage(image, box.x, box.y, box.w, box.h);
    },
  };
}
