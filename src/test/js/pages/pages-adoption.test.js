import test from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { IdMap, bytesOf, idAt } from '../../../main/webapp/tidemark/pages/uuid-bytes.js';
import { LAYOUT, cut } from '../../../main/webapp/tidemark/pages/page.js';
import { unpackPage } from '../../../main/webapp/tidemark/pages/unpacker.js';
import { FakeLocks, withNavigator } from '../fake-browser.js';
import { ModelServer } from '../model-server.js';
import { PAGES, id, named, onPages, serverWith, synced, until } from '../paged.js';
import { browser, Dexie, liveQuery, rowsOf, sync, tidemark, withPages } from '../world.js';

/** How pages come to be, and go: a first synchronisation, what meets it, and what becomes of them. */

const key = fc.integer({ min: 1, max: 14 });

/** Does `act(n)` before the n-th request of a synchronisation goes out. */
const during = (server, act, user = 'alice') => {
  let count = 0;
  return async (url, init) => {
    if (url.endsWith('/sync')) await act(++count);
    return server.as(user)(url, init);
  };
};

const namesOf = async (db) => (await rowsOf(db)).map(({ name }) => name);

test('a first sync stores pages and no rows; a small one rows and no pages', async () => {
  const db = await synced(serverWith(10), 3);
  assert.equal(await onPages(db), 10);
  assert.equal(await rawCount(db), 0);
  assert.equal((await rowsOf(db)).length, 10);
  const small = await browser(serverWith(10));
  assert.equal((await withPages(Infinity, () => sync(small))).pulled, 10);
  assert.equal(await onPages(small), 0);
  assert.equal(await rawCount(small), 10);
  assert.equal(await small.table(PAGES).count(), 0);
});

test('what changes or goes while the pages still come counts as it is at the end', async () => {
  const server = serverWith(12);
  const act = (n) => {
    if (n === 3) server.write('bob', 'companies', id(1), { name: 'newer' });
    if (n === 3) server.erase('bob', 'companies', id(2));
    if (n === 4) server.write('bob', 'companies', id(1), { name: 'newest' });
    if (n === 4) server.write('bob', 'companies', id(13), named(13));
  };
  const db = await synced(server, 2, { fetch: during(server, act), options: { page: 3 } });
  await withPages(2, () => sync(db));
  const expected = [...Array(13).keys()].map((n) => (n === 0 ? 'newest' : `Company ${n + 1}`));
  assert.deepEqual(await namesOf(db), expected.toSpliced(1, 1));
  assert.equal(await db.companies.count(), 12);
  assert.equal(
    (await db.tidemark.status('companies', id(1))).version,
    server.record('companies', id(1)).version,
  );
});

test('a record that moves to another scope while the pages come is there once, wherever it was read first', async () => {
  for (const at of [2, 3, 4, 5]) {
    const server = new ModelServer();
    for (let n = 1; n <= 6; n++) server.write('carol', 'companies', id(n), { ...named(n), region: 'emea' });
    for (let n = 7; n <= 12; n++) server.write('carol', 'companies', id(n), { ...named(n), region: 'apac' });
    const act = (n) => {
      if (n !== at) return;
      server.write('carol', 'companies', id(1), { region: 'apac' });
      server.write('carol', 'companies', id(12), { region: 'emea' });
    };
    const db = await withPages(2, async () => {
      const db = await browser(server, 'carol', {
        fetch: during(server, act, 'carol'),
        options: { page: 3 },
      });
      await sync(db);
      await sync(db);
      return db;
    });
    assert.ok((await onPages(db)) > 0);
    assert.equal(await db.companies.count(), 12, `moved before request ${at}`);
    assert.deepEqual((await db.companies.get(id(1))).region, 'apac');
    assert.deepEqual((await db.companies.get(id(12))).region, 'emea');
  }
});

