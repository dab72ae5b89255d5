import test from 'node:test';
import assert from 'node:assert/strict';
import { AWAY } from '../answers.js';
import { ModelServer } from '../model-server.js';
import {
  ADDONS,
  Dexie,
  ONCE,
  SCHEMA,
  SETTINGS,
  browser,
  company,
  companyInConflict,
  sync,
} from '../world.js';

/** What an application can show of the state of synchronisation: what remains, and how the server stands. */

test('a sync that ends well says what remains: in conflict, rejected, or behind a conflict', async () => {
  const server = new ModelServer({ gates: { companies: 'receive' } });
  const db = await browser(server, 'alice');
  const [one, two] = [company(db), company(db)];
  await db.companies.bulkAdd([one, two]);
  await sync(db);
  server.write('bob', 'companies', one.id, { phone: 'bob' });
  await db.companies.update(one.id, { phone: 'alice' });
  await db.companies.add(company(db, { name: '' }));
  assert.deepEqual((await sync(db, 'conflicts')).open, { pending: 0, conflicts: 1, rejected: 1 });
  await db.companies.update(two.id, { phone: 'alice' });
  assert.deepEqual((await sync(db)).open, { pending: 1, conflicts: 1, rejected: 1 });
  const { toSend, waiting } = await db.tidemark.pending();
  assert.deepEqual([toSend, waiting], [0, 1]);
});

test('without an answer the report says what remains too', async () => {
  const db = await browser(new ModelServer(), 'alice', { fetch: AWAY, options: ONCE });
  await db.companies.add(company(db));
  assert.deepEqual((await sync(db, 'offline')).open, { pending: 1, conflicts: 0, rejected: 0 });
});

test('the state of the connection follows what happens, and is told', async () => {
  const server = new ModelServer();
  let send = server.as('alice');
  const db = await browser(server, 'alice', { fetch: (...request) => send(...request), options: ONCE });
  const told = [];
  db.tidemark.on('network', ({ server: state }) => told.push(state));
  assert.equal(db.tidemark.connection.server, 'unknown');
  await sync(db);
  send = AWAY;
  await sync(db, 'offline');
  assert.match(db.tidemark.connection.reason, /no network/);
  send = () => Promise.resolve(new Response('{}', { status: 401 }));
  await sync(db, 'unauthenticated');
  assert.deepEqual(told, ['reached', 'unreachable', 'unauthenticated']);
  assert.equal(db.tidemark.connection.isRunning, false);
});

test('a sync that a conflict stops tells too whether the server can be reached', async () => {
  const server = new ModelServer();
  let send = server.as('alice');
  const db = await browser(server, 'alice', { fetch: (...request) => send(...request), options: ONCE });
  await companyInConflict(db, server);
  send = AWAY;
  await sync(db, 'blocked');
  assert.equal(db.tidemark.connection.server, 'unreachable');
  send = server.as('alice');
  await sync(db, 'blocked');
  assert.equal(db.tidemark.connection.server, 'reached');
});

test('how the server stands is told after the first try that fails, not after the last', async () => {
  const server = new ModelServer();
  const send = server.as('alice');
  const seen = [];
  let fails = 0;
  const fetch = (...request) => {
    const { server: state, isRunning } = db.tidemark.connection;
    seen.push(`${state} ${isRunning}`);
    return fails-- > 0 ? AWAY() : send(...request);
  };
  const db = await browser(server, 'alice', { fetch, options: { retry: { base: 1, max: 1, attempts: 3 } } });
  await sync(db);
  await db.companies.add(company(db));
  [seen.length, fails] = [0, 2];
  await sync(db);
  assert.deepEqual(seen, ['reached true', 'unreachable true', 'unreachable true']);
  assert.equal(db.tidemark.connection.server, 'reached');
});

test('an answer after tries that failed is told before the sync ends', async () => {
  const server = new ModelServer();
  const send = server.as('alice');
  let isAway = true;
  const fetch = (...request) => (isAway ? ((isAway = false), AWAY()) : send(...request));
  const db = await browser(server, 'alice', { fetch, options: { retry: { base: 1, max: 1, attempts: 2 } } });
  const told = [];
  db.tidemark.on('network', ({ server: state, reason, isRunning }) => told.push([state, isRunning, reason]));
  await sync(db);
  assert.deepEqual(told, [
    ['unreachable', true, 'TypeError: no network'],
    ['reached', true, null],
  ]);
});

/** A replica that a conflict stops; a steward has decided it; what the desk answers is the test's, once. */
async function stopped(first, options) {
  const server = new ModelServer();
  const send = server.as('alice');
  let isFirst = true;
  const fetch = (url, init) => {
    if (!url.includes('/conflicts/') || !isFirst) return send(url, init);
    isFirst = false;
    return first();
  };
  const db = await browser(server, 'alice', { fetch, options: { ...ONCE, ...options } });
  const record = await companyInConflict(db, server);
  const [{ id }] = await db.tidemark.conflicts();
  server.resolve('carol', id, 'server');
  return { db, record };
}

