// The gallery: tabs by kind of mistake, 48 pictures a page, and the enlarged view.
const PER_PAGE = 48;
let listed = [];
let listedAs = '';

const TABS = [
  { id: 'escape', name: () => t('gallery.escape'), none: () => t('gallery.none.escape'), has: (p) => mistake(p) === 'escape' },
  { id: 'overkill', name: () => t('gallery.overkill'), none: () => t('gallery.none.overkill'), has: (p) => mistake(p) === 'overkill' },
  { id: 'wrong', name: () => t('gallery.wrong'), none: () => t('gallery.none.wrong'), has: (p) => p.wrong },
  { id: 'all', name: () => t('gallery.all'), none: () => t('gallery.none.all'), has: () => true },
].filter((tab) => tab.id !== 'wrong' || HAS_CLASSES);

const inClass = (picture) => !state.klass || picture.truth === state.klass;

const ORDERS = {
  // How far on the wrong side of the threshold, those on the right side last.
  worst: (a, b) => badness(b) - badness(a) || a.index - b.index,
  high: (a, b) => (b.value === a.value ? a.index - b.index : b.value - a.value),
  low: (a, b) => (b.value === a.value ? a.index - b.index : a.value - b.value),
  path: (a, b) => a.path.localeCompare(b.path, undefined, { numeric: true }),
};

function badness(picture) {
  const value = Math.max(picture.value, RANGE.low);
  return picture.bad ? state.threshold - value : value - state.threshold;
}

function drawTabs() {
  const counts = TABS.map((tab) => PICTURES.filter((p) => inClass(p) && tab.has(p)).length);
  const focused = document.activeElement && document.activeElement.id;
  at('tabs').replaceChildren(...TABS.map((tab, i) => make('button', {
    type: 'button', role: 'tab', id: `tab-${tab.id}`, class: `tab ${tab.id}`, 'aria-controls': 'panel',
    'aria-selected': String(tab.id === state.tab), tabindex: tab.id === state.tab ? 0 : -1,
    onclick: () => chooseTab(tab.id),
  }, tab.name(), make('span', { class: 'count' }, count(counts[i])))));
  if (focused && focused.startsWith('tab-') && at(focused)) at(focused).focus();
}

function chooseTab(id) {
  state.tab = id;
  state.page = 0;
  drawGallery();
}

function tabKeys(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const now = TABS.findIndex((tab) => tab.id === state.tab);
  chooseTab(TABS[(now + step + TABS.length) % TABS.length].id);
  at(`tab-${state.tab}`).focus();
}

/** Fills the tabs, and the grid where it would hold other pictures or signs than before. */
function drawGallery(always = true) {
  drawTabs();
  const rates = ratesAt(state.threshold);
  const as = [state.tab, state.sort, state.klass, state.page, rates.overkilled, rates.escaped].join();
  if (!always && as === listedAs) return;
  const tab = TABS.find((other) => other.id === state.tab);
  listed = PICTURES.filter((p) => inClass(p) && tab.has(p)).sort(ORDERS[state.sort]);
  const pages = Math.max(1, Math.ceil(listed.length / PER_PAGE));
  state.page = Math.min(state.page, pages - 1);
  listedAs = [state.tab, state.sort, state.klass, state.page, rates.overkilled, rates.escaped].join();
  const from = state.page * PER_PAGE;
  const page = listed.slice(from, from + PER_PAGE);
  at('grid').replaceChildren(...page.map((picture, i) => card(picture, from + i)));
  at('panel').setAttribute('aria-labelledby', `tab-${state.tab}`);
  at('none').hidden = listed.length > 0;
  at('none').textContent = tab.none();
  at('pages').hidden = pages < 2;
  at('page-previous').disabled = state.page === 0;
  at('page-next').disabled = state.page >= pages - 1;
  at('page-place').textContent = t('gallery.page', { from: count(from + 1), to: count(from + page.length), all: count(listed.length) });
}

function turnPage(step) {
  state.page += step;
  drawGallery();
  at('gallery-title').scrollIntoView({ block: 'start' });
}

