import test from 'node:test';
import assert from 'node:assert/strict';
import { PAGES, id, serverWith, synced } from '../paged.js';
import { ADDONS, Dexie, QUICK, SCHEMA, browser, rowsOf, sync, withPages } from '../world.js';

/** Tables and indexes come and go while records are on pages. */

const pagesOf = async (db, collection) =>
  (await db.table(PAGES).toCollection().primaryKeys()).filter(([name]) => name === collection).length;

/** The application's next release. */
function release(name, server, collections, ...versions) {
  const db = new Dexie(name, { addons: ADDONS });
  [SCHEMA, ...versions].forEach((stores, i) => db.version(i + 1).stores(stores));
  db.tidemark.configure({ url: '/api', collections, fetch: server.as('alice'), ...QUICK });
  return db;
}

test('a table that is dropped takes its pages along, and one of the same name is empty', async () => {
  const server = serverWith(6);
  const db = await synced(server, 2);
  db.close();
  const without = release(db.name, server, ['contacts'], { companies: null });
  await without.open();
  assert.equal(await pagesOf(without, 'companies'), 0);
  without.close();
  const again = release(db.name, server, ['contacts'], { companies: null }, { companies: 'id, name' });
  assert.equal(await again.companies.count(), 0);
});

test('a table that only this tab does not declare keeps its pages', async () => {
  const server = serverWith(6);
  const db = await synced(server, 2);
  const tab = await browser(server, 'alice', {
    ...{ name: db.name, schema: { contacts: 'id, company' }, options: { collections: ['contacts'] } },
  });
  await tab.contacts.count();
  assert.equal((await rowsOf(db)).length, 6);
});

test('a table that is dropped in the middle of a first synchronisation does not stop the next one', async () => {
  const server = serverWith(6);
  for (let n = 11; n <= 16; n++) server.write('alice', 'contacts', id(n), { name: `${n}`, company: id(1) });
  let requests = 0;
  const fetch = async (url, init) => {
    if (url.endsWith('/sync') && ++requests > 3) throw new TypeError('offline');
    return server.as('alice')(url, init);
  };
  const db = await browser(server, 'alice', { fetch, options: { page: 3 } });
  await withPages(2, () => sync(db, null));
  assert.ok((await pagesOf(db, 'contacts')) > 0);
  db.close();
  const next = release(db.name, server, ['companies'], { contacts: null });
  server.epoch = 'another';
  await sync(next);
  assert.equal((await rowsOf(next)).length, 6);
  assert.equal(await pagesOf(next, 'contacts'), 0);
});

test('an index that is declared later finds what is on pages', async () => {
  const name = `crm-${Math.random()}`;
  const server = serverWith(6);
  const db = await synced(server, 2, { name, schema: { companies: 'id', contacts: 'id' } });
  db.close();
  const next = new Dexie(name, { addons: ADDONS });
  next.version(1).stores({ companies: 'id', contacts: 'id' });
  next
    .version(2)
    .stores({ companies: 'id, name, [region+name]' })
    .upgrade((tx) => tx.table('companies').toCollection().modify({ phone: '5' }));
  next.tidemark.configure({ url: '/api', collections: ['companies', 'contacts'], fetch: server.as('alice') });
  assert.equal((await next.companies.where('name').equals('Company 4').first()).id, id(4));
  assert.deepEqual(
    await next.companies.orderBy('[region+name]').reverse().primaryKeys(),
    [6, 5, 4, 3, 2, 1].map(id),
  );
  assert.equal(await next.companies.filter(({ phone }) => phone === '5').count(), 6);
});
