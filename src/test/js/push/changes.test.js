import assert from 'node:assert/strict';
import test from 'node:test';
import { ModelServer } from '../model-server.js';
import { browser, company, companyInConflict, sync } from '../world.js';

const seen = async (db) =>
  (await db.tidemark.changes())
    .map(({ kind, state, before, after }) => [kind, state, before?.phone ?? null, after?.phone ?? null])
    .sort();

test('each change tells what the record was and what it is', async () => {
  const db = await browser(new ModelServer());
  const [edited, deleted, added] = ['1', '2', '3'].map((phone) => company(db, { phone }));
  await db.companies.bulkAdd([edited, deleted]);
  await sync(db);
  assert.deepEqual(await db.tidemark.changes(), []);
  await db.companies.update(edited.id, { phone: 'new' });
  await db.companies.delete(deleted.id);
  await db.companies.add(added);
  assert.deepEqual(await seen(db), [
    ['added', 'toSend', null, '3'],
    ['deleted', 'toSend', '2', null],
    ['modified', 'toSend', '1', 'new'],
  ]);
  const [{ before }] = await db.tidemark.changes();
  assert.ok(!before || !('$tidemark' in before), 'the version is nobody’s business');
  await sync(db);
  assert.deepEqual(await db.tidemark.changes(), []);
});

test('a change tells what it waits for: a decision about itself, about another, or the server', async () => {
  const server = new ModelServer();
  const db = await browser(server);
  const disputed = await companyInConflict(db, server);
  await db.companies.add(company(db, { phone: '2' }));
  assert.deepEqual(await seen(db), [
    ['added', 'waiting', null, '2'],
    ['modified', 'conflict', '1', 'alice'],
  ]);
  const [{ id, record }] = await db.tidemark.conflicts();
  assert.equal(record, disputed.id);
  await db.tidemark.resolve(id, 'server');
  assert.deepEqual(await seen(db), [
    ['added', 'toSend', null, '2'],
    ['decided', 'toSend', 'alice', 'bob'],
  ]);
  await sync(db);
  assert.deepEqual(await db.tidemark.changes(), []);
});

test('as many changes are listed as pending() counts', async () => {
  const server = new ModelServer();
  const db = await browser(server);
  await companyInConflict(db, server);
  await db.companies.bulkAdd([company(db), company(db)]);
  const { total, waiting } = await db.tidemark.pending();
  const changes = await db.tidemark.changes();
  assert.equal(changes.length, total);
  assert.equal(changes.filter(({ state }) => state === 'waiting').length, waiting);
});
