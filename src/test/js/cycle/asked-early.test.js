import test from 'node:test';
import assert from 'node:assert/strict';
import { atRest } from '../at-rest.js';
import { FakeLocks, withNavigator } from '../fake-browser.js';
import { Dexie, browser, company, rowsOf, sync } from '../world.js';

/** What a sync asks before the store is looked up does no harm, whoever has written meanwhile. */

test('who has written nothing since the last sync asks before the store is looked up', async () => {
  const { db, bodies, onAsked } = await atRest();
  let isBusy = true;
  const asked = new Promise((resolve) => onAsked(() => resolve(isBusy)));
  const patience = new Promise((resolve) => setTimeout(() => resolve(isBusy), 1000));
  // As long as this transaction lasts no other one can look.
  const busy = db
    .transaction('rw', db.companies, () => Dexie.waitFor(Promise.race([asked, patience])))
    .then(() => (isBusy = false));
  await sync(db);
  await busy;
  assert.equal(await asked, true);
  assert.equal(bodies.length, 1);
});

test('the question is under way while another tab has the turn, and its answer does no harm', () =>
  withNavigator({ locks: new FakeLocks() }, async () => {
    const { server, name, db, bodies } = await atRest();
    const other = await browser(server, 'alice', { name });
    server.write('bob', 'companies', 'c0000000-0000-4000-8000-000000000001', company(db));
    let end;
    const turn = navigator.locks.request(
      `tidemark ${name}`,
      {},
      () => new Promise((resolve) => (end = resolve)),
    );
    const waiting = db.tidemark.sync();
    for (let n = 0; n < 20; n++) await new Promise(setImmediate);
    assert.equal(bodies.length, 1);
    // Meanwhile the other one goes on: what was asked is not what is to be asked now.
    const { cursor } = await other.table('$tidemark_state').get('replica');
    end();
    await withNavigator({}, () => sync(other));
    await turn;
    await waiting;
    assert.notEqual((await db.table('$tidemark_state').get('replica')).cursor, cursor);
    assert.equal((await rowsOf(db)).length, 1);
  }));

test('who has written something sends it, and asks nothing beside', async () => {
  const { server, db, bodies } = await atRest();
  const record = company(db);
  await db.companies.add(record);
  await sync(db);
  assert.deepEqual(
    bodies.map(({ push }) => push?.number),
    [1],
  );
  await sync(db);
  assert.equal(bodies.length, 2);
  assert.ok(server.record('companies', record.id));
});

test('what is written while the question is under way goes with this very sync', async () => {
  const { server, db, bodies, onAsked } = await atRest();
  const record = company(db);
  let writing;
  onAsked(() => (writing ??= db.companies.add(record)));
  await sync(db);
  assert.ok(server.record('companies', record.id));
  assert.deepEqual(
    bodies.map(({ push }) => push?.number),
    [undefined, 1],
  );
});

test('what is written while a push is under way is known to the next sync', async () => {
  const { db, bodies, onAsked } = await atRest();
  await db.companies.add(company(db));
  let writing;
  onAsked(() => (writing ??= db.companies.add(company(db))));
  await sync(db);
  await writing;
  await sync(db);
  assert.deepEqual(
    bodies.map(({ push }) => push?.number),
    [1, 2],
  );
});

test('what is brought early is stored by the transaction that looks', async () => {
  const { server, db } = await atRest();
  const id = 'c0000000-0000-4000-8000-000000000001';
  server.write('bob', 'companies', id, company(db));
  const transactions = [];
  const { transaction } = db.core;
  db.core.transaction = (stores, mode, ...more) => {
    if (mode === 'readwrite' && stores.includes('companies')) transactions.push(stores);
    return transaction(stores, mode, ...more);
  };
  const { pulled } = await sync(db);
  assert.deepEqual([pulled, transactions.length], [1, 1]);
  assert.equal((await rowsOf(db))[0].id, id);
  assert.equal(db.tidemark.lastSync, (await db.table('$tidemark_state').get('replica')).lastSync);
});

