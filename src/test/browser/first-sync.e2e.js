import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, everything } from './api.js';
import { newcomer, unique, until, useBrowser } from './world.js';

useBrowser();

/** Ids and names, as far as both sides have them. */
const told = (companies) => [...companies].map(({ id, name }) => `${id} ${name}`).sort();

async function onServer(user) {
  const { companies } = await everything(user);
  return told([...companies.values()].map(({ id, fields }) => ({ id, name: fields.name })));
}

const pages = (db) => db.table('$tidemark_pages').count();

test('what a first synchronisation brings is on pages at first, and nobody who works with it notices', async (t) => {
  const name = unique('Ålesund Havn');
  const gone = unique('Nida Kopos');
  const id = await addCompany('bob', { name });
  const other = await addCompany('bob', { name: gone });
  const alice = await newcomer(t, 'alice');
  // Pages as of a large estate, though this one is small; and they stay as long as the story needs them.
  await alice.page.evaluate(async () => {
    const { LAYOUT } = await import('@tidemark/client');
    Object.assign(LAYOUT, { page: 5, least: 1, unpack: false });
  });
  await alice.signIn();
  assert.ok((await alice.inApp(pages)) > 0);
  assert.deepEqual(told((await alice.everything()).companies), await onServer('alice'));

  await alice.offline();
  await alice.edit(name, { Phone: '+47 5555' });
  await alice.delete(gone);
  assert.equal(await (await alice.find(gone)).count(), 0);
  await alice.online();
  await alice.sync();
  await alice.synced();
  const { companies } = await everything('bob');
  assert.equal(companies.get(id).fields.phone, '+47 5555');
  assert.equal(companies.has(other), false);

  // Started again, the application makes rows of them by itself.
  await alice.page.reload();
  await alice.heading('Companies');
  await until('no page is left', async () => (await alice.inApp(pages)) === 0);
  assert.deepEqual(told((await alice.everything()).companies), await onServer('alice'));
});
