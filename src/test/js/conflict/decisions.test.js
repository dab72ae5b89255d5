import test from 'node:test';
import assert from 'node:assert/strict';
import { ID, inConflict, row, seen, settle } from '../in-conflict.js';
import { ModelServer } from '../model-server.js';
import { browser, rowsOf, sync } from '../world.js';

/** What a user decides, and when: nothing is overwritten unseen, and nothing of an edit is lost. */

test('another mind before the sync: the last choice counts', async () => {
  const { server, alice, bob, conflict } = await inConflict('modified-modified');
  await bob.tidemark.resolve(conflict.id, 'server');
  assert.equal((await bob.companies.get(ID)).phone, 'alice');
  await bob.tidemark.resolve(conflict.id, 'client');
  assert.equal((await bob.companies.get(ID)).phone, 'bob');
  await settle(server, bob, alice);
  assert.equal(server.fields('companies', ID).phone, 'bob');
});

test('an edit after a resolution goes with it, and cannot be lost by taking back', async () => {
  const { server, alice, bob, conflict } = await inConflict('modified-modified');
  await bob.tidemark.resolve(conflict.id, 'server');
  await bob.companies.update(ID, { notes: 'and then' });
  assert.equal(await bob.tidemark.undo(conflict.id), false);
  await settle(server, bob, alice);
  assert.deepEqual(seen(server.fields('companies', ID)), ['alice', 'and then']);
});

test('an edit while a conflict is open stays, and the conflict shows it', async () => {
  const { server, alice, bob, conflict } = await inConflict('modified-modified');
  await bob.companies.update(ID, { phone: 'bob again' });
  assert.equal((await bob.tidemark.conflict(conflict.id)).client.fields.phone, 'bob again');
  await bob.tidemark.resolve(conflict.id, 'client');
  await settle(server, bob, alice);
  assert.equal(server.fields('companies', ID).phone, 'bob again');
});

test("the server's newer side, seen by a pull, is what is compared and resolved", async () => {
  const { server, alice, bob, conflict } = await inConflict('modified-modified', {
    gates: { companies: 'isolate' },
  });
  server.write('alice', 'companies', ID, { phone: 'newer' });
  await sync(bob);
  assert.equal((await bob.companies.get(ID)).phone, 'bob', 'a pull overwrites nothing in conflict');
  assert.equal((await bob.tidemark.conflict(conflict.id)).server.fields.phone, 'newer');
  await bob.tidemark.resolve(conflict.id, 'server');
  assert.equal((await bob.companies.get(ID)).phone, 'newer');
  await settle(server, bob, alice);
});

test('a record deleted after the conflict was found is shown as deleted, and can be kept or let go', async () => {
  for (const [choice, expected] of [
    ['client', 'bob'],
    ['server', undefined],
  ]) {
    const { server, alice, bob, conflict } = await inConflict('modified-modified', {
      gates: { companies: 'isolate' },
    });
    server.erase('alice', 'companies', ID);
    await sync(bob);
    assert.equal((await bob.tidemark.conflict(conflict.id)).server.deleted, true);
    await bob.tidemark.resolve(conflict.id, choice);
    await bob.tidemark.sync();
    // Its deletion had no version yet: kept, it conflicts anew, now with the deletion on screen.
    for (const { id } of await bob.tidemark.conflicts()) await bob.tidemark.resolve(id, choice);
    await settle(server, bob, alice);
    assert.equal(server.fields('companies', ID)?.phone, expected);
  }
});

test('a deleted record comes back if its delete conflicts and the server side is chosen', async () => {
  const { bob, conflict } = await inConflict('deleted-modified');
  assert.equal(await bob.companies.get(ID), undefined);
  await bob.tidemark.resolve(conflict.id, 'server');
  assert.equal((await bob.companies.get(ID)).phone, 'alice');
});

test('giving up a change in conflict is choosing the server', async () => {
  const { server, alice, bob } = await inConflict('modified-modified');
  assert.equal(await bob.tidemark.discard('companies', ID), true);
  await settle(server, bob, alice);
  assert.equal(server.fields('companies', ID).phone, 'alice');
});

test('all conflicts at once, by a choice or by a rule of the application', async () => {
  const server = new ModelServer();
  const bob = await browser(server, 'bob');
  const ids = Array.from({ length: 4 }, (_, i) => ID.replace(/.$/, String(i)));
  await bob.companies.bulkAdd(ids.map((id) => row({ id })));
  await sync(bob);
  await bob.companies.toCollection().modify({ phone: 'bob' });
  for (const id of ids) server.write('alice', 'companies', id, { phone: 'alice' });
  assert.equal((await sync(bob, 'conflicts')).conflicts, 4);
  assert.equal(await bob.tidemark.resolveAll('client', ({ record }) => record === ids[0]), 1);
  assert.equal(await bob.tidemark.resolveAll(({ record }) => (record === ids[1] ? 'client' : 'server')), 3);
  await sync(bob);
  assert.deepEqual(
    ids.map((id) => server.fields('companies', id).phone),
    ['bob', 'bob', 'alice', 'alice'],
  );
  assert.equal(server.open().length, 0);
});

