/** Where the keyboard goes on when what had its focus moves or goes. */
import { test } from 'node:test';
import { addCompany, change, everything, settle } from './api.js';
import { person, unique, until, useBrowser } from './world.js';

useBrowser();

/** @param {string} user @param {string} id of a company @param {number} version @param {Record<string, any>} fields */
const edit = (user, id, version, fields) =>
  change(user, { companies: { modified: [{ id, version, fields }] } });

/** @param {string} id of a company @returns {Promise<number>} */
const versionOf = async (id) => (await everything()).companies.get(id).version;

/** @param {import('playwright-core').Locator} locator */
const focused = (locator) =>
  until('it has the focus', () => locator.evaluate((one) => one === document.activeElement));

test('the focus goes to the next row when its own goes, and from a notice back to where it was', async (t) => {
  const name = unique('Norderney Leuchtturm');
  const company = await addCompany('bob', { name });
  const added = ['Anna', 'Berta'].map((one) => ({ id: crypto.randomUUID(), fields: { name: one, company } }));
  await change('bob', { contacts: { added } });
  const alice = await person(t, 'alice');
  const { page } = alice;
  await alice.openCompany(name);
  await page.getByRole('button', { name: 'Delete Anna' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter');
  await page.getByRole('heading', { name: 'Anna' }).waitFor({ state: 'detached' });
  await focused(page.getByRole('button', { name: 'Edit Berta' }));
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await page.getByRole('heading', { name: 'Anna' }).waitFor();
  await focused(page.getByRole('button', { name: 'Edit Berta' }));
});

test('a row that a live change moves takes the focus with it', async (t) => {
  const tag = unique('Juist');
  const id = await addCompany('bob', { name: `Zeta ${tag}` });
  for (const other of ['Mitte', 'Nord']) await addCompany('bob', { name: `${other} ${tag}` });
  const alice = await person(t, 'alice');
  await alice.find(tag);
  await alice.page.getByText('3 companies').waitFor();
  await alice.page.getByRole('link', { name: `Zeta ${tag}` }).focus();
  await focused(alice.page.getByRole('link', { name: `Zeta ${tag}` }));
  await edit('bob', id, await versionOf(id), { name: `Alpha ${tag}` });
  await focused(alice.page.getByRole('link', { name: `Alpha ${tag}` }));
});

test('a conflict that leaves the desk gives the focus to the next', async (t) => {
  const tag = unique('Spiekeroog');
  const ids = [];
  for (const number of [1, 2]) {
    const id = await addCompany('bob', { name: `${tag} ${number}`, phone: 'before' });
    const version = await versionOf(id);
    for (const user of ['bob', 'alice']) await edit(user, id, version, { phone: user });
    ids.push(id);
  }
  const carol = await person(t, 'carol');
  await carol.at('desk');
  await carol.page.getByRole('link', { name: `${tag} 1` }).focus();
  await settle(ids[0] ?? '');
  await carol.page.getByRole('link', { name: `${tag} 1` }).waitFor({ state: 'detached' });
  await focused(carol.page.getByRole('link', { name: `${tag} 2` }));
  await settle(ids[1] ?? '');
});

test('a conflict that somebody else decides gives the focus to the next', async (t) => {
  const tag = unique('Wangerooge');
  const names = [`${tag} 1`, `${tag} 2`];
  const ids = await Promise.all(names.map((name) => addCompany('bob', { name, phone: 'before' })));
  const versions = await Promise.all(ids.map(versionOf));
  const alice = await person(t, 'alice');
  const { page } = alice;
  await alice.offline();
  for (const name of names) await alice.edit(name, { Phone: 'of alice' });
  for (const [at, id] of ids.entries()) await edit('bob', id, versions[at] ?? 0, { phone: 'of bob' });
  await alice.online();
  await alice.at('conflicts');
  await page
    .getByRole('main')
    .getByRole('link', { name: `${tag} 1` })
    .focus();
  await settle(ids[0] ?? '');
  await alice.inApp((db) => db.tidemark.sync());
  await page
    .getByRole('main')
    .getByRole('link', { name: `${tag} 1` })
    .waitFor({ state: 'detached' });
  const next = page.getByRole('main').getByRole('link', { name: `${tag} 2` });
  const isFocused = (/** @type {Element} */ one) =>
    /** @type {ShadowRoot} */ (one.getRootNode()).activeElement === one;
  await until('it has the focus', () => next.evaluate(isFocused));
  await settle(ids[1] ?? '');
});

test('Back closes a question whose page it leaves', async (t) => {
  const name = unique('Langeoog Inselbahn');
  await addCompany('bob', { name });
  const alice = await person(t, 'alice');
  const { page } = alice;
  await alice.openCompany(name);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').waitFor();
  await page.goBack();
  await alice.heading('Companies');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('who signs in again goes on at the page, when the banner that asked for it is gone', async (t) => {
  const alice = await person(t, 'alice');
  const { page } = alice;
  await alice.context.clearCookies();
  await alice.inApp((db) => db.tidemark.sync());
  const banner = page.getByRole('region', { name: 'Needs you' });
  await banner.getByRole('button', { name: 'Sign in again' }).press('Enter');
  await page.getByRole('dialog').getByLabel('Password').fill('alice');
  await page.getByRole('dialog').getByLabel('Password').press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await alice.inApp((db) => db.tidemark.sync());
  await banner.waitFor({ state: 'detached' });
  await focused(page.getByRole('heading', { level: 1 }));
});
