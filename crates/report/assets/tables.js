// Tables: those that follow the threshold and those that do not.
function tableOf(heads, rows, attributes = {}) {
  return make('table', attributes,
    make('thead', {}, make('tr', {}, ...heads.map((head) => (head instanceof Node ? head : make('th', { scope: 'col' }, head))))),
    make('tbody', {}, ...rows));
}

function drawMatrix(rates) {
  const cell = (n, all, wrong) =>
    make('td', { class: wrong ? (n ? 'cell miss' : 'cell') : 'cell hit' },
      make('strong', {}, count(n)), make('small', {}, all ? share(n / all) : '—'),
      make('span', { class: 'what' }, wrong ? SIGNS[wrong]() : `✓ ${t('matrix.right')}`));
  const row = (kind, all, ok, ng) => make('tr', {}, make('th', { scope: 'row' }, SIGNS[kind](), make('small', {}, count(all))), ok, ng);
  at('matrix').replaceChildren(tableOf(
    [`${t('matrix.truth')} \\ ${t('matrix.verdict')}`, make('th', { scope: 'col' }, SIGNS.ok()), make('th', { scope: 'col' }, SIGNS.ng())],
    [
      row('good', GOOD.length, cell(GOOD.length - rates.overkilled, GOOD.length), cell(rates.overkilled, GOOD.length, 'overkill')),
      row('bad', BAD.length, cell(rates.escaped, BAD.length, 'escape'), cell(rates.found, BAD.length)),
    ], { class: 'matrix' }));
}

function drawConfusion() {
  const confusion = EVALUATION.confusion;
  at('confusion-part').hidden = !confusion;
  if (!confusion) return;
  const { labels, matrix } = confusion;
  const rows = matrix.map((cells, truth) => {
    const all = cells.reduce((a, b) => a + b, 0);
    return make('tr', {}, make('th', { scope: 'row' }, labels[truth]), ...cells.map((n, predicted) => {
      const cell = make('td', {
        class: truth === predicted ? 'right' : n ? 'off' : null,
        title: t('confusion.tip', { truth: labels[truth], predicted: labels[predicted], n: count(n), share: all ? share(n / all) : '—' }),
      }, n ? count(n) : '·');
      cell.style.setProperty('--part', all ? n / all : 0);
      return cell;
    }));
  });
  const corner = make('th', { scope: 'col', class: 'corner' }, `${t('matrix.truth')} \\ ${t('view.class')}`);
  const heads = labels.map((label) => make('th', { scope: 'col' }, label));
  at('confusion').replaceChildren(tableOf([corner, ...heads], rows, { class: 'confusion' }));
}

/** One row a class: from the pictures' truth, with what the evaluation says of the class. */
function classRows() {
  const rows = new Map();
  const row = (name, bad) => {
    if (!rows.has(name)) rows.set(name, { name, bad, pictures: 0, ng: 0 });
    return rows.get(name);
  };
  for (const picture of PICTURES) {
    if (!picture.truth) continue;
    const entry = row(picture.truth, picture.bad);
    entry.pictures += 1;
    entry.ng += isNg(picture) ? 1 : 0;
  }
  for (const result of EVALUATION.classes || []) {
    const declared = EVALUATION.model.classes.find((klass) => klass.name === result.name);
    const entry = row(result.name, declared ? !declared.good : null);
    if (HAS_CLASSES) [entry.recall, entry.precision] = [result.recall, result.precision];
    entry.iou = result.iou;
    entry.pixels = result.pixels && result.pixels.truth;
  }
  for (const entry of rows.values()) {
    entry.ok = entry.pictures - entry.ng;
    entry.right = entry.pictures ? (entry.bad ? entry.ng : entry.ok) / entry.pictures : null;
  }
  return [...rows.values()];
}

function drawClasses() {
  const rows = classRows();
  if (!rows.length) {
    at('classes').replaceChildren(make('p', { class: 'none' }, t('classes.none')));
    return;
  }
  const columns = [
    { key: 'name', head: t('classes.name'), text: true, show: (r) => r.name },
    { key: 'bad', head: t('classes.kind'), text: true, show: (r) => (r.bad === null ? '—' : SIGNS[r.bad ? 'bad' : 'good']()) },
    { key: 'pictures', head: t('classes.pictures'), show: (r) => count(r.pictures) },
    { key: 'ok', head: t('classes.ok'), show: (r) => count(r.ok) },
    { key: 'ng', head: t('classes.ng'), show: (r) => count(r.ng) },
    { key: 'right', head: t('classes.right'), show: (r) => bar(r.right) },
    { key: 'recall', head: t('classes.recall'), show: (r) => share(r.recall) },
    { key: 'precision', head: t('classes.precision'), show: (r) => share(r.precision) },
    { key: 'iou', head: t('classes.iou'), show: (r) => (known(r.iou) ? r.iou.toFixed(2) : '—') },
    { key: 'pixels', head: t('classes.pixels'), show: (r) => (known(r.pixels) ? count(r.pixels) : '—') },
  ].filter((column) => rows.some((r) => r[column.key] !== undefined && r[column.key] !== null));
  const { column: by, down } = state.classSort;
  const order = (a, b) => (typeof a === 'string' ? a.localeCompare(b, language) : (known(+a) ? +a : -1) - (known(+b) ? +b : -1));
  rows.sort((a, b) => (down ? -1 : 1) * order(a[by], b[by]) || a.name.localeCompare(b.name, language));
  const heads = columns.map((column) => {
    const sorted = column.key === by;
    const press = () => {
      state.classSort = { column: column.key, down: sorted ? !down : !column.text };
      drawClasses();
      at(`sort-${column.key}`).focus();
    };
    return make('th', { scope: 'col', class: column.text ? 'text' : null, 'aria-sort': sorted ? (down ? 'descending' : 'ascending') : null },
      make('button', { type: 'button', id: `sort-${column.key}`, onclick: press }, column.head, make('span', { 'aria-hidden': 'true', class: 'arrow' }, sorted ? (down ? '▾' : '▴') : '')));
  });
  const line = (r) => make('tr', {}, ...columns.map((column, i) =>
    make(i ? 'td' : 'th', { scope: i ? null : 'row', class: column.text ? 'text' : null }, column.show(r))));
  const focused = document.activeElement && document.activeElement.id;
  at('classes').replaceChildren(tableOf(heads, rows.map(line), { class: 'sortable' }));
  if (focused && focused.startsWith('sort-') && at(focused)) at(focused).focus();
}

