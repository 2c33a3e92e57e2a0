// Charts, drawn as SVG in the width they have.
const HISTOGRAM = { height: 220, side: 9, top: 16, bottom: 34 };

const across = (value, width) =>
  HISTOGRAM.side + ((value - RANGE.low) / (RANGE.high - RANGE.low)) * (width - 2 * HISTOGRAM.side);

/** About `wanted` round numbers between two values. */
function ticks(low, high, wanted) {
  const raw = (high - low) / wanted;
  const ten = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * ten).find((s) => s >= raw);
  const out = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) out.push(i * step);
  return out;
}

function hatch(id, kind) {
  return make('svg:pattern', { id, width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    make('svg:rect', { width: 5, height: 5, class: `${kind} faint` }),
    make('svg:rect', { width: 2.2, height: 5, class: kind }));
}

function drawHistogram() {
  const host = at('histogram');
  const width = Math.max(host.clientWidth, 240);
  const { height, top, bottom } = HISTOGRAM;
  const bins = EVALUATION.histogram;
  host.hidden = !bins;
  if (!bins) return;
  const most = Math.max(1, ...bins.good);
  const mostBad = Math.max(0, ...bins.bad);
  const room = height - top - bottom;
  const scale = room / (most + mostBad || 1);
  const zero = top + most * scale;
  const tall = (n) => (n ? Math.max(3, n * scale) : 0);
  const bars = { good: [], bad: [] };
  bins.good.forEach((good, i) => {
    const [x, end] = [across(bins.edges[i], width), across(bins.edges[i + 1], width)];
    const box = { x: x + 0.5, width: Math.max(1, end - x - 1) };
    if (good) bars.good.push({ ...box, y: zero - tall(good), height: tall(good) });
    if (bins.bad[i]) bars.bad.push({ ...box, y: zero + 1, height: tall(bins.bad[i]) });
  });
  const group = (side, kind, clip, fill) =>
    make('svg:g', { 'clip-path': `url(#${clip})`, class: fill ? null : side, fill: fill && `url(#${fill})` },
      ...bars[kind].map((box) => make('svg:rect', box)));
  const clip = (id) => make('svg:clipPath', { id }, make('svg:rect', { id: `${id}-box`, y: 0, height }));
  const svg = make('svg:svg', { viewBox: `0 0 ${width} ${height}`, height, role: 'img', id: 'histogram-svg' },
    make('svg:defs', {}, clip('left'), clip('right'), hatch('hatch-good', 'good'), hatch('hatch-bad', 'bad')),
    group('good', 'good', 'left'), group('', 'good', 'right', 'hatch-good'),
    group('', 'bad', 'left', 'hatch-bad'), group('bad', 'bad', 'right'),
    make('svg:line', { class: 'axis', x1: 0, x2: width, y1: zero + 0.5, y2: zero + 0.5 }),
    ...ticks(RANGE.low, RANGE.high, width / 90).flatMap((value) => [
      make('svg:line', { class: 'axis', x1: across(value, width), x2: across(value, width), y1: height - bottom + 4, y2: height - bottom + 8 }),
      make('svg:text', { x: across(value, width), y: height - bottom + 20, 'text-anchor': 'middle' }, String(+value.toPrecision(6))),
    ]),
    make('svg:text', { x: 4, y: 11, class: 'name' }, `${t('chart.pictures')} · ○ ${t('matrix.good')} ≤ ${count(most)}`),
    make('svg:text', { x: 4, y: Math.min(height - bottom - 2, zero + 16), class: 'name' }, mostBad ? `✕ ${t('matrix.bad')} ≤ ${count(mostBad)}` : ''),
    make('svg:text', { x: width - 4, y: height - 2, 'text-anchor': 'end', class: 'name' }, t('chart.score')),
    make('svg:line', { class: 'threshold', id: 'histogram-line', y1: 0, y2: height - bottom + 6 }));
  host.replaceChildren(svg);
  const value = (event) => {
    const box = svg.getBoundingClientRect();
    const inner = box.width - 2 * HISTOGRAM.side;
    const part = (event.clientX - box.left - HISTOGRAM.side) / inner;
    return RANGE.low + Math.min(1, Math.max(0, part)) * (RANGE.high - RANGE.low);
  };
  svg.addEventListener('pointerdown', (event) => {
    svg.setPointerCapture(event.pointerId);
    setThreshold(value(event));
  });
  svg.addEventListener('pointermove', (event) => {
    if (event.buttons & 1) setThreshold(value(event));
    const bin = bins.good.findIndex((_, i) => value(event) >= bins.edges[i] && value(event) < bins.edges[i + 1]);
    if (bin < 0) return hideTip();
    showTip(event, t('chart.histogram.tip', {
      from: score(bins.edges[bin]), to: score(bins.edges[bin + 1]), good: count(bins.good[bin]), bad: count(bins.bad[bin]),
    }));
  });
  svg.addEventListener('pointerleave', hideTip);
}

function moveHistogram() {
  const svg = at('histogram-svg');
  if (!svg) return;
  const width = svg.viewBox.baseVal.width;
  const x = Math.min(width, Math.max(0, across(state.threshold, width)));
  at('left-box').setAttribute('width', x);
  at('right-box').setAttribute('x', x);
  at('right-box').setAttribute('width', Math.max(0, width - x));
  for (const end of ['x1', 'x2']) at('histogram-line').setAttribute(end, x);
  svg.setAttribute('aria-label', t('chart.histogram.label', {
    good: count(GOOD.length), bad: count(BAD.length), threshold: score(state.threshold),
  }));
}

const CURVE = { size: 340, left: 64, right: 20, top: 10, bottom: 44 };
const curveX = (v) => CURVE.left + v * (CURVE.size - CURVE.left - CURVE.right);
const curveY = (v) => CURVE.size - CURVE.bottom - v * (CURVE.size - CURVE.top - CURVE.bottom);

function drawCurve(id, points, xName, yName) {
  const host = at(id);
  if (!points || !points.length) {
    host.replaceChildren(make('p', { class: 'none' }, t('chart.none')));
    return;
  }
  const marks = [0, 0.25, 0.5, 0.75, 1];
  const path = points.map((p, i) => `${i ? 'L' : 'M'}${curveX(p.x).toFixed(2)} ${curveY(p.y).toFixed(2)}`).join('');
  const svg = make('svg:svg', { viewBox: `0 0 ${CURVE.size} ${CURVE.size}`, role: 'img', class: 'curve' },
    ...marks.flatMap((v) => [
      make('svg:line', { class: 'grid', x1: curveX(v), x2: curveX(v), y1: curveY(0), y2: curveY(1) }),
      make('svg:line', { class: 'grid', x1: curveX(0), x2: curveX(1), y1: curveY(v), y2: curveY(v) }),
      make('svg:text', { x: curveX(v), y: curveY(0) + 15, 'text-anchor': 'middle' }, `${v * 100}%`),
      make('svg:text', { x: curveX(0) - 6, y: curveY(v) + 4, 'text-anchor': 'end' }, v ? `${v * 100}%` : ''),
    ]),
    make('svg:text', { class: 'name', x: curveX(0.5), y: CURVE.size - 8, 'text-anchor': 'middle' }, xName),
    make('svg:text', { class: 'name', transform: `translate(14 ${curveY(0.5)}) rotate(-90)`, 'text-anchor': 'middle' }, yName),
    make('svg:path', { class: 'line', d: path }),
    make('svg:circle', { class: 'hover', r: 4, visibility: 'hidden' }),
    make('svg:circle', { class: 'now', r: 6 }));
  const near = (event) => {
    const box = svg.getBoundingClientRect();
    const zoom = CURVE.size / box.width;
    const [px, py] = [(event.clientX - box.left) * zoom, (event.clientY - box.top) * zoom];
    const far = (p) => (curveX(p.x) - px) ** 2 + (curveY(p.y) - py) ** 2;
    return points.reduce((best, p) => (far(p) < far(best) ? p : best));
  };
  const hover = svg.querySelector('.hover');
  svg.addEventListener('pointermove', (event) => {
    const point = near(event);
    hover.setAttribute('cx', curveX(point.x));
    hover.setAttribute('cy', curveY(point.y));
    hover.setAttribute('visibility', 'visible');
    showTip(event, t('chart.tip.threshold', { threshold: score(point.threshold) }), `${xName} ${share(point.x)}`, `${yName} ${share(point.y)}`);
  });
  svg.addEventListener('pointerleave', () => {
    hover.setAttribute('visibility', 'hidden');
    hideTip();
  });
  svg.addEventListener('click', (event) => setThreshold(near(event).threshold));
  host.replaceChildren(svg);
}

function moveCurves(rates) {
  const place = (id, x, y, label) => {
    const svg = at(id).querySelector('svg');
    if (!svg) return;
    const now = svg.querySelector('.now');
    now.setAttribute('visibility', known(x) && known(y) ? 'visible' : 'hidden');
    now.setAttribute('cx', curveX(x || 0));
    now.setAttribute('cy', curveY(y || 0));
    svg.setAttribute('aria-label', label);
  };
  place('roc', rates.overkill, rates.recall,
    t('chart.roc.label', { auroc: score(EVALUATION.auroc), x: share(rates.overkill), y: share(rates.recall) }));
  place('pr', rates.recall, rates.precision,
    t('chart.pr.label', { ap: score(EVALUATION.average_precision), x: share(rates.recall), y: share(rates.precision) }));
}

function showTip(event, ...lines) {
  const tip = at('tip');
  tip.replaceChildren(...lines.map((line) => make('div', {}, line)));
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  const left = Math.min(event.clientX + 14, innerWidth - box.width - 8);
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${event.clientY + 18 + box.height > innerHeight ? event.clientY - box.height - 10 : event.clientY + 18}px`;
}

function hideTip() {
  at('tip').hidden = true;
}
