import test from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unpackPage } from '../../../main/webapp/tidemark/pages/unpacker.js';
import { PAGES, id, named, serverWith, synced } from '../paged.js';
import { Dexie, SCHEMA, browser, rowsOf, sync, withPages } from '../world.js';

/** Writes that nobody waits for, and writes that fail: as with rows, the last word counts and nothing is lost. */

const key = fc.integer({ min: 1, max: 12 });
const write = fc.oneof(
  fc.record({ do: fc.constantFrom('put', 'add', 'delete', 'update'), key }),
  fc.record({ do: fc.constantFrom('bulkPut', 'bulkDelete'), keys: fc.uniqueArray(key) }),
  fc.record({ do: fc.constantFrom('clear', 'modify', 'deleteAll') }),
);

function carryOut({ companies }, { do: what, key, keys }, n) {
  const one = named(key, `written ${n}`);
  switch (what) {
    case 'put':
    case 'add':
      return companies[what](one);
    case 'delete':
      return companies.delete(id(key));
    case 'update':
      return companies.update(id(key), { name: `written ${n}` });
    case 'bulkPut':
      return companies.bulkPut(keys.map((k) => named(k, `written ${n}`)));
    case 'bulkDelete':
      return companies.bulkDelete(keys.map(id));
    case 'clear':
      return companies.clear();
    case 'modify':
      return companies.where({ region: 'emea' }).modify({ name: `written ${n}` });
    case 'deleteAll':
      return companies.where({ region: 'emea' }).delete();
  }
}

/** The same records without Tidemark. */
async function untracked(count) {
  const db = new Dexie(`plain-${crypto.randomUUID()}`);
  db.version(1).stores(SCHEMA);
  await db.companies.bulkAdd(Array.from({ length: count }, (_, i) => named(i + 1)));
  return db;
}

test('writes of a transaction that nobody waits for end in their order, as without Tidemark', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(write, { minLength: 2, maxLength: 6 }),
      fc.integer({ min: 1, max: 4 }),
      async (writes, page) => {
        const byId = (a, b) => (a.id < b.id ? -1 : 1);
        const shown = (rows) => rows.map(({ id, name }) => ({ id, name }));
        const ended = [];
        const tracked = [];
        for (const size of [page, Infinity, null]) {
          const server = serverWith(10);
          const db = await (size ? synced(server, size) : untracked(10));
          const told = await db.transaction('rw', db.companies, () =>
            Promise.all(writes.map((one, n) => carryOut(db, one, n).catch(({ name }) => name))),
          );
          const whole = await rowsOf(db);
          const rows = shown(whole);
          ended.push({ told, rows });
          if (size) {
            const entries = (await db.table('$tidemark_entries').toArray()).map(({ id, isActive, base }) => ({
              id,
              isActive,
              base,
            }));
            tracked.push({ rows: whole, entries });
            await sync(db);
            const there = [...server.tables.get('companies')].map(([id, { fields }]) => ({ id, ...fields }));
            assert.deepEqual(shown(there).sort(byId), rows);
            assert.equal((await db.tidemark.pending()).total, 0);
          }
          await db.delete();
        }
        assert.deepEqual(ended[0], ended[1]);
        assert.deepEqual(tracked[0], tracked[1]);
        assert.deepEqual(ended[1], ended[2]);
      },
    ),
    { numRuns: 60 },
  );
});

/** A store that refuses some writes, as one that is full does: Dexie tells it, and the transaction goes on. */
async function refusing(refused, work) {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value, ...rest) {
    if (!refused(this.name, value)) return put.call(this, value, ...rest);
    // Whatever is wrong in it, the request fails by an event, and not at once.
    put.call(this, value, ...rest);
    const request = this.add(value, ...rest);
    if ('id' in value) this.delete(value.id);
    return request;
  };
  try {
    return await work();
  } finally {
    IDBObjectStore.prototype.put = put;
  }
}

/** True for the n-th of them. */
const nth = (n, is) => {
  let count = 0;
  return (...asked) => is(...asked) && ++count === n;
};

test('a write that cannot take its record from the page leaves all as it was', async () => {
  for (const table of ['companies', PAGES]) {
    const db = await synced(serverWith(6), 2);
    const before = await rowsOf(db);
    const first = () => nth(1, (name) => name === table);
    // As Dexie has it, the write of one record may fail, and that of another one stand.
    const put = (table === PAGES ? [3, 4] : [3]).map((n) => named(n, 'new'));
    await refusing(first(), () => assert.rejects(db.companies.bulkPut(put)));
    // Also where the application shrugs and wants to go on.
    const update = () => db.companies.update(id(5), { name: 'new' }).catch(() => {});
    const shrugged = db.transaction.bind(db, 'rw', db.companies, update);
    // And the application may shrug at it; what the write needs besides must not fail.
    await refusing(first(), () => (table === PAGES ? assert.rejects(shrugged()) : shrugged()));
    assert.deepEqual(await rowsOf(db), before);
    assert.equal(await db.companies.count(), 6);
    assert.equal((await db.tidemark.pending()).total, 0);
  }
});

test('a page that cannot be stored fails the synchronisation, and the next one brings it', async () => {
  for (const n of [1, 2, 3, 4, 5]) {
    const db = await browser(serverWith(6));
    const full = nth(n, (name) => name === PAGES);
    const report = await withPages(3, () => refusing(full, () => sync(db, null)));
    assert.equal(report.status, 'failed', `write ${n}`);
    await withPages(3, () => sync(db));
    assert.equal((await rowsOf(db)).length, 6);
  }
});

test('a page that cannot become rows stays a page', async () => {
  for (const refused of [nth(2, (name) => name === 'companies'), nth(1, (name) => name === PAGES)]) {
    const db = await synced(serverWith(6), 2);
    await refusing(refused, () => assert.rejects(unpackPage(db, 'companies')));
    assert.equal((await rowsOf(db)).length, 6);
    while (await unpackPage(db, 'companies'));
    assert.equal((await rowsOf(db)).length, 6);
  }
});

for (const [layout, page] of Object.entries({ rows: Infinity, pages: 3 })) {
  test(`a read after a write that nobody waits for sees it, first of its transaction or not (${layout})`, async () => {
    const db = await synced(serverWith(4), page, { options: { collections: ['companies'] } });
    // Not tracked: what tracks a write reads first.
    const kim = { id: id(7), company: id(1) };
    const [read, many, found] = await db.transaction('rw', db.contacts, () => {
      db.contacts.put(kim);
      return Promise.all([
        db.contacts.get(kim.id),
        db.contacts.bulkGet([kim.id]),
        db.contacts.where({ id: kim.id }).toArray(),
      ]);
    });
    assert.deepEqual([read, many, found], [kim, [kim], [kim]]);
  });
}

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
