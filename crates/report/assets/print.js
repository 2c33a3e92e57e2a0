// On paper nothing can be pressed: every kind of mistake stands there with its worst pictures.
const ON_PAPER = 20;
let onPaper = '';

function drawPaper() {
  const as = [language, state.threshold].join();
  if (as === onPaper) return;
  onPaper = as;
  const sheet = (tab) => {
    const found = PICTURES.filter(tab.has).sort(ORDERS.worst);
    const shown = found.slice(0, ON_PAPER);
    const more = found.length - shown.length;
    return make('section', {},
      make('h3', {}, tab.name(), make('span', { class: 'count' }, count(found.length))),
      shown.length ? make('ul', { class: 'pictures' }, ...shown.map((picture, i) => card(picture, i))) : make('p', { class: 'told' }, tab.none()),
      more > 0 ? make('p', { class: 'told' }, t('print.more', { n: count(more) })) : null);
  };
  at('paper').replaceChildren(...TABS.filter((tab) => tab.id !== 'all').map(sheet));
  for (const image of at('paper').querySelectorAll('img')) image.decoding = 'sync';
}

addEventListener('beforeprint', drawPaper);
// Opened to be printed, or saved as PDF: once every picture is there.
if (location.hash === '#print') {
  addEventListener('load', async () => {
    drawPaper();
    await Promise.allSettled([...document.querySelectorAll('#paper img')].map((image) => image.decode()));
    setTimeout(() => print(), 100);
  });
}
