import test from 'node:test';
import assert from 'node:assert/strict';
import { refusedCursor } from '../answers.js';
import { ModelServer } from '../model-server.js';
import { id, named } from '../paged.js';
import { behind } from '../way.js';
import { QUICK, browser, company, rowsOf, sync } from '../world.js';

/** Cursors that the server refuses: the pull begins anew, and ends. */

for (const hasWork of [false, true])
  test(`a cursor that the server does not read any more begins anew${hasWork ? ', under what is not sent' : ''}`, async () => {
    const { server, db, way } = await behind();
    server.write('bob', 'companies', 'b0000000-0000-4000-8000-000000000001', { name: 'Bob', region: 'emea' });
    await sync(db);
    const record = company(db);
    if (hasWork) await db.companies.add(record);
    way.to = (url, { body }) => {
      const cursor = body && JSON.parse(body).pull?.cursor;
      if (!cursor || cursor === way.good) return null;
      return refusedCursor();
    };
    const report = await sync(db);
    assert.equal(report.applied, hasWork ? 1 : 0);
    way.to = () => null;
    await sync(db);
    assert.equal((await rowsOf(db)).length, hasWork ? 2 : 1);
    assert.deepEqual([server.registered.length, server.replicas.size], [0, 1]);
  });

test('a refused cursor begins anew, with a push or without, and keeps what is not sent', async () => {
  for (const isPushing of [false, true]) {
    const server = new ModelServer();
    for (let n = 1; n <= 3; n++) server.write('bob', 'companies', id(n), named(n));
    let isRefusing = false;
    const fetch = async (url, init) => {
      const { pull } = JSON.parse(init.body ?? '{}');
      return isRefusing && pull?.cursor ? refusedCursor() : server.as('alice')(url, init);
    };
    const db = await browser(server, 'alice', { fetch });
    await sync(db);
    isRefusing = true;
    server.write('bob', 'companies', id(1), { name: 'news' });
    const mine = company(db);
    if (isPushing) await db.companies.add(mine);
    await sync(db);
    assert.equal((await db.companies.get(id(1))).name, 'news');
    if (isPushing) assert.ok(server.record('companies', mine.id));
    assert.equal((await db.tidemark.pending()).total, 0);
  }
});

test('a server that refuses every cursor that it gives is not asked for ever', async () => {
  const { server, db, way } = await behind();
  for (let i = 0; i < 9; i++)
    server.write('bob', 'companies', `b0000000-0000-4000-8000-00000000000${i}`, {
      name: 'Bob',
      region: 'emea',
    });
  server.limits = { ...server.limits, page: 2 };
  db.tidemark.configure({
    url: '/api',
    collections: ['companies', 'contacts'],
    ...QUICK,
    page: 2,
    fetch: async (url, init) => (way.asked++, way.to(url, init) ?? server.as('alice')(url, init)),
  });
  way.to = (url, { body }) => (body && JSON.parse(body).pull?.cursor ? refusedCursor() : null);
  await sync(db, 'failed');
  assert.ok(way.asked < 30, `asked ${way.asked} times`);
});

test('a server that refuses each cursor it gives is not asked for ever', async () => {
  const server = new ModelServer();
  for (let n = 1; n <= 6; n++) server.write('bob', 'companies', id(n), named(n));
  let requests = 0;
  const fetch = async (url, init) => {
    requests += 1;
    const { pull } = JSON.parse(init.body ?? '{}');
    return pull?.cursor ? refusedCursor() : server.as('alice')(url, init);
  };
  const db = await browser(server, 'alice', { fetch, options: { page: 2 } });
  await sync(db, 'failed');
  assert.ok(requests < 40, `${requests} requests`);
});
