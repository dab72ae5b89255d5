import test from 'node:test';
import assert from 'node:assert/strict';
import { ID, inConflict, seen, settle } from '../in-conflict.js';
import { sync } from '../world.js';

/** A steward decides elsewhere: the replica that waits takes it, and keeps what was edited since. */

for (const outcome of ['client', 'server']) {
  test(`a steward resolves as ${outcome}: the waiting replica takes it and may go on`, async () => {
    const { server, alice, bob, conflict } = await inConflict('modified-modified');
    await sync(bob, 'blocked');
    server.resolve('carol', conflict.id, outcome);
    await sync(bob);
    await settle(server, bob, alice);
    assert.equal(server.fields('companies', ID).phone, outcome === 'client' ? 'bob' : 'alice');
  });
}

test('what was edited after the conflict stays when a steward resolves it', async () => {
  const { server, alice, bob, conflict } = await inConflict('modified-modified');
  await bob.companies.update(ID, { notes: 'later' });
  server.resolve('carol', conflict.id, 'server');
  await sync(bob);
  assert.deepEqual(seen(await bob.companies.get(ID)), ['alice', 'later']);
  await settle(server, bob, alice);
  assert.deepEqual(seen(server.fields('companies', ID)), ['alice', 'later']);
});

test('a record deleted after the conflict stays deleted when a steward resolves it', async () => {
  for (const kind of ['modified-modified', 'added-added', 'modified-deleted']) {
    const { server, alice, bob, conflict } = await inConflict(kind);
    await bob.companies.delete(ID);
    server.resolve('carol', conflict.id, kind === 'modified-deleted' ? 'server' : 'client');
    await sync(bob);
    await settle(server, bob, alice);
    assert.equal(server.record('companies', ID), undefined);
  }
});

test('resolved here and by a steward: nothing is overwritten unseen', async () => {
  const { server, alice, bob, conflict } = await inConflict('modified-modified');
  await bob.tidemark.resolve(conflict.id, 'client');
  server.resolve('carol', conflict.id, 'client');
  server.write('carol', 'companies', ID, { phone: 'carol' });
  await sync(bob, 'conflicts');
  const [anew] = await bob.tidemark.conflicts();
  assert.equal(anew.server.fields.phone, 'carol');
  await bob.tidemark.resolve(anew.id, 'server');
  await settle(server, bob, alice);
});

test('what was edited after the conflict, and by the others too, conflicts again when a steward resolves it', async () => {
  const { server, alice, bob, conflict } = await inConflict('modified-modified');
  await bob.companies.update(ID, { phone: 'later' });
  server.resolve('carol', conflict.id, 'server');
  server.write('carol', 'companies', ID, { phone: 'carol' });
  await sync(bob, 'conflicts');
  const [anew] = await bob.tidemark.conflicts();
  assert.deepEqual([anew.client.fields.phone, anew.server.fields.phone], ['later', 'carol']);
  await bob.tidemark.resolve(anew.id, 'client');
  await settle(server, bob, alice);
});
