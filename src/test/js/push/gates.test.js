import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { browser, rowsOf, sync } from '../world.js';

/** What an unresolved conflict stops: everything, sending, or only its own record. */

const ID = 'c0000000-0000-4000-8000-000000000001';
const OTHER = 'c0000000-0000-4000-8000-000000000002';
const row = (id, more) => ({ id, name: 'Fjord AS', region: 'emea', phone: '1', ...more });

async function withConflict(gate) {
  const server = new ModelServer({ gates: { companies: gate } });
  const bob = await browser(server, 'bob');
  await bob.companies.bulkAdd([row(ID), row(OTHER)]);
  await sync(bob);
  server.write('alice', 'companies', ID, { phone: 'alice' });
  await bob.companies.update(ID, { phone: 'bob' });
  await sync(bob, 'conflicts');
  await bob.companies.update(OTHER, { phone: 'bob' });
  server.write(
    'alice',
    'companies',
    'c0000000-0000-4000-8000-000000000003',
    row(undefined, { phone: 'new' }),
  );
  server.requests.length = 0;
  return { server, bob };
}

const posts = (server) => server.requests.filter(({ method }) => method === 'POST');

test('block: the sync ends before anything is sent, and says how many conflicts stopped it', async () => {
  const { server, bob } = await withConflict('block');
  const report = await sync(bob, 'blocked');
  assert.equal(report.conflicts, 1);
  assert.deepEqual(posts(server), []);
  assert.equal(server.fields('companies', OTHER).phone, '1');
});

test('block: a resolution opens the gate at once, and this very sync sends it', async () => {
  const { server, bob } = await withConflict('block');
  await bob.tidemark.resolveAll('client');
  await sync(bob);
  assert.deepEqual(
    [ID, OTHER].map((id) => server.fields('companies', id).phone),
    ['bob', 'bob'],
  );
});

test('block: without a network the gate stays shut', async () => {
  const { bob } = await withConflict('block');
  bob.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], syncOnOnline: false },
    fetch: () => Promise.reject(new TypeError('no network')),
  });
  await sync(bob, 'blocked');
});

test('receive: what others did comes in, nothing of the collection goes out, other collections go on', async () => {
  const { server, bob } = await withConflict('receive');
  await bob.contacts.add({ id: bob.tidemark.newId(), company: OTHER, name: 'Kim' });
  await sync(bob);
  assert.equal((await rowsOf(bob)).length, 3);
  assert.equal(server.fields('companies', OTHER).phone, '1');
  assert.equal(server.tables.get('contacts').size, 1);
  await bob.tidemark.resolveAll('server');
  await sync(bob);
  assert.equal(server.fields('companies', OTHER).phone, 'bob');
});

test('isolate: only the record in conflict waits', async () => {
  const { server, bob } = await withConflict('isolate');
  await sync(bob);
  assert.deepEqual(
    [ID, OTHER].map((id) => server.fields('companies', id).phone),
    ['alice', 'bob'],
  );
  assert.equal((await bob.companies.get(ID)).phone, 'bob');
  assert.equal((await rowsOf(bob)).length, 3);
});

test('a gate concerns the chosen collections only', async () => {
  const { server, bob } = await withConflict('block');
  await bob.contacts.add({ id: bob.tidemark.newId(), company: OTHER, name: 'Kim' });
  const report = await bob.tidemark.sync({ collections: ['contacts'] });
  assert.equal(report.status, 'synced');
  assert.equal(server.tables.get('contacts').size, 1);
  assert.equal(server.fields('companies', OTHER).phone, '1');
});

/** Bob has two conflicts about companies behind this gate, and an edit of a third record. */
async function withTwoConflicts(gate) {
  const server = new ModelServer({ gates: { companies: gate } });
  const bob = await browser(server, 'bob');
  const third = 'c0000000-0000-4000-8000-000000000009';
  await bob.companies.bulkAdd([row(ID), row(OTHER), row(third)]);
  await sync(bob);
  for (const id of [ID, OTHER]) server.write('alice', 'companies', id, { phone: 'alice' });
  for (const id of [ID, OTHER]) await bob.companies.update(id, { phone: 'bob' });
  await sync(bob, 'conflicts');
  await bob.companies.update(third, { phone: 'bob' });
  server.requests.length = 0;
  const conflictOf = async (id) => (await bob.tidemark.conflicts()).find(({ record }) => record === id);
  return { server, bob, third, conflictOf };
}

