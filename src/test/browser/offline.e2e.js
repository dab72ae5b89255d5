import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, change, companyNamed, settle } from './api.js';
import { gate, newcomer, person, server, unique, until, useBrowser } from './world.js';

useBrowser();

/** The description too, at the bare address: a server that answers it alone is reached, and then is not, by turns. */
const everyRequest = /\/api(\/|\?|$)/;

test('an edit made offline is still there after a reload without a network, and leaves when the network is back', async (t) => {
  const name = unique('Nordkyn Fisk');
  await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  await alice.shellKept();
  await alice.offline();
  await alice.edit(name, { Phone: 'written at sea' });
  await alice.page.reload();
  await alice.heading(name);
  await alice.page.getByText('written at sea').waitFor();
  await alice.page.getByText('Edited, not sent').waitFor();
  await alice.strip().getByText('1 to send').waitFor();
  assert.equal((await companyNamed(name)).fields.phone, 'before');

  await alice.online();
  await alice.synced();
  assert.equal((await companyNamed(name)).fields.phone, 'written at sea');
});

test('the application opens and searches without a network, from a tab that never saw it before', async (t) => {
  const name = unique('Skagen Lys');
  await addCompany('bob', { name, address: { city: 'Skagen', country: 'Denmark' } });
  const alice = await person(t, 'alice');
  await alice.shellKept();
  await alice.offline();
  await alice.page.close();
  alice.page = await alice.context.newPage();
  await alice.page.goto(`${server}/`);
  await alice.find(name);
  await alice.page.getByRole('status').getByText('1 company').waitFor();
  await alice.page.getByRole('combobox', { name: 'Region' }).selectOption('apac');
  await alice.page.getByText('No company matches').waitFor();
});

test('the service worker keeps the shell and nothing of the data', async (t) => {
  const alice = await person(t, 'alice');
  await alice.shellKept();
  await alice.sync();
  const kept = await alice.page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  for (const path of [
    '/',
    '/app/main.js',
    '/tidemark/tidemark.min.js',
    '/vendor/dexie.mjs',
    '/style/base.css',
    '/icon.svg',
  ]) {
    assert.ok(kept.includes(path), `${path} is kept`);
  }
  // The readable modules are for people.
  assert.deepEqual(
    kept.filter((path) => path.startsWith('/tidemark/')),
    ['/tidemark/tidemark.min.js'],
  );
  assert.deepEqual(
    kept.filter((path) => /^\/(api|sign-)/.test(path)),
    [],
  );
});

test('"work offline" holds everything back, and switched off it sends', async (t) => {
  const name = unique('Vlieland Zeilen');
  await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  const away = alice.strip().getByRole('switch', { name: 'Work offline' });
  await away.check();
  await alice.strip().getByText('Working offline').waitFor();
  /** @type {string[]} */
  const requests = [];
  alice.page.on('request', (request) => request.url().includes('/api') && requests.push(request.url()));
  await alice.edit(name, { Phone: 'after' });
  await alice.sync();
  await alice.strip().getByText('1 to send').waitFor();
  assert.deepEqual(requests, []);

  await away.uncheck();
  await alice.synced();
  assert.equal((await companyNamed(name)).fields.phone, 'after');
});

