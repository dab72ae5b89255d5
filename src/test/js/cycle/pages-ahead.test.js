import test from 'node:test';
import assert from 'node:assert/strict';
import { atRest } from '../at-rest.js';
import { browser, company, sync } from '../world.js';

/** The next page of a pull is on its way while one is stored. */

/** The server gets six more records, which come by pages of two. */
async function withPages() {
  const at = await atRest();
  at.db.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], page: 2, changesPerPush: 1 },
    ...{ syncOnOnline: false, fetch: at.fetch },
  });
  await sync(at.db);
  at.bodies.length = 0;
  for (let n = 1; n <= 6; n++)
    at.server.write('bob', 'companies', `c0000000-0000-4000-8000-00000000000${n}`, company(at.db));
  return at;
}

test('each page of a pull is stored by the transaction that looks, while the next one is on its way', async () => {
  const { db, onAsked } = await withPages();
  const happened = [];
  onAsked(() => happened.push('asked'));
  const { transaction } = db.core;
  db.core.transaction = (stores, mode, ...more) => {
    if (mode === 'readwrite' && stores.includes('companies')) happened.push('stored');
    return transaction(stores, mode, ...more);
  };
  assert.equal((await sync(db)).pulled, 6);
  assert.deepEqual(happened, ['asked', 'asked', 'stored', 'asked', 'stored', 'stored']);
});

test('where something is to be sent, what was asked for ahead is not followed up', async () => {
  const { server, name, db, bodies } = await withPages();
  const other = await browser(server, 'alice', { name });
  for (let n = 0; n < 3; n++) await other.companies.add(company(other));
  const { applied } = await sync(db);
  assert.equal(applied, 3);
  const pushes = bodies.map(({ push }) => push?.number);
  assert.deepEqual(pushes.slice(0, 5), [undefined, undefined, 1, 2, 3]);
  const cursors = bodies.slice(2).flatMap(({ pull }) => (pull ? [pull.cursor] : []));
  assert.equal(new Set(cursors).size, cursors.length, 'no page is asked for twice');
});

test('of a server that was restored no further page is asked for as the replica that was', async () => {
  const { server, bodies, db, fail } = await withPages();
  const send = server.as('alice');
  fail(async (url, init) => {
    const answer = await send(url, init).then((response) => response.json());
    return new Response(JSON.stringify({ ...answer, epoch: crypto.randomUUID() }));
  });
  await sync(db);
  const [{ replica }] = bodies;
  assert.equal(bodies.filter((body) => body.replica === replica).length, 2);
});
