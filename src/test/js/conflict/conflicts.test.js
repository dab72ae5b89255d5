import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { browser, rowsOf, sync } from '../world.js';

/** Every kind of conflict × every choice: what all replicas and the server hold at the end. */

const ID = 'c0000000-0000-4000-8000-000000000001';
const row = (more) => ({ id: ID, name: 'Fjord AS', region: 'emea', phone: '1', notes: 'n', ...more });
const seen = (fields) => fields && [fields.phone, fields.notes];

/** Bob's browser, in conflict with what Alice did. */
async function inConflict(kind, { gates } = {}) {
  const server = new ModelServer({ gates });
  const alice = await browser(server, 'alice');
  const bob = await browser(server, 'bob');
  if (kind === 'added-added') {
    await alice.companies.add(row({ phone: 'alice' }));
    await bob.companies.add(row({ phone: 'bob', notes: 'bob' }));
  } else {
    await alice.companies.add(row());
    await sync(alice);
    await sync(bob);
    if (kind === 'modified-deleted') await alice.companies.delete(ID);
    else await alice.companies.update(ID, { phone: 'alice' });
    if (kind === 'deleted-modified') await bob.companies.delete(ID);
    else await bob.companies.update(ID, { phone: 'bob', notes: 'bob' });
  }
  await sync(alice);
  await sync(bob, 'conflicts');
  const [conflict] = await bob.tidemark.conflicts();
  return { server, alice, bob, conflict };
}

async function settle(server, ...browsers) {
  for (let round = 0; round < 2; round++) for (const db of browsers) await sync(db);
  for (const db of browsers) {
    const expected = server.fields('companies', ID);
    assert.deepEqual(await rowsOf(db), expected ? [{ ...expected, id: ID }] : []);
    const { total, conflicts, rejected } = await db.tidemark.pending();
    assert.deepEqual([total, conflicts, rejected], [0, 0, 0]);
    assert.equal(await db.table('$tidemark_entries').count(), 0);
  }
  assert.equal(server.open().length, 0);
}

const MIX = { fields: { phone: 'mixed' } };
const MATRIX = [
  // kind, choice, the field in dispute and the one that only bob changed
  ['modified-modified', 'client', ['bob', 'bob']],
  ['modified-modified', 'server', ['alice', 'n']],
  ['modified-modified', MIX, ['mixed', 'bob']],
  ['modified-deleted', 'client', ['bob', 'bob']],
  ['modified-deleted', 'server', null],
  ['modified-deleted', MIX, ['mixed', 'bob']],
  ['deleted-modified', 'client', null],
  ['deleted-modified', 'server', ['alice', 'n']],
  ['deleted-modified', MIX, ['mixed', 'n']],
  ['added-added', 'client', ['bob', 'bob']],
  ['added-added', 'server', ['alice', 'n']],
  ['added-added', MIX, ['mixed', 'n']],
];

for (const [kind, choice, expected] of MATRIX) {
  const name = typeof choice === 'string' ? choice : 'merged';

  test(`${kind}, resolved as ${name}: all end with it`, async () => {
    const { server, alice, bob, conflict } = await inConflict(kind);
    assert.equal(conflict.kind, kind);
    assert.equal(await bob.tidemark.resolve(conflict.id, choice), true);
    await settle(server, bob, alice);
    assert.deepEqual(seen(server.fields('companies', ID)), expected);
  });

  test(`${kind}, resolved as ${name}, taken back: the conflict stands as it was`, async () => {
    const { bob, conflict } = await inConflict(kind);
    const before = [
      await rowsOf(bob),
      await bob.tidemark.conflicts(),
      await bob.tidemark.status('companies', ID),
    ];
    await bob.tidemark.resolve(conflict.id, choice);
    assert.equal((await bob.tidemark.conflict(conflict.id)).resolution.outcome, name);
    assert.equal(await bob.tidemark.undo(conflict.id), true);
    const after = [
      await rowsOf(bob),
      await bob.tidemark.conflicts(),
      await bob.tidemark.status('companies', ID),
    ];
    assert.deepEqual(after, before);
    await sync(bob, 'blocked');
  });

  test(`${kind}, resolved as ${name}, while the server moved on: it conflicts anew, nothing is overwritten`, async () => {
    const { server, alice, bob, conflict } = await inConflict(kind);
    await bob.tidemark.resolve(conflict.id, choice);
    server.write('alice', 'companies', ID, row({ phone: 'newer' }));
    const report = await bob.tidemark.sync();
    if (name === 'server') {
      assert.equal(report.status, 'synced');
    } else {
      assert.equal(report.status, 'conflicts');
      const conflicts = await bob.tidemark.conflicts();
      assert.equal(conflicts.length, 1);
      assert.notEqual(conflicts[0].id, conflict.id);
      assert.equal(conflicts[0].server.fields.phone, 'newer');
      await bob.tidemark.resolve(conflicts[0].id, 'server');
    }
    await settle(server, bob, alice);
    assert.equal(server.fields('companies', ID).phone, 'newer');
  });
}

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