test('work goes on when the server stops answering, and is sent when it answers again', async (t) => {
  const name = unique('Ouessant Phares');
  await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  await alice.page.route(everyRequest, (route) => route.abort('connectionrefused'));
  // A notice goes by itself: what was said is written down.
  await alice.page.evaluate(() => {
    const notices = /** @type {HTMLElement} */ (document.getElementById('notices'));
    const said = /** @type {any} */ (globalThis);
    said.notices = '';
    new MutationObserver(() => (said.notices += notices.textContent)).observe(notices, { childList: true });
  });
  await alice.edit(name, { Phone: 'after' });
  await until('the notice says that it is not sent', () =>
    alice.page.evaluate(() => /** @type {any} */ (globalThis).notices.includes('Sent when you are online')),
  );
  // One that began before may end well still.
  await until('a sync finds no server', async () => (await alice.sync()).status === 'offline');
  await alice.strip().getByText('Server not reachable').waitFor();
  await alice
    .strip()
    .getByText(/next try in \d+ sec/)
    .waitFor();
  assert.equal(await alice.strip().getByText('Online').count(), 0);
  await alice.strip().getByText('1 to send').waitFor();

  await alice.page.unroute(everyRequest);
  await alice.sync();
  await alice.synced();
  await alice.strip().getByText('Online', { exact: true }).waitFor();
  assert.equal((await companyNamed(name)).fields.phone, 'after');
});

test('a browser that keeps nothing says so, and never that all is sent', async (t) => {
  const alice = await newcomer(t, 'alice');
  await alice.page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
  await alice.page.reload();
  await alice.giveName();
  await alice.strip().getByText('Nothing is kept in this browser').waitFor();
  await alice.page.getByRole('region', { name: 'Needs you' }).getByText('allow storage').waitFor();
  assert.equal(await alice.strip().getByText('All sent').count(), 0);
});

test('whoever signs in again and meets a conflict is not told that the session has ended', async (t) => {
  const name = unique('Hiddensee Kloster');
  const id = await addCompany('bob', { name, phone: 'before' });
  const { version } = await companyNamed(name);
  const alice = await person(t, 'alice');
  await alice.offline();
  await alice.edit(name, { Phone: 'after' });
  await change('bob', { companies: { modified: [{ id, version, fields: { phone: 'other' } }] } });
  await alice.context.clearCookies();
  await alice.online();
  await alice.strip().getByRole('button', { name: 'Sign in again' }).click();
  const dialog = alice.page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.getByLabel('Password').fill('alice');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await alice.strip().getByText('1 conflict to decide').waitFor();
  await alice.page.getByText('Your session has ended').waitFor({ state: 'detached' });
  await alice.page.getByText('One conflict waits for you').waitFor();
  await settle(id);
});

test('a session that has ended asks to sign in again and keeps the work', async (t) => {
  const name = unique('Hiddensee Fähren');
  await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  await alice.offline();
  await alice.edit(name, { Phone: 'after' });
  await alice.context.clearCookies();
  await alice.online();
  await alice.page.getByText('Your session has ended').waitFor();
  await alice.strip().getByRole('button', { name: 'Sign in again' }).waitFor();
  await until('the edit is still waiting', async () => (await alice.pending()).total === 1);

  await alice.strip().getByRole('button', { name: 'Sign in again' }).click();
  const dialog = alice.page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.getByLabel('Password').fill('alice');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await alice.synced();
  await alice.page.getByText('Your session has ended').waitFor({ state: 'detached' });
  assert.equal((await companyNamed(name)).fields.phone, 'after');
});

test('an answer of before the sign-in does not ask to sign in again', async (t) => {
  const alice = await person(t, 'alice');
  const { page } = alice;
  await alice.context.clearCookies();
  const first = gate();
  /** @type {string[]} */
  const answers = [];
  await page.route(/\/api$/, async (route) => {
    const answer = await route.fetch();
    const isFirst = answers.push(String(answer.status())) === 1;
    if (isFirst) await first.isOpen;
    await route.fulfill({ response: answer });
  });
  await page.reload();
  await until('the page has asked', async () => answers.length > 0);
  await alice.strip().getByRole('button', { name: 'Sync' }).click();
  await alice.strip().getByRole('button', { name: 'Sign in again' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.getByLabel('Password').fill('alice');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Your session has ended').waitFor({ state: 'detached' });
  const before = answers.length;
  first.open();
  await until('it is asked once more', async () => answers.length > before);
  await alice.synced();
  assert.equal(answers[0], '401');
  assert.equal(await page.getByText('Your session has ended').count(), 0);
});
