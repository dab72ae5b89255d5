import test from 'node:test';
import assert from 'node:assert/strict';
import { id, namesOf, row, serverWith } from '../companies.js';
import { browser, rowsOf, sync, withPages } from '../world.js';

/** Pulls from nothing: what they bring is seen at their end, as a whole, and what is gone does not come back. */

/** Counts the rows that IndexedDB is asked to write into a table. */
function countingPuts(table) {
  const original = IDBObjectStore.prototype.put;
  const counted = { puts: 0, stop: () => (IDBObjectStore.prototype.put = original) };
  IDBObjectStore.prototype.put = function (...args) {
    if (this.name === table) counted.puts += 1;
    return original.apply(this, args);
  };
  return counted;
}

test('a first sync in many pages holds everything at the end, and costs one write per record at most', async () => {
  const server = serverWith(50);
  const db = await browser(server, 'alice', { options: { page: 7 } });
  const counted = countingPuts('companies');
  const entries = countingPuts('$tidemark_entries');
  const report = await withPages(Infinity, () => sync(db));
  counted.stop();
  entries.stop();
  assert.deepEqual([report.pulled, counted.puts, entries.puts], [50, 50, 0]);
  assert.equal((await rowsOf(db)).length, 50);
  assert.ok(server.requests.length > 7);
});

test('a reset swaps in at the end: no reader ever sees an empty or half-filled store', async () => {
  const server = serverWith(20);
  const db = await browser(server, 'alice', { options: { page: 6 } });
  await sync(db);
  for (let n = 1; n <= 10; n++) server.write('alice', 'companies', id(n), { phone: '2' });
  server.erase('alice', 'companies', id(20));
  server.purge('emea');
  const seen = [];
  const send = server.as('alice');
  db.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], page: 6, syncOnOnline: false },
    fetch: async (...request) => {
      seen.push((await rowsOf(db)).map(({ phone }) => phone).join(''));
      return send(...request);
    },
  });
  const report = await sync(db);
  assert.deepEqual([report.pulled, report.removed], [10, 1]);
  assert.ok(seen.length >= 4);
  assert.deepEqual(new Set(seen), new Set(['1'.repeat(20)]));
  assert.deepEqual((await rowsOf(db)).map(({ phone }) => phone).join(''), '2'.repeat(10) + '1'.repeat(9));
});

test('a reset writes only what changed', async () => {
  const server = serverWith(40);
  const db = await browser(server);
  await withPages(Infinity, () => sync(db));
  server.write('alice', 'companies', id(3), { phone: '2' });
  server.purge('emea');
  const counted = countingPuts('companies');
  await sync(db);
  counted.stop();
  assert.equal(counted.puts, 1);
});

test('a reset keeps unsent edits, whatever the server sends', async () => {
  const server = serverWith(4);
  const db = await browser(server, 'alice', { options: { page: 2 } });
  await sync(db);
  const send = server.as('alice');
  let edited = false;
  db.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], page: 2, syncOnOnline: false },
    fetch: async (url, init) => {
      const response = await send(url, init);
      if (!edited && url.endsWith('/sync')) {
        edited = true;
        await db.companies.update(id(1), { phone: 'mine' });
        await db.companies.delete(id(2));
        await db.companies.update(id(3), { phone: 'gone' });
        await db.companies.add(row(9));
      }
      return response;
    },
  });
  server.erase('alice', 'companies', id(3));
  server.purge('emea');
  await sync(db);
  assert.deepEqual(
    (await rowsOf(db)).map(({ phone }) => phone),
    ['mine', 'gone', '1', '1'],
  );
  await sync(db, 'conflicts');
  const [conflict] = await db.tidemark.conflicts();
  assert.deepEqual([conflict.kind, conflict.record], ['modified-deleted', id(3)]);
  assert.equal(server.fields('companies', id(1)).phone, 'mine');
  assert.equal(server.record('companies', id(2)), undefined);
  assert.ok(server.record('companies', id(9)));
});

