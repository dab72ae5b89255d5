import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { FakeLocks, withNavigator, withPage } from '../fake-browser.js';
import { Dexie, browser, company, rowsOf, sync } from '../world.js';

/** Two tabs of one replica. */

const posts = (server) => server.requests.filter(({ method }) => method === 'POST');

async function twoTabs(options) {
  const server = new ModelServer();
  const name = `crm-${Math.random()}`;
  const one = await browser(server, 'alice', { name, options });
  const two = await browser(server, 'alice', { name, options });
  return { server, name, one, two };
}

test('two tabs that sync at once push once, and get the same report', () =>
  withNavigator({ locks: new FakeLocks() }, async () => {
    const { server, one, two } = await twoTabs();
    await one.companies.add(company(one));
    const reports = await Promise.all([one.tidemark.sync(), two.tidemark.sync(), one.tidemark.sync()]);
    assert.deepEqual(reports[1], reports[0]);
    assert.equal(reports[2], reports[0]);
    assert.equal(posts(server).length, 1);
    assert.equal(reports[0].applied, 1);
  }));

test('a tab that waited for one that was closed mid-sync does the sync itself', () =>
  withNavigator({ locks: new FakeLocks() }, async () => {
    const { server, name, one, two } = await twoTabs();
    await one.companies.add(company(one));
    let closed;
    const holding = navigator.locks.request(
      `tidemark ${name}`,
      {},
      () => new Promise((resolve) => (closed = resolve)),
    );
    const joined = two.tidemark.sync();
    while (navigator.locks.queueOf(`tidemark ${name}`) < 2) await new Promise(setImmediate);
    closed();
    await holding;
    assert.equal((await joined).applied, 1);
    assert.equal(server.tables.get('companies').size, 1);
  }));

test('an edit made in one tab while the other one syncs is sent without another reason to sync', () =>
  withNavigator({ locks: new FakeLocks() }, async () => {
    const { server, name, one, two } = await twoTabs();
    const gate = holdAnswer(server, one);
    const running = one.tidemark.sync();
    await gate.reached;
    two.tidemark.configure({
      ...{ url: '/api', collections: ['companies', 'contacts'], fetch: server.as('alice') },
      ...{ syncOnChange: 1, syncOnOnline: false },
    });
    const record = company(two);
    await two.companies.add(record);
    while (navigator.locks.queueOf(`tidemark ${name}`) < 2) await new Promise(setImmediate);
    gate.open();
    await running;
    while (!server.record('companies', record.id)) await new Promise(setImmediate);
  }));

test('a tab that waits behind a revocation does not fetch again what is to be gone', () =>
  withNavigator({ locks: new FakeLocks() }, () =>
    withPage(async ({ tell }) => {
      const { server, name, one, two } = await twoTabs({ syncOnOnline: true });
      server.write('bob', 'companies', one.tidemark.newId(), company(one));
      await sync(one);
      const gate = holdAnswer(server, one);
      server.revoke();
      const running = one.tidemark.sync();
      await gate.reached;
      tell('online');
      while (navigator.locks.queueOf(`tidemark ${name}`) < 2) await new Promise(setImmediate);
      gate.open();
      assert.equal((await running).status, 'revoked');
      while (navigator.locks.queueOf(`tidemark ${name}`) > 0) await new Promise(setImmediate);
      assert.deepEqual(await rowsOf(two), []);
      assert.equal(posts(server).length, 2);
    }),
  ));

test('a write that another tab has begun keeps the user who signs out, and he may go on', async () => {
  const { one, two } = await twoTabs();
  await sync(one);
  // After the first look, which sees nothing of it.
  let busy;
  one.tidemark.on('leaving', (isLeaving) => isLeaving && (busy = two.companies.add(company(two))));
  assert.deepEqual(await one.tidemark.signOut(), { status: 'refused', pending: 1 });
  await busy;
  await one.companies.add(company(one));
  await two.companies.add(company(two));
});

