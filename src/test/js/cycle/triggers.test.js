import test from 'node:test';
import assert from 'node:assert/strict';
import { Triggers } from '../../../main/webapp/tidemark/cycle/auto-sync.js';
import { withNavigator, withPage } from '../fake-browser.js';
import { heldAnswer } from '../held.js';
import { ModelServer } from '../model-server.js';
import { Dexie, browser, company, next, sync } from '../world.js';

/** What starts a sync by itself. */

test("the network's return starts a sync, and its coming and going is told", () =>
  withPage(async ({ tell }) => {
    const db = await browser(new ModelServer(), 'alice', { options: { syncOnOnline: true } });
    const told = [];
    db.tidemark.on('network', ({ online }) => told.push(online));
    const done = next(db, 'syncComplete');
    tell('offline');
    tell('online');
    assert.equal((await done).status, 'synced');
    assert.deepEqual(told.slice(0, 2), [false, true]);
    db.tidemark.configure({ url: '/api', collections: ['companies'], syncOnOnline: false });
  }));

test("the page's return to view starts a sync, if wanted", () =>
  withPage(async ({ document }) => {
    const db = await browser(new ModelServer(), 'alice', { options: { syncOnResume: true } });
    const done = next(db, 'syncComplete');
    document.visibilityState = 'hidden';
    document.dispatchEvent(new Event('visibilitychange'));
    document.visibilityState = 'visible';
    document.dispatchEvent(new Event('visibilitychange'));
    assert.equal((await done).status, 'synced');
  }));

test('a write starts a sync after a while of quiet; several make one', async () => {
  const server = new ModelServer();
  const db = await browser(server, 'alice', { options: { syncOnChange: 20 } });
  const done = next(db, 'syncComplete');
  for (let n = 0; n < 3; n++) await db.companies.add(company(db));
  assert.equal((await done).applied, 3);
  assert.equal(server.requests.filter(({ method }) => method === 'POST').length, 1);
});

test('a decision about a conflict starts a sync like a write', async () => {
  const server = new ModelServer();
  const db = await browser(server, 'alice', { options: { syncOnChange: 20 } });
  const record = company(db);
  await db.companies.add(record);
  await next(db, 'syncComplete');
  server.write('bob', 'companies', record.id, { phone: 'bob' });
  await db.companies.update(record.id, { phone: 'alice' });
  assert.equal((await next(db, 'syncComplete')).status, 'conflicts');
  const [conflict] = await db.tidemark.conflicts();
  const done = next(db, 'syncComplete');
  assert.equal(await db.tidemark.resolve(conflict.id, 'client'), true);
  assert.equal((await done).status, 'synced');
  assert.equal(server.fields('companies', record.id).phone, 'alice');
});

test('what a pull writes starts no sync', async () => {
  const server = new ModelServer();
  const db = await browser(server, 'alice', { options: { syncOnChange: 1 } });
  server.write('bob', 'companies', 'c0000000-0000-4000-8000-000000000001', company(db));
  let started = 0;
  db.tidemark.on('syncStart', () => (started += 1));
  await sync(db);
  const done = next(db, 'syncComplete');
  await db.companies.add(company(db));
  await done;
  assert.equal(started, 2, 'the one that was called, and the one for the write');
});

test('time starts syncs, until the user signs out', async () => {
  const server = new ModelServer();
  const db = await browser(server, 'alice', { options: { interval: 10 } });
  await next(db, 'syncComplete');
  await next(db, 'syncComplete');
  await db.tidemark.signOut();
});

test('a sync that was started by itself and failed is tried again, ever more seldom', () =>
  withPage(async ({ tell }) => {
    const server = new ModelServer();
    let broken = 2;
    const send = server.as('alice');
    const fetch = (...request) =>
      broken-- > 0 ? Promise.reject(new TypeError('network')) : send(...request);
    const options = { syncOnOnline: true, retry: { base: 1, max: 2, attempts: 1 } };
    const db = await browser(server, 'alice', { fetch, options });
    const errors = [];
    db.tidemark.on('syncError', ({ status }) => errors.push(status));
    const done = next(db, 'syncComplete');
    tell('online');
    await done;
    assert.deepEqual(errors, ['offline', 'offline']);
  }));

