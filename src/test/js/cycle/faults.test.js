import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { browser, rowsOf, sync } from '../world.js';
import { atEveryPlace, calm, crashBefore, interfereBefore, networkFailingAt } from '../faults.js';

/**
 * One history, hurt at every place there is: the tab dies between any two transactions, a request or an answer is
 * lost, somebody edits in another tab at any moment. Whatever happened, at the end nothing is lost, nothing is there
 * twice, and the replica and the server agree.
 */

const id = (n) => `c0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const row = (n, more) => ({
  id: id(n),
  name: `Company ${n}`,
  region: 'emea',
  phone: '1',
  notes: null,
  ...more,
});
const SMALL = { changesPerPush: 2, page: 2, retry: { base: 1, max: 2, attempts: 1 } };

/** Six records known to bob; four edited here, one of them against an edit of alice's, and one new. */
async function beforeSync() {
  const server = new ModelServer({ gates: { companies: 'isolate' } });
  for (let n = 1; n <= 6; n++) server.write('alice', 'companies', id(n), row(n));
  const name = `crm-${Math.random()}`;
  const db = await browser(server, 'bob', { name, options: SMALL });
  await sync(db);
  await db.companies.update(id(1), { phone: 'bob' });
  await db.companies.update(id(2), { phone: 'bob' });
  await db.companies.delete(id(3));
  await db.companies.add(row(7, { phone: 'bob' }));
  server.write('alice', 'companies', id(2), { phone: 'alice' });
  server.write('alice', 'companies', id(5), { phone: 'alice' });
  server.erase('alice', 'companies', id(6));
  return { server, db, name };
}

/** Syncs until all is settled, the user always insisting on their own side. */
async function settled(server, db) {
  for (let round = 0; round < 8; round++) {
    const report = await db.tidemark.sync();
    assert.ok(['synced', 'conflicts'].includes(report.status), `${report.status} ${report.reason}`);
    const resolved = await db.tidemark.resolveAll('client');
    if (resolved === 0 && (await db.tidemark.pending()).total === 0) break;
  }
  const onServer = [...server.tables.get('companies')].map(([key, { fields }]) => ({ ...fields, id: key }));
  assert.deepEqual(
    await rowsOf(db),
    onServer.sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
  assert.equal(await db.table('$tidemark_entries').count(), 0);
  assert.equal(await db.table('$tidemark_conflicts').count(), 0);
  assert.equal(server.open().length, 0);
  assert.equal(server.replicas.size, 1, 'the replica was never out of step');
}

const phones = (server) => [1, 2, 3, 4, 5, 6, 7].map((n) => server.fields('companies', id(n))?.phone ?? null);
const EXPECTED = ['bob', 'bob', null, '1', 'alice', null, 'bob'];

function assertOutcome(server) {
  assert.deepEqual(phones(server), EXPECTED);
  assert.equal(server.conflicts.size, 1, 'one real conflict, and none with oneself');
  assert.equal(server.clocks.get('emea'), 13, 'each change was applied exactly once');
}

test('the tab dies between any two transactions of a sync', async () => {
  const places = await atEveryPlace(async (n) => {
    const { server, db, name } = await beforeSync();
    const crash = crashBefore(db, n);
    await db.tidemark.sync();
    calm(db);
    db.close();
    const reborn = await browser(server, 'bob', { name, options: SMALL });
    await settled(server, reborn);
    assertOutcome(server);
    return crash.happened;
  });
  assert.ok(places >= 6, `${places} places`);
});

for (const kind of ['request', 'answer']) {
  for (const restart of [false, true]) {
    test(`any ${kind} is lost${restart ? ', and then the browser is restarted' : ''}`, async () => {
      const places = await atEveryPlace(async (n) => {
        const { server, db, name } = await beforeSync();
        const network = networkFailingAt(server.as('bob'), n, kind);
        const options = {
          url: '/api',
          collections: ['companies', 'contacts'],
          ...SMALL,
          syncOnOnline: false,
        };
        db.tidemark.configure({ ...options, fetch: network.fetch });
        await db.tidemark.sync();
        if (restart) db.close();
        else db.tidemark.configure({ ...options, fetch: server.as('bob') });
        await settled(server, restart ? await browser(server, 'bob', { name, options: SMALL }) : db);
        assertOutcome(server);
        return network.happened;
      });
      assert.ok(places >= 4, `${places} places`);
    });
  }
}

/** What somebody does meanwhile in another tab × what must be there at the end. */
const EDITS = {
  'edits a record that is under way': [
    (db) => db.companies.update(id(1), { notes: 'meanwhile' }),
    (s) => s.fields('companies', id(1)).notes,
  ],
  'edits a record that is new': [
    (db) => db.companies.update(id(7), { notes: 'meanwhile' }),
    (s) => s.fields('companies', id(7)).notes,
  ],
  'edits a record in conflict': [
    (db) => db.companies.update(id(2), { notes: 'meanwhile' }),
    (s) => s.fields('companies', id(2)).notes,
  ],
  'edits a record that others changed': [
    (db) => db.companies.update(id(5), { notes: 'meanwhile' }),
    (s) => s.fields('companies', id(5)).notes,
  ],
  'edits a clean record': [
    (db) => db.companies.update(id(4), { notes: 'meanwhile' }),
    (s) => s.fields('companies', id(4)).notes,
  ],
  'deletes a record that is under way': [
    (db) => db.companies.delete(id(1)),
    (s) => s.record('companies', id(1)) ?? 'meanwhile',
  ],
  'deletes a record that is new': [
    (db) => db.companies.delete(id(7)),
    (s) => s.record('companies', id(7)) ?? 'meanwhile',
  ],
  'takes a delete back': [
    (db) => db.companies.put(row(3, { notes: 'meanwhile' })),
    (s) => s.fields('companies', id(3))?.notes,
  ],
  'adds a record': [
    (db) => db.companies.add(row(9, { notes: 'meanwhile' })),
    (s) => s.fields('companies', id(9))?.notes,
  ],
};

for (const [what, [edit, outcome]] of Object.entries(EDITS)) {
  test(`another tab ${what} before any transaction of a sync: it survives`, async () => {
    await atEveryPlace(async (n) => {
      const { server, db, name } = await beforeSync();
      const other = await browser(server, 'bob', { name, options: SMALL });
      const moment = interfereBefore(db, n, () => edit(other));
      const report = await db.tidemark.sync();
      assert.ok(['synced', 'conflicts'].includes(report.status), report.reason);
      await moment.done;
      calm(db);
      await settled(server, db);
      if (moment.happened) assert.equal(outcome(server), 'meanwhile', `at place ${n}`);
      return moment.happened;
    });
  });

  test(`another tab ${what} while any request is under way: it survives`, async () => {
    await atEveryPlace(async (n) => {
      const { server, db, name } = await beforeSync();
      const other = await browser(server, 'bob', { name, options: SMALL });
      const network = networkFailingAt(server.as('bob'), n, 'late', () => edit(other));
      const options = { url: '/api', collections: ['companies', 'contacts'], ...SMALL, syncOnOnline: false };
      db.tidemark.configure({ ...options, fetch: network.fetch });
      await db.tidemark.sync();
      await settled(server, db);
      if (network.happened) assert.equal(outcome(server), 'meanwhile', `at request ${n}`);
      return network.happened;
    });
  });
}

test('the browser refuses to store any more: the sync says so, and nothing is lost', async () => {
  const { server, db } = await beforeSync();
  const put = IDBObjectStore.prototype.put;
  const told = [];
  db.tidemark.on('storage', (state) => told.push(state.full));
  IDBObjectStore.prototype.put = function (...args) {
    if (this.name === 'companies') throw new DOMException('full', 'QuotaExceededError');
    return put.apply(this, args);
  };
  const report = await db.tidemark.sync();
  IDBObjectStore.prototype.put = put;
  assert.equal(report.status, 'failed');
  assert.match(report.reason, /Quota/);
  assert.deepEqual(told, [true]);
  await settled(server, db);
  assertOutcome(server);
});
