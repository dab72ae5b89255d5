/** Who enlarges the page, chooses its colours, or comes back to where they were. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { addCompany, change, everything, settle } from './api.js';
import { person, unique, until, useBrowser } from './world.js';

useBrowser();

const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** @param {import('node:test').TestContext} t */
async function inConflict(t) {
  const name = unique('Baltrum Inselbahn');
  const id = await addCompany('bob', { name, phone: 'before' });
  t.after(() => settle(id));
  const alice = await person(t, 'alice');
  await alice.offline();
  await alice.edit(name, { Phone: 'mine' });
  const { version } = (await everything()).companies.get(id);
  const fields = { phone: 'his', address: { street: 'Westdorf 3' } };
  await change('bob', { companies: { modified: [{ id, version, fields }] } });
  await alice.online();
  await until('they are in conflict', async () => (await alice.pending()).conflicts === 1);
  return { alice, name, id };
}

test('who comes back from a company finds the list where it was', async (t) => {
  const alice = await person(t, 'alice');
  const { page } = alice;
  await page.getByRole('button', { name: 'Dismiss' }).click();
  const rows = page.getByRole('main').getByRole('listitem').getByRole('link');
  await until('the list is longer than the screen', async () => (await rows.count()) > 20);
  const where = () => page.evaluate(() => Math.round(window.scrollY));
  await rows.nth(15).scrollIntoViewIfNeeded();
  await until('the list is scrolled', async () => (await where()) > 200);
  // The click may scroll a little too: what counts is where it was made.
  await page.evaluate(() =>
    document.addEventListener('click', () => (window.name = String(Math.round(window.scrollY))), true),
  );
  const name = (await rows.nth(15).locator('.record-name').innerText()).trim();
  await rows.nth(15).click();
  await alice.heading(name);
  assert.equal(await where(), 0, 'a page begins at its top');
  const before = Number(await page.evaluate(() => window.name));
  assert.ok(before > 200);
  await page.goBack();
  await alice.heading('Companies');
  await until('the place is found again', async () => Math.abs((await where()) - before) < 3);
});

test('in colours that the reader has chosen, the focus, the page and the answer that is chosen are marked', async (t) => {
  const { alice, name } = await inConflict(t);
  const { page } = alice;
  await page.emulateMedia({ forcedColors: 'active' });
  await alice.openConflict(name);
  assert.match(await page.locator('nav a[aria-current=page]').evaluate(outline), /^solid [1-9]/);
  const mine = page.getByRole('radiogroup', { name: /^Phone/ }).getByRole('radio', { name: /Your version/ });
  const other = page
    .getByRole('radiogroup', { name: /^Phone/ })
    .getByRole('radio', { name: /bob’s version/ });
  const cardOf = (/** @type {import('playwright-core').Locator} */ radio) =>
    radio.locator('xpath=ancestor::div[1]');
  await mine.check();
  assert.match(await cardOf(mine).evaluate(outline), /^solid [1-9]/);
  assert.match(await cardOf(other).evaluate(outline), /^none/);
  await page.keyboard.press('Tab');
  const focused = await page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(/** @type {Element} */ (at));
    return `${outlineStyle} ${outlineWidth}`;
  });
  assert.match(focused, /^solid [1-9]/);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run());
  assert.deepEqual(
    violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`),
    [],
  );
});

/** Runs in the page. @param {Element} element */
function outline(element) {
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return `${outlineStyle} ${outlineWidth}`;
}

test('at 400 % what sticks to the screen leaves more than half of it, and nothing is cut off', async (t) => {
  const { alice, name, id } = await inConflict(t);
  const { page } = alice;
  await page.setViewportSize({ width: 320, height: 256 });
  const look = async (/** @type {string} */ what) => {
    await page.evaluate(() => window.scrollTo(0, 300));
    assert.ok((await page.evaluate(stuck)) < 128, `${what}: what sticks covers less than half`);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, `${what} fits`);
  };
  await alice.at('companies');
  await alice.heading('Companies');
  await look('the list');
  await alice.at(`companies/${id}/edit`);
  await page.getByLabel('Employees').fill('-3');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('One field needs your attention').waitFor();
  await look('the form');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await alice.heading(name);
  await alice.openConflict(name);
  await page.getByRole('button', { name: 'Keep both people’s changes' }).waitFor();
  await look('the conflict');
  await alice.at('conflicts');
  await page.getByRole('main').getByRole('link', { name }).waitFor();
  await look('the list of conflicts');
});

/** Runs in the page: how many pixels of the screen's height are covered by what does not move with the page. */
function stuck() {
  const within = (/** @type {ParentNode} */ root) =>
    [...root.querySelectorAll('*')].flatMap((/** @type {Element} */ one) => [
      one,
      .../** @type {Element[]} */ (one.shadowRoot ? within(one.shadowRoot) : []),
    ]);
  return within(document).reduce((sum, one) => {
    const { position } = getComputedStyle(one);
    if (position !== 'fixed' && position !== 'sticky') return sum;
    const { top, bottom, width } = one.getBoundingClientRect();
    return width > 1 ? sum + Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0)) : sum;
  }, 0);
}

for (const lang of ['en', 'de'])
  test(`on a phone the strip has two lines, however much there is to say, in ${lang}`, async (t) => {
    const name = unique('Baltrum Ostheller');
    const id = await addCompany('bob', { name, phone: 'before' });
    t.after(() => settle(id));
    const alice = await person(t, 'alice', { viewport: { width: 390, height: 844 } });
    const { page } = alice;
    await page.evaluate((tag) => localStorage.setItem('tidemark.language', tag), lang);
    await page.reload();
    const strip = page.locator('.strip');
    await strip.locator('.fact-last').waitFor();
    const lines = () =>
      strip.evaluate((element) => {
        const parts = [...element.querySelectorAll('.fact, button')].filter((one) => one.checkVisibility());
        const places = parts.map((one) => one.getBoundingClientRect().bottom).sort((one, two) => one - two);
        return places.filter((place, at) => at === 0 || place - /** @type {number} */ (places[at - 1]) > 16)
          .length;
      });
    assert.equal(await lines(), 2);
    await alice.offline();
    await alice.inApp((db, key) => db.companies.update(key, { phone: 'mine' }), id);
    const { version } = (await everything()).companies.get(id);
    await change('bob', { companies: { modified: [{ id, version, fields: { phone: 'his' } }] } });
    await alice.online();
    await until('they are in conflict', async () => (await alice.pending()).conflicts === 1);
    await alice.inApp((db) => db.companies.toCollection().modify({ notes: 'waits' }), null);
    await page.route(/\/api(\/|\?|$)/, (route) => route.abort('connectionrefused'));
    await strip.getByRole('button').click();
    await strip.locator('.fact-wait').nth(2).waitFor();
    assert.equal(await lines(), 2);
  });