test('a resolution whose change is refused is sent again with the edit that mends it', async () => {
  const { server, alice, bob, conflict } = await inConflict('modified-modified');
  await bob.tidemark.resolve(conflict.id, { fields: { name: '' } });
  assert.equal((await sync(bob)).rejected, 1);
  assert.equal(server.open().length, 1);
  await bob.companies.update(ID, { name: 'mended' });
  await settle(server, bob, alice);
  assert.equal(server.fields('companies', ID).name, 'mended');
});

test('many resolutions for the server side fit the limit of a push', async () => {
  const server = new ModelServer({ limits: { changes: 3 } });
  const bob = await browser(server, 'bob');
  const ids = Array.from({ length: 8 }, (_, i) => ID.replace(/.$/, String(i)));
  await bob.companies.bulkAdd(ids.map((id) => row({ id })));
  await sync(bob);
  await bob.companies.toCollection().modify({ phone: 'bob' });
  for (const id of ids) server.write('alice', 'companies', id, { phone: 'alice' });
  await sync(bob, 'conflicts');
  await bob.tidemark.resolveAll('server');
  assert.equal((await bob.tidemark.pending()).total, 8);
  await sync(bob);
  assert.equal(server.open().length, 0);
  assert.equal((await bob.tidemark.pending()).total, 0);
});

test('an unknown conflict cannot be resolved or taken back', async () => {
  const { bob } = await inConflict('modified-modified');
  assert.equal(await bob.tidemark.resolve(ID, 'client'), false);
  assert.equal(await bob.tidemark.undo(ID), false);
  assert.equal(await bob.tidemark.conflict(ID), null);
});

test('a decision about a side that is not the one on screen any more is not taken', async () => {
  const { server, alice, bob, conflict } = await inConflict('modified-modified', {
    gates: { companies: 'isolate' },
  });
  server.write('alice', 'companies', ID, { phone: 'newer' });
  await sync(bob);
  const { version } = conflict.server;
  assert.equal(await bob.tidemark.resolve(conflict.id, 'client', { version }), false);
  const [fresh] = await bob.tidemark.conflicts();
  assert.equal(fresh.resolution, undefined);
  assert.equal(await bob.tidemark.resolve(fresh.id, 'client', { version: fresh.server.version }), true);
  await settle(server, bob, alice);
  assert.equal(server.fields('companies', ID).phone, 'bob');
});

test('a choice that is none is refused at once, and in the way of nothing', async () => {
  const { server, bob, conflict } = await inConflict('modified-modified');
  for (const choice of ['mine', { name: 'x' }, { fields: null }, undefined])
    await assert.rejects(bob.tidemark.resolve(conflict.id, choice), TypeError);
  await bob.tidemark.resolve(conflict.id, 'client');
  await sync(bob);
  assert.equal(server.fields('companies', ID).phone, 'bob');
});

test('a deletion that loses gives back the fields of the application alone, too', async () => {
  const server = new ModelServer();
  const db = await browser(server);
  await db.companies.add(row());
  await sync(db);
  await db.companies.update(ID, { starred: true });
  await db.companies.delete(ID);
  server.write('bob', 'companies', ID, { phone: 'bob' });
  await sync(db, 'conflicts');
  const [conflict] = await db.tidemark.conflicts();
  await db.tidemark.resolve(conflict.id, 'server');
  const { phone, starred } = await db.companies.get(ID);
  assert.deepEqual([phone, starred], ['bob', true]);
});

test('a record in conflict that moved to another scope is not gone, also if its conflict was decided meanwhile', async () => {
  const server = new ModelServer();
  const db = await browser(server, 'carol', { options: { changesPerPush: 1 } });
  const other = row({ id: ID.replace(/1$/, '2') });
  await db.companies.bulkAdd([row(), other]);
  await sync(db);
  await db.companies.update(ID, { phone: '2' });
  await db.companies.update(other.id, { phone: '2' });
  server.write('bob', 'companies', ID, { phone: '3', region: 'apac' });
  db.tidemark.on('conflicts', (found) => found.forEach(({ id }) => db.tidemark.resolve(id, 'client')));
  await sync(db, 'conflicts');
  const [conflict] = await db.tidemark.conflicts();
  await db.tidemark.resolve(conflict.id, 'server');
  await sync(db);
  await sync(db);
  assert.equal((await rowsOf(db)).length, 2);
});
