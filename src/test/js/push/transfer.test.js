import test from 'node:test';
import assert from 'node:assert/strict';
import { id, row } from '../companies.js';
import { ModelServer } from '../model-server.js';
import { browser, rowsOf, sync } from '../world.js';

/** Unsent work as a file, from a browser that is about to lose it. */

async function withUnsentWork() {
  const server = new ModelServer({ gates: { companies: 'isolate' } });
  for (let n = 1; n <= 4; n++) server.write('bob', 'companies', id(n), row(n));
  const lost = await browser(server, 'alice');
  await sync(lost);
  await lost.companies.update(id(1), { phone: 'mine' });
  await lost.companies.delete(id(2));
  await lost.companies.add(row(9));
  await lost.companies.update(id(3), { phone: 'mine' });
  server.write('bob', 'companies', id(3), { phone: 'theirs' });
  return { server, lost };
}

test('work saved in one browser is sent from another', async () => {
  const { server, lost } = await withUnsentWork();
  const file = await lost.tidemark.exportOutbox();
  const db = await browser(server, 'alice');
  await sync(db);
  assert.deepEqual(await db.tidemark.importOutbox(file), { imported: 4, skipped: 0 });
  assert.equal((await db.companies.get(id(1))).phone, 'mine');
  assert.equal(await db.companies.get(id(2)), undefined);
  await sync(db, 'conflicts');
  assert.deepEqual(
    [1, 2, 9].map((n) => server.fields('companies', id(n))?.phone),
    ['mine', undefined, '1'],
  );
  const [conflict] = await db.tidemark.conflicts();
  assert.deepEqual([conflict.client.fields.phone, conflict.server.fields.phone], ['mine', 'theirs']);
});

test('a conflict in the file can be resolved where it is read', async () => {
  const { server, lost } = await withUnsentWork();
  await sync(lost, 'conflicts');
  const db = await browser(server, 'alice');
  assert.deepEqual(await db.tidemark.importOutbox(await lost.tidemark.exportOutbox()), {
    imported: 1,
    skipped: 0,
  });
  const [conflict] = await db.tidemark.conflicts();
  await db.tidemark.resolve(conflict.id, 'client');
  await sync(db);
  assert.equal(server.fields('companies', id(3)).phone, 'mine');
  assert.equal(server.open().length, 0);
});

test('work that had arrived, though its answer was lost, is not sent twice', async () => {
  const { server, lost } = await withUnsentWork();
  const send = server.as('alice');
  const fetch = async (url, init) => {
    await send(url, init);
    throw new TypeError('network');
  };
  const options = { url: '/api', collections: ['companies', 'contacts'], retry: { attempts: 1 } };
  await lost.companies.update(id(3), { phone: '1' });
  lost.tidemark.configure({ ...options, fetch: server.as('alice') });
  const file = await (async () => {
    lost.tidemark.configure({
      ...options,
      fetch: (url, init) => (url.endsWith('/sync') ? fetch(url, init) : send(url, init)),
    });
    await sync(lost, 'offline');
    return lost.tidemark.exportOutbox();
  })();
  const before = server.clocks.get('emea');
  const db = await browser(server, 'alice');
  await db.tidemark.importOutbox(file);
  await sync(db);
  assert.equal(server.clocks.get('emea'), before);
  assert.equal(server.open().length, 0);
  assert.equal((await db.tidemark.pending()).total, 0);
  assert.deepEqual(
    (await rowsOf(db)).map((one) => one.id),
    [id(1), id(3), id(4), id(9)],
  );
});

test('what is edited here already stays as it is', async () => {
  const { server, lost } = await withUnsentWork();
  const db = await browser(server, 'alice');
  await sync(db);
  await db.companies.update(id(1), { phone: 'newer' });
  assert.deepEqual(await db.tidemark.importOutbox(await lost.tidemark.exportOutbox()), {
    imported: 3,
    skipped: 1,
  });
  assert.equal((await db.companies.get(id(1))).phone, 'newer');
});

test("another user's work, or another file, is refused", async () => {
  const { server, lost } = await withUnsentWork();
  const bob = await browser(server, 'bob');
  await sync(bob);
  await assert.rejects(
    lost.tidemark.exportOutbox().then((file) => bob.tidemark.importOutbox(file)),
    /work of alice/,
  );
  await assert.rejects(bob.tidemark.importOutbox(new Blob(['{"a":1}'])), /not written by exportOutbox/);
  assert.equal((await bob.tidemark.pending()).total, 0);
});
