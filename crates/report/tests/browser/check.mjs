// Uses the report as a person does, in a real Chromium, and fails on the first thing that is off.
//   cargo run -p fovea-report --example demo -- anomaly /tmp/report.html
//   npm i --prefix /tmp/b playwright-core
//   PLAYWRIGHT_FROM=/tmp/b/package.json node check.mjs /tmp/report.html [folder for screenshots]
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const { chromium } = createRequire(process.env.PLAYWRIGHT_FROM || import.meta.url)('playwright-core');
const [file, shots] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

async function open(width, locale, colorScheme) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale, colorScheme });
  const page = await context.newPage();
  page.on('pageerror', (error) => assert.fail(error));
  page.on('console', (message) => assert.notEqual(message.type(), 'error', message.text()));
  page.on('request', (request) => assert.match(request.url(), /^(file|data):/));
  await page.goto(`file://${file}`);
  await page.waitForFunction(() => document.getElementById('tabs').children.length > 0);
  return page;
}

for (const width of [1440, 1280, 390]) {
  for (const [locale, scheme] of [['zh-CN', 'light'], ['en-US', 'dark'], ['zh-CN', 'dark'], ['en-US', 'light']]) {
    const page = await open(width, locale, scheme);
    assert.equal(await page.evaluate(() => document.documentElement.lang), locale === 'zh-CN' ? 'zh-CN' : 'en');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${width} px ${locale}: ${wide} px too wide`);
    if (shots) await page.screenshot({ path: `${shots}/${width}-${locale}-${scheme}.png`, fullPage: true });
    await page.context().close();
  }
}

const page = await open(1440, 'en-US', 'light');
const settled = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
const escapes = async () => Number((await page.locator('#now-escape').innerText()).match(/\((\d+)\//)[1]);
const value = async () => Number(await page.inputValue('#value'));

// The threshold: keys, mouse, typing, cost, and back.
const [own, before] = [await value(), await escapes()];
await page.focus('#slider');
for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowLeft');
await settled();
assert.ok((await value()) < own && (await escapes()) <= before);
assert.equal(await page.locator('#tab-escape .count').innerText(), String(await escapes()));
await page.keyboard.press('End');
await settled();
assert.match(await page.locator('#now-overkill').innerText(), /^0%/);
const box = await page.locator('#slider').boundingBox();
await page.mouse.click(box.x + box.width / 4, box.y + box.height / 2);
await settled();
const atQuarter = await value();
const chart = await page.locator('#histogram-svg').boundingBox();
await page.mouse.click(chart.x + box.width / 4, chart.y + 80);
await settled();
assert.ok(Math.abs((await value()) - atQuarter) < 0.005, 'slider and histogram have one scale');
await page.fill('#cost', '1000');
await settled();
assert.equal(await escapes(), 0, 'where escapes are dear there are none');
await page.fill('#cost', '12');
await settled();
const cost = async () => Number((await page.locator('#cost-sum').innerText()).split('= ').pop().replaceAll(',', ''));
const least = await cost();
await page.focus('#slider');
await page.keyboard.press('Home');
for (let i = 0; i < 200; i++) {
  await page.keyboard.press('ArrowRight');
  await settled();
  assert.ok((await cost()) >= least, 'no place of the slider costs less');
}
await page.click('#reset');
await settled();
assert.deepEqual([await value(), await escapes()], [own, before]);

// The gallery: tabs, pages, the enlarged picture.
await page.click('#tab-all');
await page.keyboard.press('ArrowLeft');
assert.match(await page.evaluate(() => document.activeElement.id), /^tab-(overkill|wrong)$/);
assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-selected')), 'true');
await page.click('#tab-all');
assert.ok((await page.locator('#grid li').count()) <= 48);
await page.locator('#grid .open').first().click();
await page.keyboard.press('ArrowRight');
assert.match(await page.locator('#view-place').innerText(), /^2 of /);
if (await page.locator('dialog .heat-slider').isVisible()) {
  await page.locator('dialog .heat-slider').focus();
  await page.keyboard.press('ArrowRight');
  assert.match(await page.locator('#view-place').innerText(), /^2 of /, 'arrows on the heat slider do not turn');
}
await page.keyboard.press('Escape');
assert.ok(!(await page.evaluate(() => document.getElementById('view').open)));
const second = () => [...document.querySelectorAll('#grid .open')].indexOf(document.activeElement) === 1;
await page.waitForFunction(second, undefined, { timeout: 2000 });

// The language.
await page.click('[data-language=zh]');
assert.equal(await page.locator('.figure-card h2').first().innerText(), '◆ 过杀');
await browser.close();
console.log('report: all as it should be');