test('work that was done before the first sync stays beside the pages, and meets what comes', async () => {
  const server = serverWith(6);
  const db = await browser(server);
  await db.companies.add(named(7, 'mine'));
  await db.companies.add(named(3, 'the same id'));
  const report = await withPages(2, () => db.tidemark.sync());
  assert.equal(report.status, 'conflicts');
  assert.equal(await onPages(db), 5);
  assert.deepEqual(await namesOf(db), [
    ...['Company 1', 'Company 2', 'the same id', 'Company 4', 'Company 5', 'Company 6', 'mine'],
  ]);
  assert.equal((await db.tidemark.pending()).total, 1);
});

test('edits of records on pages are sent, acknowledged, conflict and are discarded as any others', async () => {
  const server = serverWith(9);
  const [alice, bob] = [await synced(server, 3), await synced(server, 3)];
  await alice.companies.update(id(2), { name: 'edited' });
  await alice.companies.delete(id(5));
  await alice.companies.update(id(7), { name: 'disputed' });
  await alice.companies.update(id(8), { name: 'given up' });
  assert.equal(await alice.tidemark.discard('companies', id(8)), true);
  await bob.companies.update(id(7), { name: 'first' });
  await sync(bob);
  const report = await sync(alice, 'conflicts');
  assert.deepEqual([report.pushed, report.conflicts], [3, 1]);
  const [conflict] = await alice.tidemark.conflicts();
  assert.equal(conflict.base.fields.name, 'Company 7');
  await alice.tidemark.resolve(conflict.id, 'client');
  await sync(alice);
  await sync(bob);
  assert.equal(server.record('companies', id(5)), undefined);
  for (const db of [alice, bob])
    assert.deepEqual(await namesOf(db), [
      ...['Company 1', 'edited', 'Company 3', 'Company 4', 'Company 6', 'disputed', 'Company 8', 'Company 9'],
    ]);
});

test('a full reset onto pages writes only what changed, and removes what is gone', async () => {
  const server = serverWith(9);
  const db = await synced(server, 3);
  server.write('alice', 'companies', id(3), { name: 'changed' });
  server.erase('alice', 'companies', id(9));
  server.purge('emea');
  await withPages(3, () => sync(db));
  assert.equal(await onPages(db), 7);
  assert.equal(await rawCount(db), 1);
  assert.equal(
    (await namesOf(db)).join(),
    'Company 1,Company 2,changed,Company 4,Company 5,Company 6,Company 7,Company 8',
  );
  // What was put aside for the reset is gone; the adopted pages are left.
  assert.equal(new Set((await db.table(PAGES).toCollection().primaryKeys()).map(([, page]) => page)).size, 4);
});

test('a scope that is dropped takes its records from the pages', async () => {
  const server = new ModelServer();
  for (let n = 1; n <= 4; n++) server.write('carol', 'companies', id(n), named(n));
  for (let n = 5; n <= 8; n++) server.write('carol', 'companies', id(n), { ...named(n), region: 'apac' });
  const db = await withPages(2, async () => {
    const db = await browser(server, 'carol');
    await sync(db);
    server.rights.carol = ['apac'];
    await sync(db);
    return db;
  });
  assert.deepEqual(await namesOf(db), ['Company 5', 'Company 6', 'Company 7', 'Company 8']);
  assert.equal(await onPages(db), 4);
});

test('live queries hear of the pages, and not of their becoming rows', async () => {
  const server = serverWith(6);
  const db = await browser(server);
  const seen = [];
  const subscription = liveQuery(() => db.companies.where('name').startsWith('Company').count()).subscribe(
    (n) => seen.push(n),
  );
  await until(() => seen.length > 0);
  await withPages(2, () => sync(db));
  await until(() => seen.at(-1) === 6);
  const before = seen.length;
  while (await unpackPage(db, 'companies'));
  await db.companies.update(id(1), { name: 'Company one' });
  await until(() => seen.length > before);
  assert.deepEqual(seen, [0, 6, 6]);
  subscription.unsubscribe();
});