test('where the browser knows that there is no network, nothing is tried twice', () =>
  withNavigator({ onLine: false }, async () => {
    let tries = 0;
    const fetch = () => Promise.reject(new TypeError(`try ${++tries}`));
    const db = await browser(new ModelServer(), 'alice', { fetch });
    await sync(db, 'offline');
    assert.equal(tries, 1);
  }));

test('an edit made while a sync runs is sent without another reason to sync', async () => {
  const server = new ModelServer();
  const gate = heldAnswer(server);
  const db = await browser(server, 'alice', { fetch: gate.fetch, options: { syncOnChange: 1 } });
  await db.companies.add(company(db));
  await gate.reached;
  const second = company(db);
  await db.companies.add(second);
  await new Promise((resolve) => setTimeout(resolve, 5)); // its quiet is over: it waits for the sync
  const first = next(db, 'syncComplete');
  gate.open();
  await first;
  assert.equal((await next(db, 'syncComplete')).applied, 1);
  assert.ok(server.record('companies', second.id));
});

test('after a revocation nothing comes back by itself, until it is asked for', () =>
  withPage(async ({ tell }) => {
    const server = new ModelServer();
    const options = {
      url: '/api',
      collections: ['companies'],
      fetch: server.as('alice'),
      syncOnOnline: true,
    };
    const db = await browser(server, 'alice', { options });
    let begun = 0;
    db.tidemark.on('syncStart', () => (begun += 1));
    const begins = async () => {
      begun = 0;
      tell('online');
      await new Promise(setImmediate);
      return begun === 1;
    };
    server.write('bob', 'companies', db.tidemark.newId(), company(db));
    await sync(db);
    for (const askForIt of [() => sync(db), () => db.tidemark.configure(options)]) {
      server.revoke();
      const revoked = sync(db, 'revoked');
      // It waits for the one that runs.
      tell('online');
      await revoked;
      assert.equal(await begins(), false);
      assert.equal(await db.companies.count(), 0);
      await askForIt();
      assert.equal(await begins(), true);
      await sync(db);
      assert.equal(await db.companies.count(), 1);
    }
    db.tidemark.configure({ ...options, syncOnOnline: false });
  }));

test('what the application has closed or deleted, nothing opens by itself', () =>
  withPage(async ({ tell }) => {
    for (const end of ['close', 'delete']) {
      const db = await browser(new ModelServer(), 'alice', { options: { syncOnOnline: true } });
      db.tidemark.on('syncStart', () => assert.fail(`after ${end}()`));
      await db[end]();
      tell('online');
      await new Promise(setImmediate);
      assert.equal(await Dexie.exists(db.name), end === 'close');
    }
  }));

/** Auto-sync alone, in a browser that says of its network what the test wants. */
function autoSync(answers) {
  const seen = { probes: 0, syncs: 0, told: [] };
  const triggers = new Triggers({
    sync: async () => ({ status: 'synced', open: null, started: (seen.syncs += 1) }),
    probe: async () => answers[seen.probes++] ?? false,
    events: { emit: (name, detail) => seen.told.push(detail) },
  });
  triggers.start({ url: '/api', interval: 0, live: false, retry: { base: 1e6, max: 1e6 } });
  return { triggers, seen };
}

test('where the browser says that there is no network, the server is asked before anything is sent, and seldom', async () => {
  const { triggers, seen } = autoSync([false]);
  await withNavigator({ onLine: false }, async () => {
    await triggers.fire();
    await triggers.fire();
  });
  assert.deepEqual([seen.probes, seen.syncs], [1, 0], 'what was not sent can be taken back');
  assert.ok(seen.told.some(({ server }) => server === 'unreachable'));
  assert.ok(seen.told.some(({ retryAt }) => Date.parse(retryAt) > Date.now()));
  await withNavigator({ onLine: true }, () => triggers.fire());
  assert.equal(seen.syncs, 1);
  triggers.stop();
});

test('what the browser says of its network may be wrong: where the server answers, auto-sync goes on', async () => {
  const { triggers, seen } = autoSync([true]);
  await withNavigator({ onLine: false }, async () => {
    await triggers.fire();
    await triggers.fire();
  });
  assert.deepEqual([seen.probes, seen.syncs], [1, 2]);
  triggers.stop();
});
