import test from 'node:test';
import assert from 'node:assert/strict';
import { answerLost } from '../answers.js';
import { ModelServer } from '../model-server.js';
import { meeting } from '../way.js';
import { browser, company, rowsOf, sync } from '../world.js';

/** Records that the server rejects: each stays, with its reason, until it is mended or given up. */

test('a refused record stays, with its reason, and goes again once it is edited', async () => {
  const { server, db } = await meeting([]);
  const blank = company(db, { name: '' });
  await db.companies.bulkAdd([blank, company(db)]);
  const report = await sync(db);
  assert.deepEqual([report.applied, report.rejected], [2, 1]);
  const [refused] = await db.tidemark.rejected();
  assert.deepEqual([refused.id, refused.kind, refused.reason], [blank.id, 'added', 'invalid']);
  assert.deepEqual(refused.violations, [{ field: 'name', message: 'must not be blank' }]);
  assert.equal(refused.fields.phone, '1');
  assert.equal((await db.tidemark.status('companies', blank.id)).rejected.reason, 'invalid');
  assert.equal((await sync(db)).pushed, 0);
  await db.companies.update(blank.id, { name: 'mended' });
  assert.equal((await sync(db)).applied, 1);
  assert.ok(server.record('companies', blank.id));
});

test('what was edited while the refused change was under way is tried again, not marked', async () => {
  let db;
  const editing = async (send) => {
    const response = await send();
    await db.companies.update(blank.id, { name: 'mended' });
    return response;
  };
  const world = await meeting([editing]);
  db = world.db;
  const blank = company(db, { name: '' });
  await db.companies.add(blank);
  assert.equal((await sync(db)).rejected, 1);
  assert.deepEqual(await db.tidemark.rejected(), []);
  await sync(db);
  assert.equal(world.server.fields('companies', blank.id).name, 'mended');
});

test('a refused change can be given up: added ones go, modified and deleted ones come back as on the server', async () => {
  const { server, db, id } = await meeting([]);
  await sync(db);
  await db.companies.update(id, { name: '' });
  const blank = company(db, { name: '' });
  await db.companies.add(blank);
  await sync(db);
  for (const { collection, id: refused } of await db.tidemark.rejected()) {
    assert.equal(await db.tidemark.discard(collection, refused), true);
  }
  await db.companies.delete(id);
  await db.tidemark.discard('companies', id);
  assert.deepEqual(await rowsOf(db), [{ ...server.fields('companies', id), id }]);
  assert.equal((await db.tidemark.pending()).total, 0);
  assert.equal(await db.tidemark.discard('companies', id), false);
});

test('a change that is under way cannot be given up before its answer', async () => {
  const { db, id } = await meeting([answerLost, answerLost]);
  await sync(db, 'offline');
  assert.equal(await db.tidemark.discard('companies', id), false);
  await sync(db);
});

test('a child refused for want of its parent goes again when the parent is there', async () => {
  const { server, db } = await meeting([], { options: { changesPerPush: 1 } });
  const parent = company(db, { name: '' });
  await db.companies.add(parent);
  await db.contacts.add({ id: db.tidemark.newId(), company: parent.id, name: 'Kim' });
  assert.equal((await sync(db)).rejected, 2);
  await db.companies.update(parent.id, { name: 'mended' });
  await sync(db);
  await sync(db);
  assert.equal(server.tables.get('contacts').size, 1);
});

test('a change that is given up just as its answer arrives leaves no conflict that nobody can decide', async () => {
  const server = new ModelServer();
  const send = server.as('alice');
  let given;
  let during = () => {};
  const fetch = async (url, init) => {
    const answer = await send(url, init);
    const text = await answer.text();
    const read = () => (during(), Promise.resolve(text));
    return { ok: answer.ok, status: answer.status, headers: answer.headers, text: read };
  };
  const db = await browser(server, 'alice', { fetch });
  const record = company(db);
  await db.companies.add(record);
  await sync(db);
  await db.companies.update(record.id, { phone: '2' });
  server.write('bob', 'companies', record.id, { phone: '3' });
  during = () => (given ??= db.tidemark.discard('companies', record.id));
  await sync(db, 'conflicts');
  await given;
  const [conflict] = await db.tidemark.conflicts();
  assert.ok(conflict.resolution || (await db.tidemark.resolve(conflict.id, 'server')));
  await sync(db);
});