test('a reset that was cut off by a crash goes on where it was', async () => {
  const server = serverWith(20);
  const name = `crm-${Math.random()}`;
  const first = await browser(server, 'alice', { name, options: { page: 6 } });
  const send = server.as('alice');
  let pages = 0;
  const fetch = async (url, init) => {
    if (url.endsWith('/sync') && ++pages >= 3) throw new TypeError('network');
    return send(url, init);
  };
  first.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], page: 6 },
    fetch,
    retry: { attempts: 1 },
  });
  await sync(first, 'offline');
  assert.deepEqual(await rowsOf(first), []);
  first.close();
  const second = await browser(server, 'alice', { name, options: { page: 6 } });
  server.requests.length = 0;
  await sync(second);
  assert.equal((await rowsOf(second)).length, 20);
  assert.ok(
    server.requests.every(({ body }) => !body?.includes('"cursor":null')),
    'nothing is pulled twice',
  );
});

test('a record deleted from here while a reset is under way does not come back with the swap', async () => {
  const server = serverWith(12);
  const db = await browser(server, 'alice', { options: { page: 5 } });
  await sync(db);
  server.write('alice', 'companies', id(12), { phone: '2' });
  server.purge('emea');
  const send = server.as('alice');
  let pages = 0;
  const cut = async (url, init) => {
    if (url.endsWith('/sync') && ++pages >= 2) throw new TypeError('network');
    return send(url, init);
  };
  const options = { url: '/api', collections: ['companies', 'contacts'], page: 5, syncOnOnline: false };
  db.tidemark.configure({ ...options, fetch: cut, retry: { attempts: 1 } });
  await sync(db, 'offline');
  await db.companies.delete(id(1));
  db.tidemark.configure({ ...options, fetch: send });
  const counts = [];
  db.tidemark.on('progress', () => counts.push(db.companies.count()));
  await sync(db);
  assert.deepEqual(new Set(await Promise.all(counts)), new Set([11]));
  assert.equal(await db.companies.get(id(1)), undefined);
});

test('after a pull from nothing, scopes that the server does not mention are gone', async () => {
  const server = serverWith(2);
  const carol = await browser(server, 'carol');
  server.write('carol', 'companies', id(8), row(8, { region: 'apac' }));
  await sync(carol);
  server.rights.carol = ['apac'];
  for (const replica of server.replicas.values()) replica.number = 99;
  await carol.companies.update(id(8), { phone: '2' });
  await sync(carol);
  assert.deepEqual(await namesOf(carol), ['Company 8']);
});

test('a server restored from a backup is noticed; unsent work survives, nothing is overwritten unseen', async () => {
  const server = serverWith(4);
  const db = await browser(server, 'alice');
  const backup = server.snapshot();
  await sync(db);
  server.write('bob', 'companies', id(1), { phone: 'lost with the backup' });
  await sync(db);
  await db.companies.update(id(1), { notes: 'on a state that is lost' });
  await db.companies.update(id(2), { phone: 'on a state that stands' });
  await db.companies.update(id(3), { phone: 'mine' });
  await db.companies.add(row(9));
  server.restore(backup);
  server.write('bob', 'companies', id(3), { phone: 'under a number that meant something else' });
  await sync(db, 'conflicts');
  const conflicts = await db.tidemark.conflicts();
  assert.deepEqual(conflicts.map(({ record }) => record).sort(), [id(1), id(3)]);
  assert.equal(server.fields('companies', id(2)).phone, 'on a state that stands');
  assert.ok(server.record('companies', id(9)));
  await db.tidemark.resolveAll('server');
  await sync(db);
  assert.deepEqual(
    await rowsOf(db),
    [1, 2, 3, 4, 9].map((n) => ({ ...server.fields('companies', id(n)), id: id(n) })),
  );
});
