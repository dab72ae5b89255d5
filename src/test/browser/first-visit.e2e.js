import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, companyNamed, settle } from './api.js';
import { newcomer, unique, until, useBrowser } from './world.js';

useBrowser();

for (const [user, region, other] of [
  ['alice', 'emea', 'bob'],
  ['dave', 'apac', 'carol'],
])
  test(`${user} is led through a conflict that ${other} takes part in`, async (t) => {
    // The tour takes the first company: one of this story, of this run or an earlier one.
    await addCompany('carol', { name: unique('  First'), region, phone: 'before' });
    const someone = await newcomer(t, user);
    const { page } = someone;
    if (user === 'dave') await page.getByText('More people to be').click();
    await page.getByRole('button', { name: `Continue as ${user}` }).click();
    await someone.heading('Companies');
    await someone.synced();
    await page.getByRole('button', { name: 'Show me a conflict' }).click();
    const tour = page.getByRole('region', { name: 'A conflict, step by step' });
    await tour.getByText('Step 1 of 4').waitFor();
    const { company: id, name } = await page.evaluate(
      (key) => JSON.parse(localStorage.getItem(key) ?? ''),
      `tidemark.tour.${user}`,
    );
    t.after(() => settle(id));
    await tour.getByText(name.trim()).waitFor();
    await someone.picture(`tour-${user}`);
    // An earlier telling has left its own there.
    const mine = unique('mine');
    await page.getByLabel('Phone').fill(mine);
    await page.getByRole('button', { name: 'Save' }).click();
    await tour.getByText('Step 3 of 4').waitFor();
    assert.equal((await companyNamed(name)).modifiedBy, other);
    await tour.getByRole('button', { name: 'Go online' }).click();
    await tour.getByText('Step 4 of 4').waitFor();
    await tour.getByRole('link', { name: 'Compare and decide' }).click();
    await page.getByRole('main').getByText(other).first().waitFor();
    await someone.inApp(async (db, record) => {
      const [conflict] = (await db.tidemark.conflicts()).filter(
        (/** @type {any} */ one) => one.record === record,
      );
      await db.tidemark.resolve(conflict.id, 'client');
    }, id);
    await tour.getByText('That was it.').waitFor();
    await tour.getByRole('button', { name: 'Close' }).click();
    await tour.waitFor({ state: 'detached' });
    await someone.synced();
    await until('it is decided', async () => (await companyNamed(name)).fields.phone === mine);
  });

test('the pages speak the language of their reader, and the one that is chosen', async (t) => {
  const someone = await newcomer(t, 'alice', { locale: 'de-AT' });
  const { page } = someone;
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
  await page.getByRole('button', { name: 'Weiter als alice' }).click();
  await page.getByRole('heading', { level: 1, name: 'Firmen' }).waitFor();
  await page.goto(`${someone.base}/#/browser`);
  await page.getByRole('heading', { level: 1, name: 'Dieses Gerät' }).waitFor();
  await someone.picture('browser-german');
  // Longer words take no more than the width of a phone.
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  assert.ok((await page.evaluate(overflow)) <= 0);
  const button = page.getByRole('button', { name: 'Synchronisieren' });
  assert.ok(await button.evaluate((one) => one.scrollWidth <= one.clientWidth));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByLabel('Sprache').selectOption('English');
  await someone.heading('This device');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
});

test('who turns to another language while signing in has not typed their name for nothing', async (t) => {
  const dave = await newcomer(t, 'dave');
  const { page } = dave;
  await page.getByLabel('Name', { exact: true }).fill('dave');
  await page.getByLabel('Language').selectOption({ label: 'Deutsch' });
  await page.getByRole('button', { name: 'Anmelden' }).waitFor();
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'dave');
  assert.equal(await page.getByLabel('Passwort').inputValue(), '');
});
