import test from 'node:test';
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { LAYOUT } from '../../../main/webapp/tidemark/pages/page.js';
import { unpackPage } from '../../../main/webapp/tidemark/pages/unpacker.js';
import { ModelServer } from '../model-server.js';
import { ESTATE } from '../model/estate.js';
import { id, named, onPages } from '../paged.js';
import { QUERIES, SCHEMA } from '../queries.js';
import { browser, Dexie, liveQuery, QUICK, sync, withPages } from '../world.js';

/** Each query as a live one: whatever changes what a table shows, it tells the same as if it was asked again. */

const OPTIONS = { url: '/api', collections: ['companies', 'contacts'], ...QUICK, syncOnLogin: false };

const TAGS = [['red'], ['red', 'blue'], ['green'], null];

const tagged = (n, more) => ({ ...named(n), tags: TAGS[n % 4], ...more });

/** An estate with lists in a field, which an index takes apart. */
function serverWithTags(count) {
  const companies = { ...ESTATE.companies };
  companies.fields = [...companies.fields, { name: 'tags', type: 'object' }];
  const server = new ModelServer({ estate: { ...ESTATE, companies } });
  for (let n = 1; n <= count; n++) server.write('carol', 'companies', id(n), tagged(n));
  return server;
}

/** Watches the companies from now on. */
function watch(db, queries) {
  const told = new Map();
  const subscriptions = Object.entries(queries).map(([name, query]) =>
    liveQuery(() => query(db.companies)).subscribe({
      next: (value) => told.set(name, value),
      error: (error) => told.set(name, String(error)),
    }),
  );
  return { db, told, queries, stop: () => subscriptions.forEach((one) => one.unsubscribe()) };
}

/**
 * A live query needs its time: those that tell something else than a fresh one are looked at again, until none is left.
 */