/** The picture with its layers; without an image a word instead. */
function layers(picture, name) {
  const shown = SHOWN.get(picture.index);
  if (!shown) return make('span', { class: 'layers empty' }, t('gallery.no_image'));
  const layer = (kind, attributes) => make('img', { decoding: 'async', src: image(kind, picture.index), ...attributes });
  return make('span', { class: 'layers' },
    layer('p', { alt: name }),
    shown.heat ? layer('h', { alt: '', class: 'heat' }) : null,
    shown.truth ? layer('t', { alt: '', class: shown.mask ? 'truth mask' : 'truth' }) : null);
}

function badges(picture) {
  const kind = mistake(picture);
  return [SIGNS[isNg(picture) ? 'ng' : 'ok'](), kind && SIGNS[kind](), picture.wrong ? SIGNS.wrong() : null].filter(Boolean);
}

const truthOf = (picture) => picture.truth || (picture.bad ? t('matrix.bad') : t('matrix.good'));

function card(picture, place) {
  const verdict = isNg(picture) ? 'NG' : 'OK';
  const label = t('gallery.open', { path: picture.path, score: score(picture.score), verdict });
  return make('li', { class: `card ${mistake(picture) || (picture.wrong ? 'wrong' : '')}` },
    make('button', { type: 'button', class: 'open', 'aria-label': SHOWN.has(picture.index) ? label : `${label} ${t('gallery.no_image')}`, onclick: () => openView(place) }, layers(picture, '')),
    make('div', { class: 'signs' }, ...badges(picture), make('span', { class: 'score' }, score(picture.score))),
    make('div', { class: 'about' }, t('gallery.truth_is', { truth: truthOf(picture) }),
      picture.class ? ` · ${t('gallery.class_is', { class: picture.class })}` : ''),
    make('div', { class: 'path', title: picture.path }, make('bdi', {}, picture.path)));
}

function openView(place) {
  state.open = place;
  drawView();
  if (!at('view').open) at('view').showModal();
}

function drawView() {
  const picture = listed[state.open];
  if (!picture) return;
  const margin = picture.value - state.threshold;
  const row = (name, ...value) => [make('dt', {}, name), make('dd', {}, ...value)];
  const scores = Object.entries(picture.scores || {}).sort((a, b) => b[1] - a[1]);
  at('view-picture').replaceChildren(layers(picture, picture.path));
  at('view-place').textContent = t('view.place', { n: count(state.open + 1), all: count(listed.length) });
  at('view-facts').replaceChildren(
    make('p', { class: 'signs' }, ...badges(picture)),
    make('p', { class: 'whole' }, picture.path),
    make('dl', {},
      ...row(t('view.score'), score(picture.score)),
      ...row(t('view.margin'), Number.isFinite(margin) ? (margin >= 0 ? '+' : '−') + score(Math.abs(margin)) : '—'),
      ...row(t('view.truth'), truthOf(picture)),
      ...row(t('view.verdict'), SIGNS[isNg(picture) ? 'ng' : 'ok']()),
      ...(picture.class ? row(t('view.class'), picture.class) : [])),
    ...(scores.length ? [make('h3', {}, t('view.scores')), tableOf([t('classes.name'), t('view.score')],
      scores.map(([name, value]) => make('tr', {}, make('th', { scope: 'row' }, name), make('td', {}, scoreBar(value)))))] : []));
  at('view-previous').disabled = state.open === 0;
  at('view-next').disabled = state.open >= listed.length - 1;
}

function scoreBar(value) {
  const node = bar(Math.min(1, Math.max(0, value || 0)));
  node.lastChild.textContent = score(value);
  return node;
}

function stepView(step) {
  const next = state.open + step;
  if (next < 0 || next >= listed.length) return;
  state.open = next;
  drawView();
}

function viewKeys(event) {
  if (event.target.type === 'range') return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step) {
    event.preventDefault();
    stepView(step);
  } else if (event.key.toLowerCase() === 'h' && !event.ctrlKey && !event.metaKey) {
    document.body.classList.toggle('no-heat');
  }
}

/** After the view closes, the grid shows the page of the picture last seen and its card has the focus. */
function closeView() {
  const page = Math.floor(state.open / PER_PAGE);
  if (page !== state.page) {
    state.page = page;
    drawGallery();
  }
  const card = at('grid').children[state.open % PER_PAGE];
  document.body.classList.remove('no-heat');
  if (card) card.querySelector('.open').focus();
}
