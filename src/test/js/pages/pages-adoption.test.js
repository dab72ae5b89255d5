import test from 'node:test';
import assert from 'node:assert/strict';
import { namesOf } from '../companies.js';
import { ModelServer } from '../model-server.js';
import { PAGES, id, named, onPages, rawCount, serverWith, synced } from '../paged.js';
import { browser, rowsOf, sync, withPages } from '../world.js';

/** How pages come to be: a first synchronisation, a reset, and what meets them. */

/** Does `act(n)` before the n-th request of a synchronisation goes out. */
const during = (server, act, user = 'alice') => {
  let count = 0;
  return async (url, init) => {
    if (url.endsWith('/sync')) await act(++count);
    return server.as(user)(url, init);
  };
};

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

test('a database that is wiped or signed out of leaves no page behind', async () => {
  const server = serverWith(6);
  const db = await synced(server, 2);
  await db.companies.clear();
  assert.deepEqual([await db.companies.count(), (await db.tidemark.pending()).total], [0, 6]);
  await db.tidemark.signOut({ discard: true });
  const again = await synced(server, 2, { name: db.name });
  assert.equal((await rowsOf(again)).length, 6);
});
