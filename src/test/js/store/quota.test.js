import test from 'node:test';
import assert from 'node:assert/strict';
import { withNavigator } from '../fake-browser.js';
import { ModelServer } from '../model-server.js';
import { browser, company, next, sync, withPages } from '../world.js';

/** Room in the local store: that it is promised, that it is scarce, and that there is none. */

test('durable storage is asked for, and told', () =>
  withNavigator(
    {
      storage: {
        persist: async () => true,
        persisted: async () => true,
        estimate: async () => ({ usage: 95, quota: 100 }),
      },
    },
    async () => {
      const db = await browser(new ModelServer());
      const told = next(db, 'storage');
      assert.equal(await db.tidemark.persist(), true);
      assert.deepEqual(await told, { durable: true, usage: 95, quota: 100 });
      assert.equal((await db.tidemark.storage()).scarce, true);
    },
  ));

test('where the browser has no storage manager, the answer says that nothing is promised', async () => {
  const db = await browser(new ModelServer());
  assert.equal(await db.tidemark.persist(), false);
  assert.deepEqual(await db.tidemark.storage(), {
    ...{ durable: false, usage: null, quota: null, scarce: false, available: true },
  });
});

async function withoutRoomFor(what, work) {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value, ...more) {
    if (what(value)) throw new DOMException('full', 'QuotaExceededError');
    return put.call(this, value, ...more);
  };
  try {
    await work();
  } finally {
    IDBObjectStore.prototype.put = put;
  }
}

async function syncInVain(db) {
  const report = await db.tidemark.sync();
  assert.equal(report.status, 'failed');
  assert.match(report.reason, /Quota/);
}

for (const [what, is] of Object.entries({
  'the push': ({ key }) => key === 'inflight',
  'the number of the push': ({ key, number }) => key === 'replica' && number === 1,
  'the mark on what is sent': ({ sent }) => sent !== undefined,
})) {
  test(`without room for ${what} nothing of a departure is stored, and nothing is sent`, async () => {
    const server = new ModelServer();
    const db = await browser(server);
    await sync(db);
    const record = company(db);
    await db.companies.add(record);
    await withoutRoomFor(is, () => syncInVain(db));
    assert.equal(server.record('companies', record.id), undefined);
    const [entry] = await db.table('$tidemark_entries').toArray();
    assert.equal(entry.sent, undefined);
    const state = await db.table('$tidemark_state').bulkGet(['inflight', 'replica']);
    assert.deepEqual([state[0], state[1].number], [undefined, 0]);
    assert.equal((await sync(db)).applied, 1);
  });
}

test('a record for which the local store has no room keeps nothing that was sent from being acknowledged', () =>
  withPages(Infinity, async () => {
    const server = new ModelServer();
    const db = await browser(server);
    await sync(db);
    const told = [];
    db.tidemark.on('progress', ({ phase, done }) => told.push([phase, done]));
    server.write(
      'bob',
      'companies',
      'c0000000-0000-4000-8000-000000000001',
      company(db, { name: 'too large' }),
    );
    const record = company(db);
    await db.companies.add(record);
    await withoutRoomFor(
      ({ name }) => name === 'too large',
      () => syncInVain(db),
    );
    assert.equal((await db.tidemark.pending()).total, 0);
    assert.equal((await db.tidemark.status('companies', record.id)).isFromServer, true);
    assert.equal(await db.table('$tidemark_state').get('inflight'), undefined);
    assert.deepEqual(told, [
      ['push', 0],
      ['push', 1],
    ]);
    await sync(db);
    assert.equal(await db.companies.count(), 2);
  }));