test('pages become rows by themselves, also what was left when the browser was closed; in one tab', async (t) => {
  const { unpack } = LAYOUT;
  t.after(() => (LAYOUT.unpack = unpack));
  LAYOUT.unpack = true;
  await withNavigator({ locks: new FakeLocks() }, async () => {
    const name = `crm-${Math.random()}`;
    const server = serverWith(7);
    const db = await synced(server, 3, { name });
    await unpackPage(db, 'companies');
    assert.deepEqual([await onPages(db), await rawCount(db)], [4, 3]);
    db.close();
    const again = await browser(server, 'alice', { name });
    const tab = await browser(server, 'alice', { name });
    await until(async () => (await again.table(PAGES).count()) === 0);
    assert.equal(await rawCount(again), 7);
    assert.equal((await rowsOf(tab)).length, 7);
    assert.equal(
      (await again.tidemark.status('companies', id(7))).version,
      server.record('companies', id(7)).version,
    );
  });
});

test('a page that is being unpacked and a write of the same record: whoever comes first, the write stands', async () => {
  for (let n = 1; n <= 6; n++) {
    const db = await synced(serverWith(6), 2);
    const written = db.companies.update(id(n), { name: 'mine' });
    while (await unpackPage(db, 'companies'));
    await written;
    assert.equal((await db.companies.get(id(n))).name, 'mine');
    assert.deepEqual([(await db.tidemark.pending()).total, await rawCount(db)], [1, 6]);
  }
});

test('an index that is declared later finds what is on pages', async () => {
  const name = `crm-${Math.random()}`;
  const server = serverWith(6);
  const db = await synced(server, 2, { name, schema: { companies: 'id', contacts: 'id' } });
  db.close();
  const next = new Dexie(name, { addons: [tidemark] });
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

test('reads of a transaction that writes at the same time miss nothing', async () => {
  const db = await synced(serverWith(6), 2);
  await db.transaction('rw', db.companies, async () => {
    const [all, , one, some, count] = await Promise.all([
      ...[db.companies.toArray(), db.companies.put(named(3, 'written'))],
      ...[db.companies.get(id(3)), db.companies.bulkGet([id(3), id(4)]), db.companies.count()],
    ]);
    assert.deepEqual([all.length, one.id, some.map((row) => row.id), count], [6, id(3), [id(3), id(4)], 6]);
    // The second write is refused; the first must not be taken back by it.
    const refused = (error) => error.name;
    const both = [db.companies.put(named(5, 'first')), db.companies.add(named(5, 'second')).catch(refused)];
    assert.equal((await Promise.all(both))[1], 'ConstraintError');
    assert.equal((await db.companies.get(id(5))).name, 'first');
  });
});

test('a database that is wiped or signed out of leaves no page behind', async () => {
  const server = serverWith(6);
  const db = await synced(server, 2);
  await db.companies.clear();
  assert.deepEqual([await db.companies.count(), (await db.tidemark.pending()).total], [0, 6]);
  await db.tidemark.signOut({ discard: true });
  const again = await synced(server, 2, { name: db.name });
  assert.equal((await rowsOf(again)).length, 6);
});

const version = fc.integer({ min: 1, max: 4 });
const came = fc.record({
  scope: fc.constantFrom('emea', 'apac'),
  upserted: fc.uniqueArray(fc.record({ key, version }), { selector: ({ key }) => key, maxLength: 6 }),
  removed: fc.array(key, { maxLength: 2 }),
});

/** The real server's description, and then pages as they are told. */
function tellingPages(server, pages) {
  const queue = [...pages];
  return async (url, init) => {
    if (!url.endsWith('/sync')) return server.as('carol')(url, init);
    const { scope, reset, upserted, removed } = queue.shift();
    const changes = {
      upserted: upserted.map(({ key, version }) => ({
        ...{ id: id(key), version, fields: { ...named(key, `${scope} ${version}`), id: undefined } },
      })),
      removed: removed.map(id),
    };
    const pull = {
      cursor: `${queue.length}`,
      more: queue.length > 0,
      scopes: [{ scope, reset, changes: { companies: changes } }],
    };
    return new Response(JSON.stringify({ syncedAt: '2026-01-01T00:00:00Z', epoch: server.epoch, pull }));
  };
}

test('whatever comes in one pass, and in which order, pages and rows end as the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(came, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 6 }),
      async (told, page) => {
        const server = new ModelServer();
        const all = ['emea', 'apac']
          .map((scope) => ({ scope, reset: true, upserted: [], removed: [] }))
          .concat(told);
        const ended = [];
        for (const size of [page, Infinity]) {
          const db = await withPages(size, async () => {
            const db = await browser(server, 'carol', { fetch: tellingPages(server, all) });
            await sync(db);
            return db;
          });
          const rows = await rowsOf(db);
          const versions = rows.map(async ({ id }) => (await db.tidemark.status('companies', id)).version);
          ended.push({ rows, count: await db.companies.count(), versions: await Promise.all(versions) });
          const pages = (await db.table(PAGES).toCollection().primaryKeys()).length;
          assert.equal(pages > 0, size !== Infinity && rows.length > 0);
          await db.delete();
        }
        assert.deepEqual(ended[0], ended[1]);
      },
    ),
    { numRuns: 60 },
  );
});

