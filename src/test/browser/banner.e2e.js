import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, call, companyNamed } from './api.js';
import { newcomer, person, unique, until, useBrowser } from './world.js';

useBrowser();

test('a replica that was revoked loses its data, says so, and can start anew', async (t) => {
  const name = unique('Visby Ringmur');
  await addCompany('bob', { name });
  const alice = await newcomer(t, 'alice');
  // The first one of all: a later one may have gone before it is waited for.
  const [request] = await Promise.all([alice.page.waitForRequest('**/api/sync'), alice.signIn()]);
  await until('it is here', async () => Boolean(await alice.company(name)));
  // Before the revocation, of which its stream would tell it at once.
  await alice.offline();
  await call('carol', `/replicas/${JSON.parse(request.postData() ?? '').replica}`, { method: 'DELETE' });

  await alice.edit(name, { Phone: 'never sent' });
  await alice.online();
  await alice.page.getByText('Your access on this device was ended.').waitFor();
  await alice.page.getByText('One unsent change was removed with it.').waitFor();
  assert.doesNotMatch(await alice.strip().innerText(), /Never synced/);
  await until('the data is gone', async () => (await alice.everything()).companies.length === 0);
  await alice.page.getByRole('button', { name: 'Start anew' }).click();
  await until('it is here again', async () => Boolean(await alice.company(name)));
});

test('a server of another protocol asks for a reload and nothing is lost', async (t) => {
  const name = unique('Öland Alvar');
  await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  await alice.page.route('**/api/sync', (route) =>
    route.fulfill({
      status: 426,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'urn:tidemark:problem:protocol-unsupported',
        status: 426,
        supported: [2],
      }),
    }),
  );
  await alice.edit(name, { Phone: 'after' });
  await alice.sync();
  await alice.page.getByText('There is a new version. Reload; your work is kept.').waitFor();
  await alice.page.unroute('**/api/sync');
  await alice.page.getByRole('button', { name: 'Reload' }).click();
  await until('it is sent', async () => (await companyNamed(name)).fields.phone === 'after');
});

test('a sync that fails for another reason says so and offers to try again', async (t) => {
  const alice = await person(t, 'alice');
  // Until the button is pressed: no sync that begins by itself may end the trouble before.
  await alice.page.route('**/api/sync', async (route) =>
    (await alice.page.evaluate(() => document.documentElement.dataset['pressed']))
      ? route.continue()
      : route.fulfill({
          status: 400,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            type: 'urn:tidemark:problem:malformed-message',
            status: 400,
            pointer: '/pull',
          }),
        }),
  );
  // One that had begun before the server refused may be joined, and end well.
  await until('a sync fails', async () => (await alice.sync()).status === 'failed');
  await alice.page.getByText('Something went wrong on the server. Your changes are safe here.').waitFor();
  const again = alice.page.getByRole('button', { name: 'Try again' });
  await again.evaluate((button) =>
    button.addEventListener('click', () => (document.documentElement.dataset['pressed'] = 'yes'), {
      capture: true,
    }),
  );
  await again.click();
  await alice.page
    .getByText('Something went wrong on the server. Your changes are safe here.')
    .waitFor({ state: 'detached' });
});

test('unsent work leaves as a file and comes back from it, at another browser', async (t) => {
  const name = unique('Fårö Raukar');
  await addCompany('bob', { name, phone: 'before' });
  const [alice, elsewhere] = [await person(t, 'alice'), await person(t, 'alice')];
  await alice.offline();
  await alice.edit(name, { Phone: 'after' });
  await alice.at('browser');
  const [download] = await Promise.all([
    alice.page.waitForEvent('download'),
    alice.page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  const file = await download.path();

  await elsewhere.at('browser');
  const [chooser] = await Promise.all([
    elsewhere.page.waitForEvent('filechooser'),
    elsewhere.page.getByRole('button', { name: 'Load a file' }).click(),
  ]);
  await chooser.setFiles(file);
  await until('it is sent', async () => (await companyNamed(name)).fields.phone === 'after');
});

test('a sign-in that a silent server never answers ends, and says so', async (t) => {
  const alice = await newcomer(t, 'alice');
  await alice.page.addInitScript(() => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = () => timeout(1000); // nobody waits for a test as for a server
  });
  await alice.page.reload();
  await alice.page.route('**/sign-in', () => {});
  await alice.page.getByLabel('Name', { exact: true }).fill('alice');
  await alice.page.getByLabel('Password').fill('alice');
  await alice.page.getByRole('button', { name: 'Sign in' }).click();
  await alice.page.getByRole('alert').getByText('The server does not answer. Try again later.').waitFor();
  await alice.page.unroute('**/sign-in');
  await alice.giveName();
});

test('whoever presses Sync while working offline by choice is told so, and what waits if anything does', async (t) => {
  const name = unique('Gotska Sandön');
  await addCompany('bob', { name });
  const alice = await person(t, 'alice');
  const press = () => alice.strip().getByRole('button', { name: 'Sync' }).click();
  await alice.strip().getByRole('switch').check();
  await press();
  await alice.page
    .getByText('You chose to work offline. Switch “Work offline” off to sync.', { exact: true })
    .first()
    .waitFor();
  await alice.edit(name, { Phone: 'later' });
  await press();
  await alice.page.getByText('Your change waits here.').first().waitFor();
  await alice.at('browser');
  await alice.page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await alice.page.getByText('1 change has not been sent. Sync first, or it is lost.').waitFor();
});
