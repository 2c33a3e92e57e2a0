import type { CurvePoint } from "./judged";
import type { Sweep } from "./sweep";

/** x: overkill, y: share of the bad ones found. From "nothing is NG" to "everything is"; empty where one kind is missing. */
export function rocOf(sweep: Sweep): CurvePoint[] {
  const [good, bad] = [sweep.good.length, sweep.bad.length];
  if (!good || !bad) return [];
  const points = [...sweep.cuts].reverse().map((cut) => ({
    threshold: cut.threshold,
    x: cut.overkilled / good,
    y: (bad - cut.escaped) / bad,
  }));
  return points.filter((point, i) => !isOnTheWay(points[i - 1], point, points[i + 1]));
}

/** Dropped: points in the middle of an upright or level stretch. */
function isOnTheWay(a: CurvePoint | undefined, b: CurvePoint, c: CurvePoint | undefined): boolean {
  if (!a || !c) return false;
  return (a.x === b.x && b.x === c.x) || (a.y === b.y && b.y === c.y);
}

/** x: share of the bad ones found, y: how many of those called NG are bad. */
export function precisionRecallOf(sweep: Sweep): CurvePoint[] {
  const [good, bad] = [sweep.good.length, sweep.bad.length];
  if (!good || !bad) return [];
  return [...sweep.cuts].reverse().flatMap((cut) => {
    const found = bad - cut.escaped;
    const called = found + cut.overkilled;
    return called === 0 ? [] : [{ threshold: cut.threshold, x: found / bad, y: found / called }];
  });
}

/** As drawn: points nearer to the last one than the eye can tell apart are left out. Ends stay. */
export function drawn(points: readonly CurvePoint[], apart = 1 / 250): CurvePoint[] {
  let last: CurvePoint | undefined;
  return points.filter((point, i) => {
    const far = !last || Math.max(Math.abs(point.x - last.x), Math.abs(point.y - last.y)) >= apart;
    if (!far && i < points.length - 1) return false;
    last = point;
    return true;
  });
}

/** The chance that a bad picture scores above a good one, equal scores counting half. */
export function aurocOf(sweep: Sweep): number | null {
  const roc = rocOf(sweep);
  if (roc.length === 0) return null;
  let area = 0;
  roc.forEach((point, i) => {
    const before = roc[i - 1];
    if (before) area += ((point.x - before.x) * (point.y + before.y)) / 2;
  });
  return area;
}

/** The point of a curve that lies nearest. */
export function nearest(points: readonly CurvePoint[], x: number, y: number): CurvePoint | null {
  const far = (point: CurvePoint) => (point.x - x) ** 2 + (point.y - y) ** 2;
  return points.reduce<CurvePoint | null>((best, point) => (best && far(best) <= far(point) ? best : point), null);
}