test('an id that is none fails the synchronisation by its name, and nothing is stored', async () => {
  const server = new ModelServer();
  const [first, second] = [1, 2].map((key) => ({
    ...{ scope: 'emea', reset: key === 1, upserted: [{ key, version: 1 }], removed: [] },
  }));
  const telling = tellingPages(server, [first, ...Array(5).fill(second)]);
  const fetch = async (...request) => {
    const text = await (await telling(...request)).text();
    return new Response(text.replaceAll(id(2), 'two'));
  };
  const db = await browser(server, 'carol', { fetch });
  const report = await withPages(1, () => db.tidemark.sync());
  assert.equal(report.status, 'failed');
  assert.match(report.reason, /companies\/upserted\/0\/id is not a lower-case UUID/);
  assert.equal(await db.companies.count(), 0);
});

test('pages are cut by the number of their records and by the length of their text', () => {
  const upserts = [1, 1, 3000, 1, 1, 1, 1].map((length, n) => ({
    ...{ id: id(n), version: n + 1, fields: { name: 'x'.repeat(length) } },
  }));
  const before = { ...LAYOUT };
  Object.assign(LAYOUT, { page: 3, text: 1000 });
  const pages = [...cut(upserts)];
  Object.assign(LAYOUT, before);
  assert.deepEqual(
    pages.map(({ texts }) => texts.length),
    [2, 1, 3, 1],
  );
  assert.deepEqual(
    pages.flatMap(({ upserts }) => upserts),
    upserts,
  );
  assert.deepEqual(
    pages.flatMap(({ texts }) => texts),
    upserts.map((one) => JSON.stringify(one)),
  );
  assert.deepEqual([...cut([])], []);
});

test('ids and numbers: a map of many finds each, and nothing else', () => {
  const ids = [...Array(3000).keys()].map((n) => bytesOf(id(n * 7)));
  const map = new IdMap(3000);
  ids.forEach((one, n) => map.set(one, 0, n));
  ids.forEach((one, n) => map.set(one, 0, n + 1));
  assert.deepEqual(
    ids.map((one) => map.get(one, 0)),
    [...Array(3000).keys()].map((n) => n + 1),
  );
  assert.equal(map.get(bytesOf(id(8)), 0), undefined);
  assert.equal(idAt(ids[5], 0), id(35));
});

/** Rows in the table itself, as IndexedDB counts them. */
function rawCount(db) {
  return new Promise((resolve, reject) => {
    const request = db.backendDB().transaction('companies').objectStore('companies').count();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