/** A share as number and bar, with a thin line over its interval where counts are given. */
function bar(value, part, all) {
  const track = make('span', { class: 'track', 'aria-hidden': 'true' }, make('i', { class: 'fill' }));
  track.firstChild.style.width = `${(value || 0) * 100}%`;
  if (all) {
    const [low, high] = wilson(part, all);
    const whisker = make('i', { class: 'whisker' });
    whisker.style.left = `${low * 100}%`;
    whisker.style.width = `${(high - low) * 100}%`;
    track.append(whisker);
  }
  return make('span', { class: 'bar' }, track, make('span', { class: 'figure' }, share(value)));
}

function drawSizes() {
  const steps = EVALUATION.by_size || [];
  at('size-part').hidden = !steps.length;
  const line = (step) => make('tr', {}, make('th', { scope: 'row' }, step.label),
    make('td', {}, step.defects ? bar(step.found / step.defects, step.found, step.defects) : '—'),
    make('td', {}, `${count(step.found)} / ${count(step.defects)}`));
  at('sizes').replaceChildren(tableOf([t('size.size'), t('size.found'), t('size.count')], steps.map(line)));
}

function drawTiming() {
  const timing = EVALUATION.timing;
  at('timing-part').hidden = !timing;
  if (!timing) return;
  const line = (name, spread) => make('tr', {}, make('th', { scope: 'row' }, name), make('td', {}, millis(spread.mean)), make('td', {}, millis(spread.p99)));
  at('timing').replaceChildren(
    tableOf([t('timing.step'), t('timing.mean'), t('timing.p99')], [
      line(t('timing.decode'), timing.decode_ms), line(t('timing.run'), timing.run_ms), line(t('timing.total'), timing.total_ms),
    ]),
    make('p', {}, t('timing.rate', { n: count(Math.round(timing.pictures_per_second * 10) / 10) })));
}

/** What a model that tells boxes is worth by them; of the measure of COCO where it has it. */
function drawBoxes() {
  const boxes = EVALUATION.detection;
  at('boxes-part').hidden = !boxes;
  if (!boxes) return;
  const { coco, at_threshold: told } = boxes;
  at('boxes-note').textContent = t('boxes.note', {
    marked: count(boxes.marked), overlap: share(boxes.iou), recall: share(told.recall), precision: share(told.precision),
  });
  const columns = [t('boxes.of'), t('boxes.marked'), 'AP50', 'AP50:95', t('classes.recall'), t('classes.precision')];
  const kind = (k, n) => [k.name, k.marked, coco ? coco.kinds[n].ap50 : k.average_precision, coco && coco.kinds[n].ap50_95, k.recall, k.precision];
  const names = { small: t('boxes.small'), medium: t('boxes.medium'), large: t('boxes.large') };
  const sizes = coco ? coco.sizes.map((s) => [names[s.name] || s.name, s.marked, s.map50, s.map50_95, null, null]) : [];
  const all = [t('boxes.all'), boxes.marked, coco ? coco.map50 : boxes.mean_average_precision, coco && coco.map50_95, told.recall, told.precision];
  const row = ([name, marked, ...shares]) => make('tr', {}, make('th', { scope: 'row' }, name), make('td', {}, count(marked)),
    ...shares.map((value) => make('td', {}, share(value))));
  at('boxes').replaceChildren(tableOf(columns, [all, ...boxes.kinds.map(kind), ...sizes].map(row)));
}

/** Texts that are drawn: all that are wrong come first, so of many only right ones are left out. */
const MOST_READINGS = 300;

function drawReadings() {
  const reading = EVALUATION.reading;
  at('readings-part').hidden = !reading;
  if (!reading) return;
  const [low, high] = reading.exact_interval;
  at('readings-note').textContent = t('readings.note', {
    right: count(reading.right), all: count(reading.texts), exact: share(reading.exact), low: share(low), high: share(high),
    signs: share(reading.character_error),
  });
  const places = new Map(EVALUATION.pictures.map((picture, index) => [picture.path, index]));
  const row = (judged) => {
    const picture = image('p', places.get(judged.picture));
    return make('tr', {},
      make('td', {}, picture ? make('img', { src: picture, alt: '', class: 'reading', loading: 'lazy' }) : null),
      make('td', {}, make('code', {}, judged.wanted)),
      make('td', { class: judged.right ? null : 'off' }, make('code', {}, judged.read || '—')),
      make('td', {}, judged.right ? '✓' : count(judged.edits)),
      make('td', {}, score(judged.score)),
      make('td', {}, judged.picture));
  };
  const heads = [t('readings.picture'), t('readings.wanted'), t('readings.read'), t('readings.edits'), t('readings.score'), t('readings.file')];
  at('readings').replaceChildren(tableOf(heads, reading.judged.slice(0, MOST_READINGS).map(row)));
}
