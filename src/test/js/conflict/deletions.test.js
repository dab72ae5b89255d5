import test from 'node:test';
import assert from 'node:assert/strict';
import { held } from '../held.js';
import { ModelServer } from '../model-server.js';
import { browser, company, companyInConflict, sync } from '../world.js';

/** Deletions: who deleted what is known, and taking one's own back is in conflict with nobody. */

test('a deletion that was sent can be taken back by adding the record again, without a conflict with oneself', async () => {
  const server = new ModelServer();
  const db = await browser(server, 'alice');
  const tab = await browser(server, 'alice', { name: db.name });
  const record = company(db);
  await db.companies.add(record);
  await sync(db);
  for (const back of [db, tab]) {
    await db.companies.delete(record.id);
    await sync(db);
    await back.companies.put(record);
    assert.deepEqual((await sync(back)).open, { pending: 0, conflicts: 0, rejected: 0 });
    assert.equal(server.fields('companies', record.id).name, record.name);
  }
  assert.deepEqual(server.open(), []);
});

test('also while the deletion is under way', async () => {
  const server = new ModelServer();
  const gate = held(server);
  const send = server.as('alice');
  let isHeld = false;
  const db = await browser(server, 'alice', { fetch: (...all) => (isHeld ? gate.fetch : send)(...all) });
  const record = company(db);
  await db.companies.add(record);
  await sync(db);
  await db.companies.delete(record.id);
  isHeld = true;
  const deleting = sync(db);
  await gate.reached;
  await db.companies.put({ ...record, phone: 'back' });
  gate.open();
  await deleting;
  await sync(db);
  assert.equal(server.fields('companies', record.id).phone, 'back');
  assert.deepEqual(server.registered, []);
});

test('a deletion of somebody else is not taken back unseen', async () => {
  const server = new ModelServer();
  const db = await browser(server, 'alice');
  const record = company(db);
  await db.companies.add(record);
  await sync(db);
  await db.companies.delete(record.id);
  await sync(db);
  server.write('bob', 'companies', record.id, { ...record, phone: 'bob' });
  server.erase('bob', 'companies', record.id);
  await db.companies.add(record);
  await sync(db, 'conflicts');
  const [{ kind, server: side }] = await db.tidemark.conflicts();
  assert.equal(kind, 'modified-deleted');
  assert.deepEqual([side.deleted, side.modifiedBy], [true, 'bob']);
  assert.ok(side.modifiedAt);
});

test('who deleted a record, and when, is known on both sides', async () => {
  const server = new ModelServer();
  const db = await browser(server, 'alice');
  const [one, two] = [company(db), company(db)];
  await db.companies.bulkAdd([one, two]);
  await sync(db);
  server.erase('bob', 'companies', one.id);
  server.write('bob', 'companies', two.id, { phone: 'bob' });
  await db.companies.update(one.id, { phone: 'alice' });
  await db.companies.delete(two.id);
  await sync(db, 'conflicts');
  for (const { id, kind } of await db.tidemark.conflicts()) {
    const side = kind === 'modified-deleted' ? 'server' : 'client';
    const { deleted, version, modifiedAt, modifiedBy, fields } = (await db.tidemark.conflict(id))[side];
    assert.deepEqual([deleted, modifiedBy, fields], [true, side === 'server' ? 'bob' : 'alice', undefined]);
    assert.ok(version > 0);
    assert.match(modifiedAt, /^2026-/);
  }
});

test('also of a record that was deleted while it was in conflict already', async () => {
  const server = new ModelServer({ gates: { companies: 'isolate' } });
  const db = await browser(server, 'alice');
  const record = await companyInConflict(db, server);
  server.erase('bob', 'companies', record.id);
  await sync(db);
  const [{ id, server: side }] = await db.tidemark.conflicts();
  assert.deepEqual([side.deleted, side.modifiedBy, side.fields], [true, 'bob', undefined]);
  const asked = server.requests.length;
  await sync(db);
  assert.equal(server.requests.length, asked + 1, 'the desk is asked once');
  // The very deletion that was on screen is what the decision replaces.
  assert.equal(await db.tidemark.resolve(id, 'client', { version: side.version }), true);
  await sync(db);
  assert.equal(server.fields('companies', record.id).phone, 'alice');
  assert.equal(server.registered.length, 1);
});
