import test from 'node:test';
import assert from 'node:assert/strict';
import { pushes, world } from '../alice-and-bob.js';
import { company, rowsOf, sync } from '../world.js';

/** The cycle on a network that works. */

test('two people edit the same record offline; the conflict is seen, decided, and all end equal', async () => {
  const { server, alice, bob } = await world();
  const record = company(alice);
  await alice.companies.add(record);
  await sync(alice);
  await sync(bob);
  await alice.companies.update(record.id, { phone: '2' });
  await bob.companies.update(record.id, { phone: '3' });
  await sync(alice);

  const report = await sync(bob, 'conflicts');
  assert.equal(report.conflicts, 1);
  assert.equal((await bob.companies.get(record.id)).phone, '3', "the user's own side stays on screen");
  const [conflict] = await bob.tidemark.conflicts();
  assert.deepEqual([conflict.kind, conflict.disputed], ['modified-modified', ['phone']]);
  assert.deepEqual(
    [conflict.base, conflict.client, conflict.server].map(({ fields }) => fields.phone),
    ['1', '3', '2'],
  );
  assert.equal(conflict.server.modifiedBy, 'alice');

  await sync(bob, 'blocked');
  assert.equal(await bob.tidemark.resolve(conflict.id, 'client'), true);
  await sync(bob);
  await sync(alice);
  assert.equal(server.fields('companies', record.id).phone, '3');
  assert.deepEqual(await rowsOf(alice), await rowsOf(bob));
  assert.equal(server.open().length, 0);
});

test('the report counts what happened, and carries the server time', async () => {
  const { server, alice, bob } = await world();
  const [one, two] = [company(alice), company(alice)];
  await alice.companies.bulkAdd([one, two]);
  await sync(alice);
  await sync(bob);
  server.erase('bob', 'companies', two.id);
  await bob.companies.add(company(bob, { name: '' }));
  await bob.companies.update(one.id, { phone: '2' });
  const report = await sync(bob);
  assert.deepEqual(
    { ...report, lastSync: null },
    {
      status: 'synced',
      lastSync: null,
      pushed: 2,
      applied: 1,
      conflicts: 0,
      rejected: 1,
      pulled: 1,
      removed: 1,
      reason: null,
      at: { emea: server.clock('emea') },
      open: { pending: 0, conflicts: 0, rejected: 1 },
    },
  );
  assert.match(report.lastSync, /^2026-11-24T/);
  assert.equal(bob.tidemark.lastSync, report.lastSync);
});

test('one round trip pushes and pulls', async () => {
  const { server, alice } = await world();
  await alice.companies.add(company(alice));
  await sync(alice);
  assert.deepEqual(
    server.requests.map(({ method, path }) => `${method} ${path}`),
    ['GET ', 'POST /sync'],
  );
  await alice.companies.add(company(alice));
  await sync(alice);
  assert.equal(server.requests.length, 3);
});

test('an edit during a sync survives it, rebased onto what was acknowledged', async () => {
  const { server, alice, bob } = await world();
  const record = company(alice);
  await alice.companies.add(record);
  await sync(alice);
  await sync(bob);
  await alice.companies.update(record.id, { phone: '2' });
  const send = server.as('alice');
  let edited = false;
  alice.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], syncOnOnline: false },
    fetch: async (url, init) => {
      const response = await send(url, init);
      if (init.body?.includes('"push"') && !edited) {
        edited = true;
        await alice.companies.update(record.id, { notes: 'while under way' });
      }
      return response;
    },
  });
  await sync(alice);
  assert.equal((await alice.companies.get(record.id)).notes, 'while under way');
  assert.deepEqual((await alice.tidemark.pending()).modified, 1);
  await sync(alice);
  const { phone, notes } = server.fields('companies', record.id);
  assert.deepEqual([phone, notes], ['2', 'while under way']);
  const [, , last] = pushes(server);
  assert.deepEqual(last.changes.companies.modified[0].base, { notes: null });
});

test('what the server made of a value comes by the pull', async () => {
  const { server, alice } = await world();
  const record = company(alice);
  await alice.companies.add(record);
  await sync(alice);
  assert.deepEqual(await rowsOf(alice), [{ ...server.fields('companies', record.id), id: record.id }]);
});

test('after a sync all is clean: one write per record, no second table', async () => {
  const { alice, bob } = await world();
  await alice.companies.bulkAdd(Array.from({ length: 30 }, () => company(alice)));
  await sync(alice);
  await sync(bob);
  for (const db of [alice, bob]) assert.equal(await db.table('$tidemark_entries').count(), 0);
});

test('only the chosen collections are pushed', async () => {
  const { server, alice } = await world();
  const parent = company(alice);
  await alice.companies.add(parent);
  await alice.contacts.add({ id: alice.tidemark.newId(), company: parent.id, name: 'Kim' });
  await alice.tidemark.sync({ collections: ['companies'] });
  assert.deepEqual([server.tables.get('companies').size, server.tables.get('contacts').size], [1, 0]);
  await sync(alice);
  assert.equal(server.tables.get('contacts').size, 1);
});

test('two empty syncs write nothing and ask once each', async () => {
  const { server, alice } = await world();
  await sync(alice);
  const before = server.requests.length;
  const report = await sync(alice);
  assert.equal(server.requests.length, before + 1);
  assert.deepEqual([report.pushed, report.pulled, report.removed], [0, 0, 0]);
});

test('rows from before tracking are sent as added; a bad id of old is refused, not lost', async () => {
  const { server, alice } = await world();
  const record = company(alice);
  const raw = alice.backendDB().transaction('companies', 'readwrite');
  raw.objectStore('companies').put(record);
  raw.objectStore('companies').put({ ...company(alice), id: 'old-style' });
  await new Promise((resolve) => (raw.oncomplete = resolve));
  await sync(alice);
  assert.ok(server.record('companies', record.id));
  assert.deepEqual(
    (await alice.tidemark.rejected()).map(({ id, reason }) => [id, reason]),
    [['old-style', 'malformed']],
  );
  assert.equal((await alice.companies.toArray()).length, 2);
});

test('a collection that the application takes up later is pulled with its past', async () => {
  const { server, alice } = await world({ options: { collections: ['companies'] } });
  server.write('bob', 'companies', 'c0000000-0000-4000-8000-000000000001', { name: 'A', region: 'emea' });
  server.write('bob', 'contacts', 'c0000000-0000-4000-8000-000000000002', {
    ...{ company: 'c0000000-0000-4000-8000-000000000001', name: 'Kim' },
  });
  await sync(alice);
  assert.deepEqual(await rowsOf(alice, 'contacts'), []);
  alice.tidemark.configure({
    url: '/api',
    collections: ['companies', 'contacts'],
    fetch: server.as('alice'),
  });
  await sync(alice);
  assert.equal((await rowsOf(alice, 'contacts')).length, 1);
});
