// What the page knows, and the rules over it. They are those of `fovea_domain::quality`.
const DATA = JSON.parse(document.getElementById('data').textContent);
const EVALUATION = DATA.evaluation;
// Somebody may have chosen another threshold since; whoever hands the page out writes it in.
const chosenSince = parseFloat(document.documentElement.dataset.threshold);
if (Number.isFinite(chosenSince)) EVALUATION.threshold = chosenSince;
const SHOWN = new Map(DATA.pictures.map((picture) => [picture.index, picture]));
// A score that is not a number was written as null; it lies below every threshold.
const PICTURES = EVALUATION.pictures.map((picture, index) => ({
  ...picture,
  index,
  value: known(picture.score) ? picture.score : -Infinity,
  wrong: Boolean(picture.truth && picture.class && picture.truth !== picture.class),
}));
const HAS_CLASSES = PICTURES.some((picture) => picture.class);
const GOOD = PICTURES.filter((picture) => !picture.bad).map((picture) => picture.value).sort((a, b) => a - b);
const BAD = PICTURES.filter((picture) => picture.bad).map((picture) => picture.value).sort((a, b) => a - b);

const state = {
  threshold: EVALUATION.threshold,
  cost: 20,
  tab: 'all',
  page: 0,
  sort: 'worst',
  klass: '',
  heat: 50,
  truth: true,
  classSort: { column: 'bad', down: true },
  open: -1,
};

/** What the slider spans: all scores and the model's threshold, with some room. */
const RANGE = (() => {
  const values = PICTURES.map((picture) => picture.value).filter(Number.isFinite);
  if (known(EVALUATION.threshold)) values.push(EVALUATION.threshold);
  if (!values.length) return { low: 0, high: 1 };
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const room = (high - low) * 0.03 || Math.abs(high) * 0.1 || 0.1;
  return { low: low - room, high: high + room };
})();

/** How many of the sorted values lie below the threshold. */
function below(sorted, threshold) {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle] < threshold) from = middle + 1;
    else to = middle;
  }
  return from;
}

function ratesAt(threshold) {
  const overkilled = GOOD.length - below(GOOD, threshold);
  const escaped = below(BAD, threshold);
  const found = BAD.length - escaped;
  return {
    overkilled,
    escaped,
    found,
    overkill: GOOD.length ? overkilled / GOOD.length : null,
    escape: BAD.length ? escaped / BAD.length : null,
    recall: BAD.length ? found / BAD.length : null,
    precision: found + overkilled ? found / (found + overkilled) : null,
  };
}

/** The 95 % interval of a share after Wilson. */
function wilson(part, all) {
  if (!all) return [0, 1];
  const z2 = 1.959963984540054 ** 2;
  const p = part / all;
  const scale = 1 + z2 / all;
  const middle = (p + z2 / (2 * all)) / scale;
  const half = Math.sqrt(z2 * ((p * (1 - p)) / all + z2 / (4 * all * all))) / scale;
  return [part === 0 ? 0 : Math.max(0, middle - half), part === all ? 1 : Math.min(1, middle + half)];
}

/** The threshold, half way between neighbouring scores, at which overkills plus escapes cost least. */
function cheapest(cost) {
  const levels = [...new Set([...GOOD, ...BAD].filter(Number.isFinite))].sort((a, b) => a - b);
  if (!levels.length) return state.threshold;
  const top = levels[levels.length - 1];
  const cuts = levels.map((level, i) => (i ? (levels[i - 1] + level) / 2 : level));
  cuts.push(top + ((top - levels[0]) / 20 || Math.abs(top) * 0.01 || 0.01));
  let best = null;
  for (const threshold of cuts) {
    const { overkilled, escaped } = ratesAt(threshold);
    const sum = escaped * cost + overkilled;
    if (!best || sum < best.sum || (sum === best.sum && escaped < best.escaped)) best = { threshold, sum, escaped };
  }
  return best.threshold;
}

const isNg = (picture) => picture.value >= state.threshold;
const mistake = (picture) => (isNg(picture) === picture.bad ? null : picture.bad ? 'escape' : 'overkill');

/** The image of a picture's layer ('p', 'h' or 't') as data: address, or null. */
function image(layer, index) {
  const holder = document.getElementById(layer + index);
  return holder && holder.textContent;
}

/** An element; attributes that are null or false are left out, text children stay text. */
function make(tag, attributes = {}, ...children) {
  const drawn = tag.startsWith('svg:');
  const node = drawn
    ? document.createElementNS('http://www.w3.org/2000/svg', tag.slice(4))
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const at = (id) => document.getElementById(id);

const SIGNS = {
  ok: () => make('span', { class: 'sign ok' }, '○ OK'),
  ng: () => make('span', { class: 'sign ng' }, '✕ NG'),
  good: () => make('span', { class: 'sign ok' }, '○ ' + t('matrix.good')),
  bad: () => make('span', { class: 'sign ng' }, '✕ ' + t('matrix.bad')),
  escape: () => make('span', { class: 'sign escape' }, '▲ ' + t('sign.escape')),
  overkill: () => make('span', { class: 'sign overkill' }, '◆ ' + t('sign.overkill')),
  wrong: () => make('span', { class: 'sign wrong' }, '≠ ' + t('sign.wrong')),
};