test('who signs out in one tab has signed out in all of them', () =>
  withPage(async ({ tell }) => {
    const { server, name, one, two } = await twoTabs({ syncOnOnline: true });
    await one.companies.add(company(one));
    assert.equal((await one.tidemark.signOut()).status, 'refused');
    await two.companies.add(company(two));
    await sync(one);
    assert.equal((await one.tidemark.signOut()).status, 'signed-out');
    two.tidemark.on('syncStart', () => assert.fail('what is gone is fetched again'));
    tell('online');
    await assert.rejects(two.companies.add(company(two)), { name: 'DatabaseClosedError' });
    await assert.rejects(two.companies.count(), { name: 'DatabaseClosedError' });
    await new Promise(setImmediate);
    assert.equal(await Dexie.exists(name), false);
    two.tidemark.configure({ url: '/api', collections: ['companies'], fetch: server.as('alice') });
    await two.companies.add(company(two));
  }));

test('after a sync the lock is free, also when the sync failed', () =>
  withNavigator({ locks: new FakeLocks() }, async () => {
    const { server, one, two } = await twoTabs();
    const offline = { fetch: () => Promise.reject(new TypeError('network')), retry: { attempts: 1 } };
    one.tidemark.configure({ url: '/api', collections: ['companies', 'contacts'], ...offline });
    await sync(one, 'offline');
    await sync(two);
    assert.equal(posts(server).length, 1);
  }));

test('without Web Locks two tabs that sync at once are correct too', async () => {
  for (let round = 0; round < 10; round++) {
    const { server, one, two } = await twoTabs({ changesPerPush: 2, page: 2 });
    await one.companies.bulkAdd(Array.from({ length: 5 }, () => company(one)));
    server.write('bob', 'companies', 'c0000000-0000-4000-8000-000000000001', company(one));
    await Promise.all([one.tidemark.sync(), two.tidemark.sync()]);
    await sync(one);
    await sync(two);
    assert.equal(server.tables.get('companies').size, 6);
    assert.equal((await rowsOf(one)).length, 6);
    assert.equal(server.clocks.get('emea'), 6, 'each change was applied exactly once');
    assert.equal(server.open().length, 0);
    assert.equal((await two.tidemark.pending()).total, 0);
  }
});

/** Tab one's next POST, or the n-th, is answered at once, but the answer arrives only when the test opens the gate. */
function holdAnswer(server, one, { page, holds = 1 } = {}) {
  const send = server.as('alice');
  const gate = { posts: 0 };
  const opened = new Promise((resolve) => (gate.open = resolve));
  gate.reached = new Promise((resolve) => (gate.arrive = resolve));
  const fetch = async (url, init) => {
    const response = await send(url, init);
    if (init.method !== 'POST') return response;
    await gate.onNext?.();
    if (++gate.posts < holds) return response;
    gate.arrive();
    await opened;
    return response;
  };
  const options = { url: '/api', collections: ['companies', 'contacts'], syncOnOnline: false, fetch };
  one.tidemark.configure({ ...options, ...(page && { page }) });
  return gate;
}

test('an answer that another tab has taken already clears nothing that was edited since', async () => {
  const { server, one, two } = await twoTabs();
  const record = company(one);
  await one.companies.add(record);
  await sync(one);
  await one.companies.update(record.id, { phone: '2' });
  const gate = holdAnswer(server, one);
  const late = one.tidemark.sync();
  await gate.reached;
  await sync(two);
  await two.companies.update(record.id, { phone: '3' });
  gate.open();
  await late;
  await sync(two);
  assert.equal(server.fields('companies', record.id).phone, '3');
});

test('a page that arrives late does not turn the cursor back', async () => {
  const { server, one, two } = await twoTabs();
  await sync(one);
  const gate = holdAnswer(server, one);
  const late = one.tidemark.sync();
  await gate.reached;
  server.write('bob', 'companies', 'c0000000-0000-4000-8000-000000000001', company(one));
  await sync(two);
  gate.open();
  await late;
  const { cursor } = await two.table('$tidemark_state').get('replica');
  assert.equal(JSON.parse(atob(cursor)).scopes.emea, server.clocks.get('emea'));
});

