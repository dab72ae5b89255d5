import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, companyNamed } from './api.js';
import { Person, newcomer, person, server, unique, until, useBrowser } from './world.js';

useBrowser();

test('two tabs of one user show the same and push once', async (t) => {
  const name = unique('Juist Watt');
  await addCompany('bob', { name, phone: 'before' });
  const first = await person(t, 'alice');
  const second = new Person(first.context, await first.context.newPage(), 'alice');
  await second.page.goto(`${server}/`);
  await second.heading('Companies');

  await first.offline();
  await first.edit(name, { Phone: 'after' });
  await second.openCompany(name);
  await second.page.getByText('after', { exact: true }).waitFor();

  let pushes = 0;
  await first.context.route('**/api/sync', async (route) => {
    if (JSON.parse(route.request().postData() ?? '{}').push) pushes += 1;
    await route.continue();
  });
  await first.online();
  await Promise.all([first.sync(), second.sync()]);
  await Promise.all([first.synced(), second.synced()]);
  assert.equal(pushes, 1);
  assert.equal((await companyNamed(name)).fields.phone, 'after');
});

test('the lists of both tabs fill with the first synchronisation, and follow, without a reload', async (t) => {
  // Among the first that the list shows.
  const name = unique('00 Aaland Skog');
  const id = await addCompany('bob', { name });
  const first = await newcomer(t, 'alice');
  let open = () => {};
  const opened = new Promise((resolve) => (open = () => resolve(undefined)));
  await first.context.route('**/api/sync', async (route) => {
    await opened;
    await route.continue();
  });
  // Pages as of a large estate, though this one is small.
  const asPages = () =>
    import('@tidemark/client').then(({ LAYOUT }) => {
      Object.assign(LAYOUT, { page: 5, least: 1, unpack: false });
    });
  await first.page.evaluate(asPages);
  await first.giveName();
  const second = new Person(first.context, await first.context.newPage(), 'alice');
  await second.page.goto(`${server}/`);
  await second.page.evaluate(asPages);
  await second.heading('Companies');
  for (const { page } of [first, second]) await page.getByText('Your companies are on their way.').waitFor();
  open();
  for (const { page } of [first, second]) await page.getByRole('link', { name }).waitFor();
  const pages = (/** @type {any} */ db) => db.table('$tidemark_pages').count();
  assert.ok((await first.inApp(pages)) > 0);

  const changed = `${name} AB`;
  await first.inApp((db, [key, to]) => db.companies.update(key, { name: to }), [id, changed]);
  for (const { page } of [first, second]) await page.getByRole('link', { name: changed }).waitFor();
});

test('signing out removes the data, and the next user finds nothing of the first', async (t) => {
  const name = unique('Baltrum Hafen');
  await addCompany('bob', { name });
  const someone = await person(t, 'alice');
  assert.ok(await someone.company(name));
  const other = new Person(someone.context, await someone.context.newPage(), 'alice');
  await other.page.goto(`${server}/`);
  await other.heading('Companies');

  await someone.at('browser');
  await someone.page.getByRole('button', { name: 'Sign out' }).click();
  await someone.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await other.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await until(
    'the database is gone',
    async () => !(await databases(someone)).includes('tidemark-demo-alice'),
  );

  await someone.signIn('dave');
  assert.equal(await someone.company(name), undefined);
  assert.equal(await (await someone.find(name)).count(), 0);
  assert.ok((await someone.everything()).companies.every(({ region }) => region === 'apac'));
});

test('signing out with unsent work asks first, and sends it if told so', async (t) => {
  const name = unique('Norderney Kur');
  await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  await alice.offline();
  await alice.edit(name, { Phone: 'after' });
  await alice.at('browser');
  await alice.page.getByRole('button', { name: 'Sign out' }).click();
  const dialog = alice.page.getByRole('dialog', { name: 'Sign out with unsent work?' });
  await dialog.getByText('1 change has not been sent').waitFor();
  await dialog.getByRole('button', { name: 'Sync first' }).click();
  await alice.page.getByText('Not everything could be sent, so you stay signed in').first().waitFor();

  await alice.online();
  await alice.synced();
  await alice.page.getByRole('button', { name: 'Sign out' }).click();
  await alice.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  assert.equal((await companyNamed(name)).fields.phone, 'after');
});

test('a change made while the user signs out is not lost, and the user hears of it', async (t) => {
  const name = unique('Spiekeroog Post');
  const id = await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  assert.ok(await alice.company(name));
  await alice.page.route('**/sign-out', async (route) => {
    await alice.inApp((db, key) => db.companies.update(key, { phone: 'after' }), id);
    await route.continue();
  });
  await alice.at('browser');
  await alice.page.getByRole('button', { name: 'Sign out' }).click();
  const dialog = alice.page.getByRole('dialog', { name: 'Signed out, but your data is still here' });
  await dialog.getByText('1 change was made while you signed out').waitFor();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await alice.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  assert.ok((await databases(alice)).includes('tidemark-demo-alice'));

  await alice.signIn('alice');
  await until('it is sent', async () => (await companyNamed(name)).fields.phone === 'after');
});

test('another user at the same browser neither sees nor sends what the first had not sent', async (t) => {
  const name = unique('Langeoog Turm');
  await addCompany('bob', { name, phone: 'before' });
  const someone = await person(t, 'alice');
  await someone.offline();
  await someone.edit(name, { Phone: 'of alice' });
  await someone.context.clearCookies();
  await someone.online();
  await someone.page.getByRole('button', { name: 'Sign in again' }).first().click();
  const dialog = someone.page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('dave');
  await dialog.getByLabel('Password').fill('dave');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  someone.user = 'dave';
  await someone.page.getByRole('banner').getByRole('link', { name: 'dave' }).waitFor();
  await someone.synced();
  assert.equal(await someone.company(name), undefined);
  assert.equal((await companyNamed(name)).fields.phone, 'before');

  await someone.at('browser');
  await someone.page.getByRole('button', { name: 'Sign out' }).click();
  const question = someone.page.getByRole('dialog', { name: 'Keep the work of alice?' });
  await question.getByText('alice has left 1 unsent change').waitFor();
  await question.getByRole('button', { name: 'Keep it for alice' }).click();
  await someone.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await until(
    'the data of dave is gone',
    async () => !(await databases(someone)).includes('tidemark-demo-dave'),
  );
  await someone.signIn('alice');
  await until('her work is sent', async () => (await companyNamed(name)).fields.phone === 'of alice');
});

/** @param {Person} someone */
const databases = (someone) =>
  someone.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
