// "Find the same" by pixels beside by features and pixels: from each thing of a picture, what is found of the others.

/** Of each kind in a picture so many things are looked for the others of, and so many of all kinds. */
const FROM = 3;
const MOST = 24;
/** Where the annotator begins, before anybody turns the wheel. */
const USUAL = 0.7;
/** A box by hand, or a wrong one that is chosen and deleted. */
const CLICKS = 2;

const overlap = (one, two) => {
  const w = Math.min(one.x + one.w, two.x + two.w) - Math.max(one.x, two.x);
  const h = Math.min(one.y + one.h, two.y + two.h) - Math.max(one.y, two.y);
  const both = Math.max(0, w) * Math.max(0, h);
  return both / (one.w * one.h + two.w * two.h - both);
};
const holds = (box, x, y) => x >= box.x && x < box.x + box.w && y >= box.y && y < box.y + box.h;
/** The proposed copy lies on the other thing: a person would keep it, and mend its edge where that is needed. */
const hits = (copy, box) => overlap(copy, box) >= 0.3 || (holds(box, copy.x + copy.w / 2, copy.y + copy.h / 2) && holds(copy, box.x + box.w / 2, box.y + box.h / 2));

/** Found places, best first, each with whether it is one of the others that was not found before. */
function judged(found, own, others) {
  const left = new Set(others);
  return [...found].sort((one, two) => two.likeness - one.likeness).map(({ dx, dy, likeness }) => {
    const copy = { ...own, x: own.x + dx, y: own.y + dy };
    const hit = [...left].find((box) => hits(copy, box));
    left.delete(hit);
    return { likeness, right: hit !== undefined };
  });
}

/** Mean precision where each of the others is found; what is never found counts as none. */
function averagePrecision(found, others) {
  let [right, sum] = [0, 0];
  found.forEach((one, index) => {
    if (!one.right) return;
    right += 1;
    sum += right / (index + 1);
  });
  return sum / others;
}

/** Rows for the table: by pixels, and where `maps` are there by features as well. */
export function findTheSame({ Desk, cropperOf }, pictures, maps, clickS) {
  const ways = maps ? ["by pixels", "by features and pixels"] : ["by pixels"];
  return ways.map((way, features) => {
    const queries = pictures.flatMap((picture, number) => {
      const desk = new Desk(cropperOf(picture), picture.size);
      if (features) desk.describe(maps[number].map);
      const kinds = [...new Set(picture.boxes.map((one) => one.kind))].map((kind) => picture.boxes.filter((one) => one.kind === kind)).filter((all) => all.length > 1);
      return kinds.flatMap((all) => all.slice(0, FROM)).slice(0, MOST).map((own) => {
        const others = picture.boxes.filter((one) => one !== own && one.kind === own.kind);
        const begun = performance.now();
        const found = desk.same({ x: own.x, y: own.y, w: own.w, h: own.h });
        return { ms: performance.now() - begun, others: others.length, found: judged(found, own, others) };
      });
    });
    const mean = (of) => queries.reduce((sum, one) => sum + of(one), 0) / Math.max(1, queries.length);
    const many = ({ found }, least, right) => found.filter((one) => one.likeness >= least && one.right === right).length;
    // Enter, what is missing by hand, what is wrong away again; per thing.
    const seconds = (least) => mean((one) => (one.ms / 1000 + clickS * (1 + CLICKS * (one.others - many(one, least, true)) + CLICKS * many(one, least, false))) / one.others);
    const levels = Array.from({ length: 35 }, (_, step) => 0.3 + 0.02 * step);
    const best = levels.reduce((one, two) => (seconds(two) < seconds(one) ? two : one));
    const times = queries.map((one) => one.ms).sort((one, two) => one - two);
    return {
      way, queries: queries.length,
      precision: mean((one) => averagePrecision(one.found, one.others)),
      found: mean((one) => many(one, USUAL, true) / one.others), wrong: mean((one) => many(one, USUAL, false)),
      seconds: seconds(USUAL), best, bestSeconds: seconds(best), byHand: CLICKS * clickS,
      ms: times[Math.floor((times.length - 1) / 2)] ?? NaN,
    };
  });
}
