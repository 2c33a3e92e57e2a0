// Beads of glue: the strip along the path, the width along it with its limits, and why the bead is not sound.
const BEAD = { height: 190, left: 56, right: 12, top: 12, bottom: 40 };
const MOST_BEADS = 12;

const RULES = {
  break: () => t('rule.break'), overflow: () => t('rule.overflow'), narrow: () => t('rule.narrow'), wide: () => t('rule.wide'),
  offset: () => t('rule.offset'), bubble: () => t('rule.bubble'), start: () => t('rule.start'), end: () => t('rule.end'),
  length: () => t('rule.length'), volume: () => t('rule.volume'),
};
const UNITS = { mm: 'mm', mm2: 'mm²', mm3: 'mm³' };
const measured = (value, digits = 3) => (known(value) ? String(+value.toFixed(digits)) : '—');

function drawBeads() {
  const shown = DATA.pictures.filter((picture) => picture.bead)
    .sort((a, b) => PICTURES[b.index].value - PICTURES[a.index].value || a.index - b.index).slice(0, MOST_BEADS);
  at('beads-part').hidden = !shown.length;
  at('beads').replaceChildren(...shown.map(({ index, bead }) => beadCard(PICTURES[index], bead)));
}

function beadCard(picture, { told, limits, strip }) {
  const facts = t('beads.facts', {
    length: measured(told.length_mm), min: measured(told.width_mm.min), mean: measured(told.width_mm.mean),
    max: measured(told.width_mm.max), volume: measured(told.volume_mm3),
  });
  const reason = (r) => make('tr', {},
    make('th', { scope: 'row' }, (RULES[r.rule] || (() => r.rule))()),
    make('td', {}, `${measured(r.value)} ${UNITS[r.unit] || r.unit}`), make('td', {}, `${measured(r.limit)} ${UNITS[r.unit] || r.unit}`),
    make('td', {}, `${measured(r.from_mm, 2)}–${measured(r.to_mm, 2)} mm`), make('td', {}, r.place.map((v) => Math.round(v)).join(', ')));
  return make('article', { class: 'bead' },
    make('h3', {}, make('bdi', {}, picture.path), ' ', ...badges(picture)),
    strip ? make('img', { src: image('s', picture.index), alt: t('beads.strip', { path: picture.path }) }) : null,
    beadChart(told, limits),
    make('p', { class: 'note' }, facts),
    told.reasons.length
      ? make('div', { class: 'scroll' }, tableOf([t('beads.rule'), t('beads.value'), t('beads.limit'), t('beads.along'), t('beads.place')], told.reasons.map(reason)))
      : make('p', { class: 'note' }, t('beads.sound')));
}

function beadChart(told, limits) {
  const { height, left, right, top, bottom } = BEAD;
  const width = 1100;
  const profile = told.width_mm.profile;
  const values = profile.filter(known);
  const high = Math.max(limits[1], ...values) * 1.08;
  const low = Math.max(0, Math.min(limits[0], ...values) * 0.9);
  const x = (mm) => left + (mm / (told.path_mm || 1)) * (width - left - right);
  const y = (mm) => height - bottom - ((mm - low) / (high - low || 1)) * (height - top - bottom);
  let path = '';
  profile.forEach((value, i) => {
    if (!known(value)) return;
    path += `${known(profile[i - 1]) ? 'L' : 'M'}${x(i * told.width_mm.step_mm).toFixed(1)} ${y(value).toFixed(1)}`;
  });
  const line = (mm, kind) => make('svg:line', { class: kind, x1: left, x2: width - right, y1: y(mm), y2: y(mm) });
  const span = (from, to, kind) => make('svg:rect', { class: kind, x: x(from), width: Math.max(2, x(to) - x(from)), y: top, height: height - top - bottom });
  const gaps = told.breaks.map((b) => span(b.from_mm, b.to_mm, 'bad faint'));
  const over = told.overflow.map((o) => span(o.from_mm, o.to_mm, 'odd faint'));
  const bubbles = told.bubbles.map((b) => make('svg:circle', { class: 'bad', cx: x(b.at_mm), cy: top + 6, r: 4 }));
  const ends = { path: measured(told.path_mm), low: measured(limits[0]), high: measured(limits[1]) };
  return make('svg:svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', class: 'width', 'aria-label': t('beads.chart', ends) },
    ...gaps, ...over,
    ...ticks(low, high, 4).flatMap((mm) => [line(mm, 'grid'), make('svg:text', { x: left - 6, y: y(mm) + 4, 'text-anchor': 'end' }, measured(mm, 4))]),
    ...ticks(0, told.path_mm || 1, 10).map((mm) => make('svg:text', { x: x(mm), y: height - bottom + 15, 'text-anchor': 'middle' }, measured(mm, 4))),
    line(limits[0], 'threshold'), line(limits[1], 'threshold'),
    make('svg:path', { class: 'line', d: path }), ...bubbles,
    make('svg:text', { class: 'name', x: left + 4, y: top + 2 }, t('beads.width')),
    make('svg:text', { class: 'name', x: width - right, y: height - 6, 'text-anchor': 'end' }, t('beads.path')));
}