async function areFresh(what, ...watchers) {
  const [{ db, queries }] = watchers;
  let names = Object.keys(queries);
  for (let n = 0; n < 200 && names.length > 0; n++) {
    if (n > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const left = [];
    for (const name of names) {
      const value = await queries[name](db.companies);
      const isFresh = ({ told }) => told.has(name) && isDeepStrictEqual(told.get(name), value);
      if (!watchers.every(isFresh)) left.push(name);
    }
    names = left;
  }
  assert.deepEqual(names, [], what);
}

/** What changes the content of a table, one after the other. */
const CHANGES = {
  'an edit there': ({ server, db }) => {
    server.write('bob', 'companies', id(2), { name: 'edited' });
    return sync(db);
  },
  'a deletion before what is shown': ({ server, db }) => {
    server.erase('bob', 'companies', id(1));
    return sync(db);
  },
  'a move to the end': ({ server, db }) => {
    server.write('bob', 'companies', id(3), { name: 'zuletzt', tags: ['blue'] });
    return sync(db);
  },
  'a move to another scope': ({ server, db }) => {
    server.write('carol', 'companies', id(4), { region: 'apac' });
    return sync(db);
  },
  'news here': ({ db }) => db.companies.add(tagged(20, { name: 'Company 20' })),
  'an edit here': ({ db }) => db.companies.update(id(6), { name: 'Company 99', tags: ['red'] }),
  'a deletion here': ({ db }) => db.companies.delete(id(5)),
  'a modification of some here': ({ db }) =>
    db.companies
      .where('name')
      .startsWith('Company 1')
      .modify((row) => {
        row.name = `edited ${row.name}`;
      }),
  'a deletion of some here': ({ db }) => db.companies.where('name').equals('Company 7').delete(),
  'many at once here': ({ db }) =>
    db.companies.bulkPut([...Array(60).keys()].map((n) => tagged(n + 100, { name: `many ${n % 7}` }))),
  'all of it sent': ({ db }) => sync(db),
  'a deletion of many here': ({ db }) => db.companies.where('name').startsWith('many').delete(),
  'a change that is discarded': async ({ db }) => {
    await db.companies.update(id(2), { name: 'mine' });
    await db.tidemark.discard('companies', id(2));
  },
  'a conflict, decided for the server': async ({ server, db }) => {
    await db.companies.update(id(2), { name: 'mine' });
    server.write('bob', 'companies', id(2), { name: 'theirs' });
    await sync(db, 'conflicts');
    await db.tidemark.resolveAll('server');
  },
  'a reset': ({ server, db }) => {
    server.write('bob', 'companies', id(8), { name: 'edited' });
    server.write('bob', 'companies', id(30), tagged(30));
    server.purge('emea');
    return sync(db);
  },
  'a lost right': ({ server, db }) => {
    server.rights.carol = ['emea'];
    return sync(db);
  },
  'a restored server': ({ server, db }) => {
    server.restore(server.snapshot());
    server.write('bob', 'companies', id(9), { name: 'restored' });
    return sync(db);
  },
  'a table that is cleared here': ({ db }) => db.companies.clear(),
  'a revocation': ({ server, db }) => {
    server.revoke();
    return sync(db, 'revoked');
  },
  'all of it anew': ({ server, db }) => {
    server.write('bob', 'companies', id(40), tagged(40));
    return sync(db);
  },
};

/** With the cache of Dexie, and without: each query with one of them, and on pages with another. */
const CACHES = ['disabled', 'cloned', 'immutable'];
const SHIFT = LAYOUT.page === 1000 ? 0 : 1;

for (const [turn, cache] of CACHES.entries()) {
  test(`live queries tell what fresh ones tell, whatever changes the table; cache ${cache}`, async () => {
    const mine = Object.entries(QUERIES).filter((_, n) => (n + SHIFT) % CACHES.length === turn);
    const queries = Object.fromEntries(mine);
    const server = serverWithTags(12);
    let during = null;
    const fetch = (url, init) => {
      if (JSON.parse(init.body ?? '{}').pull?.cursor) during ??= watch(db, queries);
      return server.as('carol')(url, init);
    };
    const more = { fetch, options: { page: 5 }, schema: SCHEMA, dexie: { cache } };
    const db = await browser(server, 'carol', more);
    const tab = await browser(server, 'carol', { ...more, name: db.name });
    const before = watch(db, queries);
    await areFresh('empty', before);
    await sync(db);
    await areFresh('after the first sync', before, during);
    during.stop();
    const after = watch(tab, queries);
    for (const [what, change] of Object.entries(CHANGES)) {
      await change({ server, db });
      await areFresh(what, before, after);
    }
    before.stop();
    after.stop();
  });
}

test('pages that become rows wake no live query', async () => {
  const { db } = await withPages(4, async () => {
    const server = serverWithTags(12);
    const db = await browser(server, 'carol', { schema: SCHEMA });
    await sync(db);
    return { db };
  });
  const parts = [];
  const listener = (told) => parts.push(...Object.keys(told));
  Dexie.on.storagemutated.subscribe(listener);
  while (await unpackPage(db, 'companies'));
  Dexie.on.storagemutated.unsubscribe(listener);
  assert.equal(await onPages(db), 0);
  assert.deepEqual(
    parts.filter((part) => part.includes(db.name)),
    [],
  );
});

test('live queries follow who signs in, to whichever database that is', async () => {
  const server = serverWithTags(12);
  server.write('dave', 'companies', id(70), tagged(70, { region: 'apac' }));
  let user = 'alice';
  const db = await browser(server, () => user, { schema: SCHEMA, options: { user } });
  const { count, sorted } = { count: (t) => t.count(), sorted: (t) => t.orderBy('name').limit(5).toArray() };
  const queries = { count, sorted };
  const watcher = watch(db, queries);
  await sync(db);
  await areFresh('alice', watcher);
  assert.equal(watcher.told.get('count'), 12);
  const signIn = (name) => {
    user = name;
    db.tidemark.configure({ ...OPTIONS, fetch: server.as(name), user });
  };
  signIn('dave');
  await areFresh('dave, who has nothing yet', watcher);
  assert.equal(watcher.told.get('count'), 0);
  await sync(db);
  await areFresh('dave', watcher);
  signIn('alice');
  await areFresh('alice again', watcher);
  assert.equal(watcher.told.get('count'), 12);
  await db.tidemark.signOut();
  signIn('alice');
  await areFresh('alice, who had signed out', watcher);
  assert.equal(watcher.told.get('count'), 0);
  watcher.stop();
});
