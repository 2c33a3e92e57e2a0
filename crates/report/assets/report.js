// Puts the parts together: the head, the threshold and the language.
function draw() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const node of document.querySelectorAll('[data-i18n]')) node.textContent = t(node.dataset.i18n);
  for (const node of document.querySelectorAll('[data-i18n-label]')) node.setAttribute('aria-label', t(node.dataset.i18nLabel));
  for (const node of document.querySelectorAll('[data-i18n-title]')) node.title = t(node.dataset.i18nTitle);
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  }
  drawHead();
  drawHistogram();
  drawCurve('roc', EVALUATION.roc, t('chart.axis.overkill'), t('chart.axis.found'));
  drawCurve('pr', EVALUATION.pr, t('chart.axis.found'), t('chart.axis.precision'));
  drawConfusion();
  drawBeads();
  drawSizes();
  drawBoxes();
  drawReadings();
  drawTiming();
  drawFacts();
  drawSkipped();
  drawFilters();
  listedAs = '';
  follow();
  if (at('view').open) drawView();
}

const TASKS = {
  anomaly: () => t('task.anomaly'),
  classify: () => t('task.classify'),
  segment: () => t('task.segment'),
  components: () => t('task.components'),
  compare: () => t('task.compare'),
  read: () => t('task.read'),
  glue: () => t('task.glue'),
};
const taskName = (task) => (TASKS[task] || (() => task))();

function day(text) {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

function drawHead() {
  const { model } = EVALUATION;
  at('title').textContent = DATA.title;
  const facts = [t('page.kind'), model.name, taskName(model.task), model.created && day(model.created)];
  at('subtitle').textContent = facts.filter(Boolean).join(' · ');
}

/** Of classes they are the evaluation's; of verdicts they follow the threshold. */
function accuracies(rates) {
  if (EVALUATION.confusion) {
    return [[t('head.class_accuracy'), EVALUATION.accuracy, share], [t('head.class_balanced'), EVALUATION.balanced_accuracy, share]];
  }
  const all = GOOD.length + BAD.length;
  const parts = [rates.overkill, rates.escape].filter(known);
  const wrong = parts.reduce((a, b) => a + b, 0) / parts.length;
  return [
    [t('head.accuracy'), all ? 1 - (rates.overkilled + rates.escaped) / all : null, share],
    [t('head.balanced'), 1 - wrong, share],
  ];
}

function drawMeasures(rates) {
  const pixel = EVALUATION.pixel || {};
  const interval = EVALUATION.auroc_interval;
  const measures = [
    [t('head.auroc'), EVALUATION.auroc, score, interval && t('head.interval', { low: score(interval[0]), high: score(interval[1]) }), t('head.auroc.note')],
    [t('head.ap'), EVALUATION.average_precision, score],
    ...accuracies(rates),
    [t('head.pixel_auroc'), pixel.auroc, score],
    [t('head.pro'), pixel.pro, score],
    [t('head.iou'), pixel.mean_iou, score],
  ].filter(([, value]) => known(value));
  at('measures').replaceChildren(...measures.map(([name, value, show, below, note]) =>
    make('div', { title: note }, make('dt', {}, name), make('dd', {}, show(value), below ? make('small', {}, below) : null))));
  at('measures').hidden = !measures.length;
}

function drawVerdict(rates) {
  const moved = state.threshold !== EVALUATION.threshold;
  at('verdict-note').textContent = moved ? t('head.at_moved', { threshold: score(EVALUATION.threshold) }) : t('head.at_model');
  const overkill = wilson(rates.overkilled, GOOD.length);
  const escape = wilson(rates.escaped, BAD.length);
  const thousand = (value) => count(Math.round(value * 1000));
  const words = (rate, [low, high]) => ({ n: thousand(rate), low: thousand(low), high: thousand(high) });
  const ends = ([low, high]) => t('head.interval', { low: share(low), high: share(high) });
  const fill = (id, rate, lines) => at(id).replaceChildren(
    make('strong', {}, share(rate)), ...lines.map((line) => make('span', {}, line)));
  fill('overkill', rates.overkill, GOOD.length
    ? [t('head.overkill.count', { n: count(rates.overkilled), all: count(GOOD.length) }), ends(overkill), t('head.overkill.words', words(rates.overkill, overkill))]
    : [t('head.no_good')]);
  fill('escape', rates.escape, BAD.length
    ? [t('head.escape.count', { n: count(rates.escaped), all: count(BAD.length) }), ends(escape), t('head.escape.words', words(rates.escape, escape))]
    : [t('head.no_bad')]);
}

function drawControl(rates) {
  const slider = at('slider');
  slider.value = state.threshold;
  slider.setAttribute('aria-valuetext', t('control.value.text', {
    threshold: score(state.threshold), overkill: share(rates.overkill), escape: share(rates.escape),
  }));
  if (document.activeElement !== at('value')) at('value').value = state.threshold.toFixed(4);
  at('now-overkill').textContent = `${share(rates.overkill)} (${count(rates.overkilled)}/${count(GOOD.length)})`;
  at('now-escape').textContent = `${share(rates.escape)} (${count(rates.escaped)}/${count(BAD.length)})`;
  const both = GOOD.length > 0 && BAD.length > 0;
  at('cost').disabled = at('best').disabled = !both;
  at('reset').disabled = state.threshold === EVALUATION.threshold;
  at('cost-sum').textContent = both
    ? t('control.cost.sum', {
      escaped: count(rates.escaped), cost: count(state.cost), overkilled: count(rates.overkilled),
      sum: count(rates.escaped * state.cost + rates.overkilled),
    })
    : t('control.cost.none');
}

/** Everything that follows the threshold. */
function follow() {
  const rates = ratesAt(state.threshold);
  drawVerdict(rates);
  drawMeasures(rates);
  drawControl(rates);
  moveHistogram();
  moveCurves(rates);
  drawMatrix(rates);
  drawClasses();
  drawGallery(false);
  reachScrolled();
}

/** What scrolls must be reachable by keyboard. */
function reachScrolled() {
  for (const box of document.querySelectorAll('.scroll')) {
    if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
}

let waiting = false;
function setThreshold(threshold) {
  if (!Number.isFinite(threshold)) return;
  state.threshold = threshold;
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    follow();
  });
}

