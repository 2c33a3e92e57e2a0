// The simulated annotator: for each helper, what a person who knows the mask would click, and how well it agrees after each click.

const timed = (times, work) => {
  const begun = performance.now();
  const value = work();
  times.push(performance.now() - begun);
  return value;
};

function boxOf({ mask, size: { width } }) {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  mask.forEach((one, at) => {
    if (!one) return;
    const x = at % width;
    const y = (at - x) / width;
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  });
  return { x: left, y: top, w: right - left + 1, h: bottom - top + 1 };
}

/** The outer outline of the thing, as it is. */
const outlineOf = ({ trace }, { mask, size }) =>
  trace({ x: 0, y: 0, w: size.width, h: size.height, data: mask }).filter((one) => !one.hole).sort((a, b) => b.area - a.area)[0].points;

/** A closed line as a patch, to be compared with the mask. */
function patchOf({ fillRings, bounds, unpack }, points, size) {
  const rle = points.length > 2 ? fillRings([points], size) : null;
  const box = rle && bounds(rle);
  return box ? unpack(rle, box) : null;
}

/** The pixel that lies deepest within what is wrong, and whether it should be inside: where a person would click next. */
function worst(patch, { mask, size: { width, height } }) {
  const own = new Uint8Array(mask.length);
  if (patch) for (let y = 0; y < patch.h; y += 1) own.set(patch.data.subarray(y * patch.w, (y + 1) * patch.w), (patch.y + y) * width + patch.x);
  const deepest = (wrong) => {
    // How far each pixel is from what is right: two sweeps of a chamfer distance.
    const far = Float32Array.from(wrong, (one) => (one ? 1e6 : 0));
    const near = (at, x, y, dx, dy, long) => (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height ? long : Math.min(far[at], far[at + dy * width + dx] + long));
    for (let at = 0; at < far.length; at += 1) {
      const x = at % width;
      const y = (at - x) / width;
      if (far[at]) far[at] = Math.min(near(at, x, y, -1, 0, 1), near(at, x, y, 0, -1, 1), near(at, x, y, -1, -1, 1.4), near(at, x, y, 1, -1, 1.4));
    }
    let [best, most] = [-1, 0];
    for (let at = far.length - 1; at >= 0; at -= 1) {
      const x = at % width;
      const y = (at - x) / width;
      if (far[at]) far[at] = Math.min(far[at], near(at, x, y, 1, 0, 1), near(at, x, y, 0, 1, 1), near(at, x, y, 1, 1, 1.4), near(at, x, y, -1, 1, 1.4));
      if (far[at] > most) [best, most] = [at, far[at]];
    }
    return { at: best, deep: most };
  };
  const missing = deepest(mask.map((one, at) => (one && !own[at] ? 1 : 0)));
  const toomuch = deepest(mask.map((one, at) => (!one && own[at] ? 1 : 0)));
  const found = missing.deep >= toomuch.deep ? { ...missing, inside: true } : { ...toomuch, inside: false };
  return { at: [(found.at % width) + 0.5, Math.floor(found.at / width) + 0.5], inside: found.inside, deep: found.deep };
}

/** Clicks one after the other; the best agreement ends it. */
function clicking(picture, core, { wanted, most }, clicks, step) {
  const times = [];
  let best = { overlap: 0, clicks: most };
  for (let count = clicks; count <= most; ) {
    const { patch, more } = step(times);
    const overlap = core.overlap(patch, picture.mask, picture.size.width);
    if (overlap > best.overlap) best = { overlap, clicks: count };
    if (overlap >= wanted) return { overlap, clicks: count, times };
    count += more(patch);
  }
  return { ...best, times };
}

