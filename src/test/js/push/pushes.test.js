import test from 'node:test';
import assert from 'node:assert/strict';
import { pushes, world } from '../alice-and-bob.js';
import { company, rowsOf, sync } from '../world.js';

/** What a push holds: all that the server needs to know, and no more than it takes. */

test('a modified record carries all writable fields, and the old values of those that changed', async () => {
  const { server, alice } = await world();
  const record = company(alice, { notes: 'n', starred: true });
  await alice.companies.add(record);
  await sync(alice);
  await alice.companies.toCollection().modify((row) => {
    row.phone = '2';
    delete row.notes;
    row.rating = 5;
  });
  await sync(alice);
  const [added, modified] = pushes(server).map(({ changes }) => changes.companies);
  assert.deepEqual(added, {
    added: [{ id: record.id, fields: { name: 'Fjord AS', region: 'emea', phone: '1', notes: 'n' } }],
  });
  assert.deepEqual(modified.modified, [
    {
      id: record.id,
      version: 1,
      fields: { name: 'Fjord AS', region: 'emea', vatNumber: null, phone: '2', notes: null, address: null },
      base: { phone: '1', notes: 'n' },
    },
  ]);
  assert.equal((await alice.companies.get(record.id)).starred, true, "the application's own field stays");
});

test('long numbers and decimals stay text, here and on the wire', async () => {
  const { server, alice } = await world();
  await alice.companies.add(company(alice, { notes: '9007199254740993', address: { lat: '12.50' } }));
  await sync(alice);
  const { fields } = pushes(server)[0].changes.companies.added[0];
  assert.deepEqual([fields.notes, fields.address], ['9007199254740993', { lat: '12.50' }]);
  const [row] = await rowsOf(alice);
  assert.deepEqual([row.notes, row.address.lat], ['9007199254740993', '12.50']);
});

test('an outbox larger than a push goes in several, parents before children', async () => {
  const { server, alice, bob } = await world({ options: { changesPerPush: 3 } });
  const parents = Array.from({ length: 5 }, () => company(alice));
  const children = parents.map(({ id }) => ({ id: alice.tidemark.newId(), company: id, name: 'Kim' }));
  await alice.contacts.bulkAdd(children);
  await alice.companies.bulkAdd(parents);
  const report = await sync(alice);
  assert.deepEqual([report.pushed, report.applied, report.rejected], [10, 10, 0]);
  assert.equal(pushes(server).length, 4);
  assert.deepEqual(
    pushes(server).map(({ number }) => number),
    [1, 2, 3, 4],
  );
  await sync(bob);
  assert.deepEqual(await rowsOf(bob, 'contacts'), await rowsOf(alice, 'contacts'));

  await alice.companies.clear();
  await alice.contacts.clear();
  assert.equal((await sync(alice)).rejected, 0);
  await sync(bob);
  assert.deepEqual(await rowsOf(bob), []);
});

test('a push is no larger than the server takes, in bytes', async () => {
  const { server, alice } = await world({ server: { limits: { bytes: 20_000 } } });
  await alice.companies.bulkAdd(
    Array.from({ length: 20 }, () => company(alice, { notes: 'x'.repeat(3000) })),
  );
  const report = await sync(alice);
  assert.equal(report.applied, 20);
  assert.ok(server.requests.every(({ body }) => (body?.length ?? 0) <= 20_000));
});
