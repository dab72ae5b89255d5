import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from './model-server.js';
import { browser, rowsOf, sync } from './world.js';

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