test('a write in one tab is sent by a sync in the other', async () => {
  const { server, one, two } = await twoTabs();
  const record = company(one);
  await one.companies.add(record);
  assert.equal((await sync(two)).applied, 1);
  assert.ok(server.record('companies', record.id));
  assert.equal((await one.tidemark.status('companies', record.id)).isFromServer, true);
});

test('what happens in one tab is told in all', async () => {
  const { one, two } = await twoTabs();
  const told = [];
  const done = new Promise((resolve) => {
    for (const name of ['syncStart', 'progress']) two.tidemark.on(name, () => told.push(name));
    two.tidemark.on('syncComplete', (report) => resolve(report));
  });
  const report = await sync(one);
  assert.deepEqual(await done, report);
  assert.deepEqual([told[0], told.includes('progress')], ['syncStart', true]);
  assert.equal(two.tidemark.lastSync, report.lastSync);
});

test('a listener may leave, and one that fails does no harm to the sync', async () => {
  const { one } = await twoTabs();
  const told = [];
  const off = one.tidemark.on('syncStart', () => told.push(1));
  await sync(one);
  off();
  await sync(one);
  assert.deepEqual(told, [1]);
  const uncaught = new Promise((resolve) => (globalThis.reportError = resolve));
  one.tidemark.on('syncStart', () => {
    throw new Error('a fault of the application');
  });
  await sync(one);
  assert.equal((await uncaught).message, 'a fault of the application');
});

test('a refusal of what another tab has overtaken does not make this replica begin anew', async () => {
  const { server, one, two } = await twoTabs();
  const record = company(one);
  await one.companies.add(record);
  const send = server.as('alice');
  const gate = {};
  const opened = new Promise((resolve) => (gate.open = resolve));
  const reached = new Promise((resolve) => (gate.arrive = resolve));
  const fetch = async (url, init) => {
    if (init.method === 'POST' && !gate.passed) {
      gate.passed = true;
      gate.arrive();
      await opened;
    }
    return send(url, init);
  };
  one.tidemark.configure({ url: '/api', collections: ['companies', 'contacts'], syncOnOnline: false, fetch });
  const late = one.tidemark.sync();
  await reached;
  await sync(two);
  await two.companies.update(record.id, { phone: '2' });
  await sync(two);
  const { replica } = await two.table('$tidemark_state').get('replica');
  gate.open();
  assert.equal((await late).status, 'synced');
  assert.equal((await two.table('$tidemark_state').get('replica')).replica, replica);
  assert.equal(server.fields('companies', record.id).phone, '2');
});

test('a page that was asked for before a deletion was acknowledged does not bring the record back', async () => {
  const { server, one, two } = await twoTabs({ page: 1 });
  const [first, later, deleted] = [1, 2, 3].map((n) => `c0000000-0000-4000-8000-00000000000${n}`);
  for (const id of [first, later, deleted]) server.write('bob', 'companies', id, company(one));
  await sync(one);
  // All is read anew: a pass of several pages whose third one holds what is about to be deleted.
  const gone = 'c0000000-0000-4000-8000-000000000004';
  server.write('bob', 'companies', gone, company(one));
  server.erase('bob', 'companies', gone);
  server.purge('emea');
  const gate = holdAnswer(server, one, { page: 1, holds: 3 });
  const late = one.tidemark.sync();
  await gate.reached;

  // The first deletion is acknowledged; the next, whose request would bring a new cursor as well, does not arrive.
  two.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], syncOnOnline: false },
    ...{ page: 1, changesPerPush: 1, retry: { attempts: 1 } },
    fetch: (url, init) =>
      JSON.parse(init.body ?? '{}').pull
        ? Promise.reject(new TypeError('network'))
        : server.as('alice')(url, init),
  });
  await two.companies.bulkDelete([deleted, later]);
  await sync(two, 'offline');
  assert.deepEqual([...server.tables.get('companies').keys()], [first, later]);

  const shown = new Set();
  gate.onNext = async () => (await rowsOf(two)).forEach(({ id }) => shown.add(id));
  gate.open();
  await late;
  await gate.onNext();
  assert.deepEqual([...shown], [first]);
});
