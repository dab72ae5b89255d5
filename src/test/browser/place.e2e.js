import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, companyNamed } from './api.js';
import { proxy } from './proxy.js';
import { Person, newcomer, person, unique, until, useBrowser } from './world.js';

useBrowser();

test('an installation at a path of its own works as one at the root does, with a network and without', async (t) => {
  const name = unique('Helgoland Lotsen');
  await addCompany('bob', { name, phone: 'before' });
  const origin = await proxy(t, ['/firm/crm']);
  const alice = await newcomer(t, 'alice', { base: `${origin}/firm/crm` });
  /** @type {string[]} */
  const strays = [];
  alice.page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith('/firm/crm/')) strays.push(pathname);
  });
  await alice.signIn();
  const { start_url, scope, icons } = await alice.page.evaluate(async () => {
    const link = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel=manifest]'));
    return (await fetch(link.href)).json();
  });
  const manifest = `${origin}/firm/crm/manifest.webmanifest`;
  for (const address of [start_url, scope, icons[0].src])
    assert.ok(new URL(address, manifest).href.startsWith(`${origin}/firm/crm/`), address);

  await alice.shellKept();
  await alice.offline();
  await alice.page.reload();
  await alice.edit(name, { Phone: 'after' });
  await alice.online();
  await alice.sync();
  await alice.synced();
  assert.equal((await companyNamed(name)).fields.phone, 'after');
  assert.deepEqual(strays, []);
});

test('installations of one origin share nothing in the browser', async (t) => {
  const name = unique('Neuwerk Priele');
  await addCompany('bob', { name, phone: 'before' });
  const origin = await proxy(t, ['/crm', '/stock', '']);
  const crm = await person(t, 'alice', { base: `${origin}/crm` });
  const page = await crm.context.newPage();
  const stock = new Person(crm.context, page, 'alice', `${origin}/stock`);
  await page.goto(`${stock.base}/`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await stock.signIn();
  await crm.strip().getByRole('switch', { name: 'Work offline' }).check();
  await crm.edit(name, { Phone: 'of crm' });
  assert.equal((await stock.company(name)).phone, 'before');
  await stock.sync();
  assert.equal((await stock.pending()).total, 0);
  assert.equal((await companyNamed(name)).fields.phone, 'before');

  await stock.at('browser');
  await stock.page.getByRole('button', { name: 'Sign out' }).click();
  await stock.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  assert.equal((await crm.pending()).total, 1);
  // Not before: behind this proxy all three are one server, and the cookie of the root counts below it too.
  const top = new Person(crm.context, await crm.context.newPage(), 'dave', origin);
  await top.page.goto(`${origin}/`);
  await top.signIn();
  assert.equal((await top.pending()).total, 0);
  await crm.strip().getByRole('switch', { name: 'Work offline' }).uncheck();
  await crm.synced();
  await until('it is sent', async () => (await companyNamed(name)).fields.phone === 'of crm');
});

test('a server that has users of its own does not name those of the demo', async (t) => {
  const alice = await newcomer(t, 'alice');
  await alice.page.getByText('More people to be').waitFor();
  await alice.page.route('**/sign-in', (route) =>
    route.request().method() === 'GET' ? route.fulfill({ json: { demo: false } }) : route.continue(),
  );
  const answered = alice.page.waitForResponse('**/sign-in');
  await alice.page.reload();
  await answered;
  await alice.page.getByRole('button', { name: 'Sign in' }).waitFor();
  assert.equal(await alice.page.getByText('More people to be').count(), 0);
});
