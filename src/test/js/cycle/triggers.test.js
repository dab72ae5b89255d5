import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { withNavigator, withPage } from '../fake-browser.js';
import { Triggers } from '../../../main/webapp/tidemark/cycle/auto-sync.js';
import { Dexie, browser, company, sync } from '../world.js';

/** What starts a sync by itself. */

const next = (db, event) => new Promise((resolve) => db.tidemark.on(event, resolve));

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

test.afterEach(() => delete globalThis.EventSource);

/** A browser that follows the server's events, which the test sends. */
async function following(server, options) {
  const sources = [];
  globalThis.EventSource = class extends EventTarget {
    constructor(url) {
      super();
      this.url = url;
      sources.push(this);
    }
    close() {
      this.closed = true;
    }
  };
  const db = await browser(server, 'alice', { ...options, options: { live: true } });
  const changed = (data) => {
    const event = new Event('changed');
    if (data) event.data = JSON.stringify({ scope: 'emea', spread: 0, ...data });
    sources[0].dispatchEvent(event);
  };
  return { db, source: sources[0], sources, changed };
}

/** The first POST is answered by the server at once, but its answer arrives only when the test opens the gate. */
function heldAnswer(server) {
  const send = server.as('alice');
  const gate = {};
  const opened = new Promise((resolve) => (gate.open = resolve));
  gate.reached = new Promise((resolve) => (gate.arrive = resolve));
  gate.fetch = async (url, init) => {
    const response = await send(url, init);
    if (init.method === 'POST') {
      gate.arrive();
      await opened;
    }
    return response;
  };
  return gate;
}

const posts = (server) => server.requests.filter(({ method }) => method === 'POST').length;

test('a hint of the server leads to a sync; many at once to one', async () => {
  const server = new ModelServer();
  const { db, source, changed } = await following(server);
  assert.equal(source.url, '/api/events');
  const done = next(db, 'syncComplete');
  for (let n = 0; n < 5; n++) changed();
  await done;
  assert.equal(posts(server), 1);
  await db.tidemark.signOut();
  assert.equal(source.closed, true);
});

test('a hint that comes while a sync runs is followed by another sync, which the running one may have missed', async () => {
  const server = new ModelServer();
  const gate = heldAnswer(server);
  const { db, changed } = await following(server, { fetch: gate.fetch });
  const first = sync(db);
  await gate.reached;
  const id = db.tidemark.newId();
  server.write('bob', 'companies', id, company(db));
  changed({ version: server.clocks.get('emea') });
  await new Promise((resolve) => setTimeout(resolve, 5)); // its spread is over: it waits for the sync
  const again = next(db, 'syncComplete');
  gate.open();
  await first;
  await again;
  while (posts(server) < 2) await next(db, 'syncComplete');
  await sync(db);
  assert.equal((await db.companies.get(id)).phone, '1');
});

test('a hint of what was pulled already, or pushed from here, leads to no sync', async () => {
  const server = new ModelServer();
  const { db, changed } = await following(server);
  await db.companies.add(company(db));
  await sync(db);
  changed({ version: server.clocks.get('emea') });
  await new Promise((resolve) => setTimeout(resolve, 5)); // its spread would be over
  const id = db.tidemark.newId();
  server.write('bob', 'companies', id, company(db));
  const done = next(db, 'syncComplete');
  changed({ version: server.clocks.get('emea') });
  assert.equal((await done).pulled, 1);
  assert.equal(posts(server), 2);
});

test('a hint of what another tab has pulled leads to no sync', async () => {
  const server = new ModelServer();
  const { db, changed } = await following(server);
  const other = await browser(server, 'alice', { name: db.name });
  server.write('bob', 'companies', db.tidemark.newId(), company(db));
  const done = next(db, 'syncComplete');
  await sync(other);
  await done;
  changed({ version: server.clocks.get('emea') });
  await new Promise((resolve) => setTimeout(resolve, 5)); // its spread would be over
  assert.equal(posts(server), 1);
  await db.tidemark.signOut();
});

test('where the tab with the stream has closed its database, another one pulls', async () => {
  const server = new ModelServer();
  const { db, sources, changed } = await following(server);
  const other = await browser(server, 'alice', { name: db.name, options: { live: true } });
  while (sources.filter(({ closed }) => !closed).length > 1) await new Promise(setImmediate);
  assert.equal(sources[0].closed, undefined, 'the elder keeps it');
  await sync(db);
  await db.close();
  server.write('bob', 'companies', other.tidemark.newId(), company(other));
  const arrived = new Promise((resolve) =>
    other.tidemark.on('syncComplete', ({ pulled }) => pulled === 1 && resolve()),
  );
  changed({ version: server.clocks.get('emea') });
  await arrived;
  assert.equal(await other.companies.count(), 1);
  await other.tidemark.signOut();
});

test('who is signed out does not hear it again and again, and follows anew after the next sign-in', async () => {
  const server = new ModelServer();
  let isSignedIn = false;
  const send = server.as('alice');
  const fetch = (url, init) =>
    isSignedIn ? send(url, init) : Promise.resolve(new Response('{}', { status: 401 }));
  const { db, sources } = await following(server, { fetch });
  let asked = 0;
  db.tidemark.on('authRequired', () => (asked += 1));
  await sync(db, 'unauthenticated');
  sources[0].dispatchEvent(new Event('error'));
  await new Promise((resolve) => setTimeout(resolve, 50)); // it would have come back by now
  assert.deepEqual([sources.length, asked], [1, 1]);
  isSignedIn = true;
  await sync(db);
  assert.equal(sources.length, 2);
  await db.tidemark.signOut();
});

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