test('block: what a steward decided arrives, while another conflict is undecided and nothing goes out', async () => {
  const { server, bob, third, conflictOf } = await withTwoConflicts('block');
  server.resolve('carol', (await conflictOf(OTHER)).id, 'client');
  const report = await sync(bob, 'blocked');
  assert.deepEqual([report.conflicts, report.open], [1, { pending: 1, conflicts: 1, rejected: 0 }]);
  assert.deepEqual(
    (await bob.tidemark.conflicts()).map(({ record }) => record),
    [ID],
  );
  assert.equal(await bob.tidemark.status('companies', OTHER).then(({ conflict }) => conflict), null);
  assert.ok(posts(server).every(({ body }) => !JSON.parse(body).push));
  assert.equal(server.fields('companies', third).phone, '1');
  // The last one: this very sync goes on.
  server.resolve('carol', (await conflictOf(ID)).id, 'server');
  await sync(bob);
  assert.equal((await bob.companies.get(ID)).phone, 'alice');
  assert.equal(server.fields('companies', third).phone, 'bob');
});

test('block: a decision that was learned of, but not fetched, is fetched by the next sync', async () => {
  const { server, bob, conflictOf } = await withTwoConflicts('block');
  server.resolve('carol', (await conflictOf(OTHER)).id, 'server');
  const send = server.as('bob');
  const options = { url: '/api', collections: ['companies', 'contacts'], syncOnOnline: false };
  const fetch = (url, init) =>
    init.method === 'POST' ? Promise.reject(new TypeError('away')) : send(url, init);
  bob.tidemark.configure({ ...options, fetch, retry: { base: 1, max: 1, attempts: 1 } });
  await sync(bob, 'offline');
  bob.tidemark.configure({ ...options, fetch: send });
  await sync(bob, 'blocked');
  assert.equal((await bob.companies.get(OTHER)).phone, 'alice');
});

for (const gate of ['receive', 'isolate', 'block']) {
  test(`${gate}: a replica that got a new id hears of decisions about its conflicts`, async () => {
    const { server, bob, third, conflictOf } = await withTwoConflicts(gate);
    server.replicas.clear(); // its number is out of step now: it starts anew
    await bob.contacts.add({ id: bob.tidemark.newId(), company: third, name: 'Kim' });
    await bob.tidemark.sync();
    server.resolve('carol', (await conflictOf(OTHER)).id, 'server');
    await bob.tidemark.resolve((await conflictOf(ID)).id, 'server');
    await bob.companies.update(OTHER, { notes: 'later' });
    await sync(bob);
    await sync(bob);
    assert.deepEqual(await bob.tidemark.conflicts(), []);
    assert.equal((await bob.companies.get(OTHER)).phone, 'alice');
    assert.deepEqual(
      [OTHER, third].map((id) => server.fields('companies', id)[id === third ? 'phone' : 'notes']),
      ['later', 'bob'],
    );
  });
}

test('a steward decides about work that was taken over from a file: the browser that has it now hears of it', async () => {
  const { server, bob, conflictOf } = await withTwoConflicts('isolate');
  const file = await bob.tidemark.exportOutbox();
  const second = await browser(server, 'bob');
  await second.tidemark.importOutbox(file);
  await sync(second);
  assert.equal((await second.tidemark.pending()).conflicts, 2);
  server.resolve('carol', (await conflictOf(OTHER)).id, 'server');
  server.resolve('carol', (await conflictOf(ID)).id, 'client');
  for (const db of [second, bob]) {
    await sync(db);
    assert.deepEqual(await db.tidemark.conflicts(), []);
    assert.equal((await db.companies.get(ID)).phone, 'bob');
    assert.equal((await db.companies.get(OTHER)).phone, 'alice');
  }
});

test('receive: what waited behind a conflict goes with the sync that brings its decision', async () => {
  const { server, bob, third, conflictOf } = await withTwoConflicts('receive');
  assert.deepEqual(
    await bob.tidemark.pending().then(({ toSend, waiting, conflicts }) => [toSend, waiting, conflicts]),
    [0, 1, 2],
  );
  for (const id of [ID, OTHER]) server.resolve('carol', (await conflictOf(id)).id, 'server');
  const report = await sync(bob);
  assert.equal(server.fields('companies', third).phone, 'bob');
  assert.deepEqual(report.open, { pending: 0, conflicts: 0, rejected: 0 });
});