const refusing = (status, name) => async () =>
  new Response(JSON.stringify({ type: `urn:tidemark:problem:${name}`, title: name }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });

for (const [what, first, state, reason] of [
  ['does not answer', AWAY, 'unreachable', 'TypeError: no network'],
  ['is busy', refusing(503, 'busy'), 'failed', 'busy'],
  ['fails', refusing(500, 'defect'), 'failed', 'defect'],
  [
    'is behind a gateway that does not reach it',
    async () => new Response('', { status: 502 }),
    'unreachable',
    'HTTP 502',
  ],
])
  test(`a replica that a conflict stops asks again by itself where the server ${what}`, async () => {
    const { db, record } = await stopped(first, { syncOnChange: 1e6 });
    const told = [];
    db.tidemark.on('network', (connection) => told.push(connection));
    const done = new Promise((resolve) =>
      db.tidemark.on('syncComplete', ({ status }) => status === 'synced' && resolve()),
    );
    await sync(db, 'blocked');
    await done;
    assert.deepEqual([told[0].server, told[0].reason], [state, reason]);
    assert.ok(
      told.some(({ retryAt }) => retryAt),
      'people see when',
    );
    assert.equal(db.tidemark.connection.server, 'reached');
    assert.equal((await db.companies.get(record.id)).phone, 'bob');
    db.tidemark.configure(SETTINGS);
  });

test('a replica that a conflict stops learns by its question that the session has ended', async () => {
  const { db } = await stopped(refusing(401, 'unauthenticated'), { syncOnChange: 1e6 });
  await sync(db, 'blocked');
  const { server, retryAt } = db.tidemark.connection;
  assert.deepEqual([server, retryAt], ['unauthenticated', null]);
  db.tidemark.configure(SETTINGS);
});

test('the question for decisions has the patience of any request', async (t) => {
  const { db } = await stopped(AWAY, { timeout: 77_777 });
  const spy = t.mock.method(globalThis, 'setTimeout');
  await sync(db, 'blocked');
  assert.deepEqual(
    spy.mock.calls.map(({ arguments: [, ms] }) => ms).filter((ms) => ms > 1000),
    [77_777],
  );
});

test('when a try by itself has failed, everybody can see when the next one comes', async () => {
  const db = await browser(new ModelServer(), 'alice', {
    fetch: AWAY,
    options: { ...ONCE, retry: { base: 1e5, max: 1e5, attempts: 1 }, syncOnChange: 1 },
  });
  const next = new Promise((resolve) =>
    db.tidemark.on('network', ({ retryAt }) => retryAt && resolve(retryAt)),
  );
  await db.companies.add(company(db));
  assert.ok(Date.parse(await next) > Date.now());
  assert.equal(db.tidemark.connection.server, 'unreachable');
  db.tidemark.configure(SETTINGS);
});

for (const [what, more, isTried] of [
  ['where the application syncs by itself', { syncOnChange: 1e6 }, true],
  ['where it never does', {}, false],
])
  test(`a sync that was asked for and found no server is tried again ${what}: ${isTried}`, async () => {
    const options = { ...ONCE, retry: { base: 1e5, max: 1e5, attempts: 1 }, ...more };
    const db = await browser(new ModelServer(), 'alice', { fetch: AWAY, options });
    await sync(db, 'offline');
    await new Promise((resolve) => setImmediate(resolve));
    const { server, retryAt } = db.tidemark.connection;
    assert.deepEqual([server, Date.parse(retryAt ?? '') > Date.now()], ['unreachable', isTried]);
    db.tidemark.configure(SETTINGS);
  });

test('what is sent is told before the answer is there', async () => {
  const server = new ModelServer();
  const db = await browser(server);
  const told = [];
  db.tidemark.on('progress', (progress) => progress.phase === 'push' && told.push(progress));
  await db.companies.bulkAdd([company(db), company(db)]);
  await sync(db);
  assert.deepEqual(told, [
    { phase: 'push', done: 0, total: 2 },
    { phase: 'push', done: 2, total: 2 },
  ]);
});

for (const [name, factory] of Object.entries({
  'without IndexedDB': null,
  'where the browser blocks it': {
    open: () => {
      throw new DOMException('denied', 'SecurityError');
    },
  },
})) {
  test(`${name} everything says so, and nothing says that all is sent`, async () => {
    const db = new Dexie(`none-${name}`, { addons: ADDONS, indexedDB: factory, IDBKeyRange });
    db.version(1).stores(SCHEMA);
    db.tidemark.configure({ ...SETTINGS, ...ONCE, fetch: new ModelServer().as('alice') });
    const told = new Promise((resolve) => db.tidemark.on('storage', resolve));
    const report = await db.tidemark.sync();
    assert.deepEqual([report.status, report.open], ['failed', null]);
    assert.match(report.reason, /keeps no data.*IndexedDB/);
    assert.equal((await told).available, false);
    assert.equal(db.tidemark.connection.storage, 'unavailable');
    assert.equal((await db.tidemark.storage()).available, false);
    await assert.rejects(db.tidemark.pending(), /keeps no data.*IndexedDB/);
  });
}
