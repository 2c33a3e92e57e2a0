import type { Region } from "@/api/contract";
import styles from "./MarkLayer.module.css";

/** A mark of any kind, with the colour of its class; a quiet one is dashed. */
export type DrawnMark = { region: Region; colour: string; quiet?: boolean };

type Points = readonly (readonly number[])[];

/** Marks over a picture that fills its place, as they were drawn. */
export function MarkLayer({ marks, width, height, label }: { marks: readonly DrawnMark[]; width: number; height: number; label: string }) {
  return (
    <svg className={styles.layer} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label} data-test="marks">
      {marks.map(({ region, colour, quiet }) => <Mark key={region.id} shape={region.shape} colour={colour} quiet={quiet} />)}
    </svg>
  );
}

function Mark({ shape, colour, quiet }: { shape: Region["shape"]; colour: string; quiet: boolean | undefined }) {
  const look = { stroke: colour, fill: colour, "data-quiet": quiet || undefined };
  switch (shape.kind) {
    case "box":
      return <rect {...look} x={shape.x} y={shape.y} width={shape.w} height={shape.h} />;
    case "rotated":
      return <rect {...look} x={shape.cx - shape.w / 2} y={shape.cy - shape.h / 2} width={shape.w} height={shape.h} transform={`rotate(${shape.angle} ${shape.cx} ${shape.cy})`} />;
    case "ellipse":
      return <ellipse {...look} cx={shape.cx} cy={shape.cy} rx={shape.rx} ry={shape.ry} transform={`rotate(${shape.angle} ${shape.cx} ${shape.cy})`} />;
    case "polygon":
    case "text":
      return <polygon {...look} points={told(shape.points)} />;
    case "line":
      return <polyline {...look} data-open points={told(shape.points)} />;
    case "points":
      return <path {...look} d={shape.points.map(([x = 0, y = 0]) => `M${x - 4} ${y}h8M${x} ${y - 4}v8`).join("")} />;
    case "brush":
      return <path {...look} d={runsPath(shape.rle)} />;
  }
}

const told = (points: Points): string => points.map(([x = 0, y = 0]) => `${x},${y}`).join(" ");

/** A stripe for each run of a row. */
export function runsPath({ width, counts }: { width: number; counts: readonly number[] }): string {
  let [at, inside, path] = [0, false, ""];
  for (const count of counts) {
    for (let left = inside ? count : 0; left > 0; ) {
      const [x, y] = [at % width, Math.floor(at / width)];
      const length = Math.min(left, width - x);
      path += `M${x} ${y}h${length}v1h${-length}z`;
      at += length;
      left -= length;
    }
    if (!inside) at += count;
    inside = !inside;
  }
  return path;
}
