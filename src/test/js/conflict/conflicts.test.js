import test from 'node:test';
import assert from 'node:assert/strict';
import { ID, inConflict, row, seen, settle } from '../in-conflict.js';
import { rowsOf, sync } from '../world.js';

/** Every kind of conflict × every choice: what all replicas and the server hold at the end. */

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