function sliderKeys(event) {
  const step = ((RANGE.high - RANGE.low) / 200) * (event.shiftKey ? 0.05 : 1);
  const moves = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageDown: -10 * step, PageUp: 10 * step };
  const ends = { Home: RANGE.low, End: RANGE.high };
  const next = event.key in moves ? state.threshold + moves[event.key] : ends[event.key];
  if (next === undefined) return;
  event.preventDefault();
  setThreshold(Math.min(RANGE.high, Math.max(RANGE.low, next)));
}

function drawFacts() {
  const { model, data, threshold } = EVALUATION;
  const rows = [
    [t('facts.model'), model.name],
    [t('facts.task'), taskName(model.task)],
    [t('facts.created'), model.created && day(model.created)],
    [t('facts.size'), model.size && `${model.size[0]} × ${model.size[1]} px`],
    [t('facts.classes'), (model.classes || []).map((klass) => klass.name).join(', ')],
    [t('facts.threshold'), score(threshold)],
    [t('facts.root'), data.root],
    [t('facts.pictures'), t('facts.pictures.value', { all: count(data.pictures), good: count(data.good), bad: count(data.bad) })],
  ].filter(([, value]) => value);
  at('facts').replaceChildren(...rows.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]));
  at('licence').hidden = !DATA.licence_note;
  at('licence').textContent = DATA.licence_note ? `${t('foot.licence')}: ${DATA.licence_note}` : '';
}