for (const [what, trouble] of Object.entries({
  refused: () => new Response('{}', { status: 503 }),
  unreachable: () => Promise.reject(new TypeError('network')),
})) {
  test(`trouble with what was asked early (${what}) is the first try: the second brings it`, async () => {
    const { server, db, bodies, fail } = await atRest();
    server.write('bob', 'companies', 'c0000000-0000-4000-8000-000000000001', company(db));
    fail(trouble);
    assert.equal((await sync(db)).pulled, 1);
    assert.equal(bodies.length, 2);
  });
}

test('a record of another tab goes out also if what was asked early came to nothing', async () => {
  const { server, name, db, fail } = await atRest();
  const other = await browser(server, 'alice', { name });
  const record = company(other);
  await other.companies.add(record);
  fail(() => Promise.reject(new TypeError('network')));
  assert.equal((await sync(db)).applied, 1);
  assert.ok(server.record('companies', record.id));
});

test('what another tab has written is sent, whatever was asked before it was seen', async () => {
  const { server, name, db, bodies } = await atRest();
  const other = await browser(server, 'alice', { name });
  const record = company(other);
  await other.companies.add(record);
  server.write('bob', 'companies', 'c0000000-0000-4000-8000-000000000001', company(db));
  const report = await sync(db);
  assert.deepEqual([report.applied, report.pulled > 0], [1, true]);
  assert.ok(server.record('companies', record.id));
  assert.equal((await rowsOf(db)).length, 2);
  assert.equal(await other.tidemark.pending().then(({ total }) => total), 0);
  assert.deepEqual(
    bodies.map(({ push }) => push?.number),
    [undefined, 1],
  );
});

test('with an open conflict nothing is asked early: what a steward decided comes with the sync that asks the desk', async () => {
  const { server, db, bodies, onAsked } = await atRest();
  const record = company(db, { phone: '1' });
  await db.companies.add(record);
  await sync(db);
  server.write('bob', 'companies', record.id, { phone: 'bob' });
  await db.companies.update(record.id, { phone: 'alice' });
  await sync(db, 'conflicts');
  const [conflict] = await db.tidemark.conflicts();
  assert.equal((await db.tidemark.sync({ collections: ['contacts'] })).status, 'synced');
  bodies.length = 0;
  onAsked((url) => {
    if (!url.includes('/conflicts/')) return;
    server.resolve('carol', conflict.id, 'server');
    server.write('carol', 'companies', record.id, { phone: 'carol' });
  });
  await sync(db);
  assert.equal((await db.companies.get(record.id)).phone, 'carol');
  assert.equal(bodies.length, 1);
});

test('with a conflict that another tab has found nothing is asked early either', async () => {
  const { server, name, db, bodies } = await atRest();
  const other = await browser(server, 'alice', { name });
  const record = company(other, { phone: '1' });
  await other.companies.add(record);
  await sync(other);
  await sync(db);
  server.write('bob', 'companies', record.id, { phone: 'bob' });
  await other.companies.update(record.id, { phone: 'alice' });
  const told = new Promise((resolve) => db.tidemark.on('conflicts', resolve));
  await sync(other, 'conflicts');
  await told;
  bodies.length = 0;
  await sync(db, 'blocked');
  assert.deepEqual(bodies, []);
});

test('another user asks nothing before it is known who that is', async () => {
  const { server, db } = await atRest();
  const paths = [];
  const send = server.as('bob');
  db.tidemark.configure({
    ...{
      url: '/api',
      collections: ['companies', 'contacts'],
      user: 'bob',
      syncOnOnline: false,
    },
    fetch: (url, init) => {
      paths.push(`${init.method} ${url}`);
      return send(url, init);
    },
  });
  await sync(db);
  assert.deepEqual(paths, ['GET /api', 'POST /api/sync']);
});
