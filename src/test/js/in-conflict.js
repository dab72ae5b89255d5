import assert from 'node:assert/strict';
import { ModelServer } from './model-server.js';
import { browser, rowsOf, sync } from './world.js';

/** A conflict of each kind, and how all ends once it is decided. */

export const ID = 'c0000000-0000-4000-8000-000000000001';
export const row = (more) => ({ id: ID, name: 'Fjord AS', region: 'emea', phone: '1', notes: 'n', ...more });
export const seen = (fields) => fields && [fields.phone, fields.notes];

/** Bob's browser, in conflict with what Alice did. */
export async function inConflict(kind, { gates } = {}) {
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

export async function settle(server, ...browsers) {
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