export const helpers = {
  "by hand: corners of a polygon": (core, picture, { wanted }) => {
    const outline = outlineOf(core, picture);
    // The fewest corners that say it, as a person who chooses them well.
    let best = { overlap: 1, clicks: outline.length, times: [] };
    for (let tolerance = 0.5; tolerance < 60; tolerance *= 1.15) {
      const corners = core.thin(outline, tolerance);
      const overlap = core.overlap(patchOf(core, corners, picture.size), picture.mask, picture.size.width);
      if (overlap >= wanted && corners.length < best.clicks) best = { overlap, clicks: corners.length, times: [] };
    }
    return best;
  },
  "box alone": (core, picture) => {
    const { x, y, w, h } = boxOf(picture);
    const overlap = core.overlap({ x, y, w, h, data: new Uint8Array(w * h).fill(1) }, picture.mask, picture.size.width);
    return { overlap, clicks: 2, times: [] };
  },
  "magic wand": (core, picture, goal) => {
    const desk = new core.Desk(core.cropperOf(picture), picture.size);
    const touches = [worst(null, picture)];
    // The person first turns the wheel, as long as that helps.
    let tolerance = 24;
    let way = 0;
    const score = (value) => core.overlap(desk.wand(touches, value), picture.mask, picture.size.width);
    return clicking(picture, core, goal, 1, (times) => {
      const patch = timed(times, () => desk.wand(touches, tolerance));
      return {
        patch,
        more: () => {
          const now = core.overlap(patch, picture.mask, picture.size.width);
          if (way === 0) way = score(tolerance + 2) >= score(tolerance - 2) ? 2 : -2;
          if (tolerance + way > 0 && tolerance + way < 160 && (score(tolerance + way) > now || score(tolerance + 2 * way) > now)) tolerance += way;
          else touches.push(worst(patch, picture));
          return 1;
        },
      };
    });
  },
  "outline in a box": (core, picture, goal) => {
    const desk = new core.Desk(core.cropperOf(picture), picture.size);
    const { x, y, w, h } = boxOf(picture);
    // A hand leaves a little room.
    const [room, touches] = [Math.max(2, 0.06 * Math.max(w, h)), []];
    const [left, top] = [Math.max(0, x - room), Math.max(0, y - room)];
    const box = { x: left, y: top, w: Math.min(picture.size.width, x + w + room) - left, h: Math.min(picture.size.height, y + h + room) - top };
    return clicking(picture, core, goal, 2, (times) => ({
      patch: timed(times, () => desk.refine(box, touches, Math.max(1, 0.02 * Math.max(w, h)))),
      more: (patch) => {
        touches.push(worst(patch, picture));
        return 1;
      },
    }));
  },
  "edge lasso": (core, picture, { wanted, most }) => {
    const desk = new core.Desk(core.cropperOf(picture), picture.size);
    const outline = outlineOf(core, picture);
    const times = [];
    let best = { overlap: 0, clicks: most };
    const { size } = picture;
    for (let clicks = 2; clicks <= most; clicks += 1) {
      // Corners where the outline is farthest from straight come first, as one would choose them.
      const places = spread(core, outline, clicks);
      const ring = places.flatMap((from, index) => core.wayTo(timed(times, () => desk.trail(from, Math.max(size.width, size.height))), places[(index + 1) % places.length]));
      const overlap = core.overlap(patchOf(core, ring, size), picture.mask, size.width);
      if (overlap > best.overlap) best = { overlap, clicks };
      if (overlap >= wanted) return { overlap, clicks, times, waits: clicks };
    }
    return { ...best, times, waits: best.clicks };
  },
  superpixels: (core, picture, goal) => {
    const desk = new core.Desk(core.cropperOf(picture), picture.size);
    const { w, h } = boxOf(picture);
    const times = [];
    let best = { overlap: 0, clicks: goal.most };
    const all = { x: 0, y: 0, w: picture.size.width, h: picture.size.height };
    // The person first turns the wheel to cells of about a third of the thing, or smaller ones.
    for (const part of [0.7, 0.5, 0.35, 0.25]) {
      const cells = timed(times, () => desk.cells(all, Math.max(5, part * Math.min(w, h))));
      const result = pickCells(core, picture, cells, goal);
      if (result.overlap >= goal.wanted ? result.clicks < best.clicks || best.overlap < goal.wanted : result.overlap > best.overlap) best = result;
    }
    return { ...best, times };
  },
};

/** As many places along a closed line as wanted: its best corners, and where they are too few, between. */
function spread({ thin }, outline, many) {
  for (let tolerance = 0.5; tolerance < 200; tolerance *= 1.12) {
    const corners = thin(outline, tolerance);
    if (corners.length <= many && corners.length >= 2 && corners.length < outline.length) {
      if (corners.length === many) return corners;
      break;
    }
  }
  return Array.from({ length: many }, (_, index) => outline[Math.floor((index * outline.length) / many)]);
}

function pickCells(core, picture, { labels, count, width, height, box }, { wanted, most }) {
  const [inside, all] = [new Int32Array(count), new Int32Array(count)];
  const { mask, size } = picture;
  labels.forEach((label, at) => {
    const x = Math.floor(box.x + (((at % width) + 0.5) * box.w) / width);
    const y = Math.floor(box.y + ((Math.floor(at / width) + 0.5) * box.h) / height);
    all[label] += 1;
    inside[label] += mask[y * size.width + x];
  });
  const total = inside.reduce((sum, one) => sum + one, 0);
  const order = [...inside.keys()].filter((label) => inside[label] * 2 > all[label]).sort((a, b) => 2 * inside[b] - all[b] - (2 * inside[a] - all[a]));
  let [hit, own, best] = [0, 0, { overlap: 0, clicks: most }];
  order.slice(0, most).forEach((label, index) => {
    hit += inside[label];
    own += all[label];
    const overlap = hit / (own + total - hit);
    if (best.overlap < wanted && overlap > best.overlap) best = { overlap, clicks: index + 1 };
  });
  return best;
}