function drawSkipped() {
  const skipped = EVALUATION.data.skipped || [];
  at('skipped-part').hidden = !skipped.length;
  at('skipped-count').textContent = t('skipped.count', { n: count(skipped.length) });
  const line = (file) => make('tr', {}, make('th', { scope: 'row' }, file.path), make('td', { class: 'text' }, file.reason));
  at('skipped').replaceChildren(tableOf([t('skipped.path'), t('skipped.reason')], skipped.map(line), { class: 'words' }));
}

function drawFilters() {
  const option = (value, name, chosen) => make('option', { value, selected: value === chosen }, name);
  const names = [...new Set(PICTURES.map((picture) => picture.truth).filter(Boolean))].sort((a, b) => a.localeCompare(b, language));
  at('class').replaceChildren(option('', t('gallery.class.all'), state.klass), ...names.map((name) => option(name, name, state.klass)));
  at('sort').replaceChildren(
    option('worst', t('gallery.sort.worst'), state.sort), option('high', t('gallery.sort.high'), state.sort),
    option('low', t('gallery.sort.low'), state.sort), option('path', t('gallery.sort.path'), state.sort));
  at('class-part').hidden = !names.length;
  const some = (what) => DATA.pictures.some((picture) => picture[what]);
  for (const node of document.querySelectorAll('.heat-control')) node.hidden = !some('heat');
  at('truth-part').hidden = !some('truth');
}

function setHeat(value) {
  state.heat = Number(value);
  document.body.style.setProperty('--heat', state.heat / 100);
  for (const slider of document.querySelectorAll('.heat-slider')) {
    slider.value = state.heat;
    slider.setAttribute('aria-valuetext', `${state.heat}%`);
  }
}

function start() {
  const slider = at('slider');
  [slider.min, slider.max] = [RANGE.low, RANGE.high];
  slider.addEventListener('input', () => setThreshold(Number(slider.value)));
  slider.addEventListener('keydown', sliderKeys);
  at('value').addEventListener('change', (event) => setThreshold(parseFloat(event.target.value)));
  at('value').addEventListener('blur', follow);
  at('cost').addEventListener('input', (event) => {
    const cost = parseFloat(event.target.value);
    if (!(cost > 0)) return;
    state.cost = cost;
    setThreshold(cheapest(cost));
  });
  at('best').addEventListener('click', () => setThreshold(cheapest(state.cost)));
  at('reset').addEventListener('click', () => setThreshold(EVALUATION.threshold));
  for (const heat of document.querySelectorAll('.heat-slider')) heat.addEventListener('input', () => setHeat(heat.value));
  at('truth').addEventListener('change', (event) => document.body.classList.toggle('no-truth', !event.target.checked));
  for (const [id, field] of [['sort', 'sort'], ['class', 'klass']]) {
    at(id).addEventListener('change', (event) => {
      state[field] = event.target.value;
      state.page = 0;
      drawGallery();
    });
  }
  at('tabs').addEventListener('keydown', tabKeys);
  at('page-previous').addEventListener('click', () => turnPage(-1));
  at('page-next').addEventListener('click', () => turnPage(1));
  at('view').addEventListener('keydown', viewKeys);
  at('view').addEventListener('close', closeView);
  at('view').addEventListener('click', (event) => event.target === at('view') && at('view').close());
  at('view-close').addEventListener('click', () => at('view').close());
  at('view-previous').addEventListener('click', () => stepView(-1));
  at('view-next').addEventListener('click', () => stepView(1));
  for (const button of document.querySelectorAll('[data-language]')) {
    button.addEventListener('click', () => {
      language = button.dataset.language;
      draw();
    });
  }
  const legend = DATA.heat_colours.map((colour) => `rgb(${colour})`).join(', ');
  document.body.style.setProperty('--legend', `linear-gradient(90deg, ${legend})`);
  setHeat(state.heat);
  const rates = ratesAt(state.threshold);
  state.tab = rates.escaped ? 'escape' : rates.overkilled ? 'overkill' : 'all';
  draw();
  new ResizeObserver(() => {
    drawHistogram();
    moveHistogram();
    reachScrolled();
  }).observe(at('histogram-box'));
}

// The images stand after this script, so the gallery waits for the whole file.
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
else start();
