import test from 'node:test';
import assert from 'node:assert/strict';
import { id, serverWith } from '../companies.js';
import { ONCE, browser, sync } from '../world.js';

/** sync({until}): waits until the store holds a state of the server. */

const phone = async (db) => (await db.companies.get(id(1))).phone;

test('each report says which state of the server the store holds', async () => {
  const server = serverWith(2);
  const db = await browser(server, 'carol');
  const first = await sync(db);
  assert.deepEqual(first.at, {
    emea: server.clock('emea'),
    apac: server.clock('apac'),
    amer: server.clock('amer'),
  });
  server.write('alice', 'companies', id(1), { phone: '2' });
  assert.deepEqual((await sync(db)).at, { ...first.at, emea: server.clock('emea') });
  assert.deepEqual((await sync(db)).at, { ...first.at, emea: server.clock('emea') }, 'nothing new');
});

test('a state that the store holds is not asked for', async () => {
  const server = serverWith(2);
  const db = await browser(server);
  const { at, lastSync } = await sync(db);
  const before = server.requests.length;
  const report = await db.tidemark.sync({ until: at });
  assert.deepEqual([report.status, report.at, report.lastSync], ['synced', at, lastSync]);
  assert.equal(server.requests.length, before);
});

test('a sync that had looked before does not count: another one brings the state', async () => {
  const server = serverWith(2);
  const db = await browser(server);
  await sync(db);
  const send = server.as('alice');
  let until;
  db.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], syncOnOnline: false },
    fetch: async (...request) => {
      const answer = await send(...request);
      // Written between the answer of the server and its arrival.
      if (!until) {
        server.write('alice', 'companies', id(1), { phone: '2' });
        until = { emea: server.clock('emea') };
        reached = db.tidemark.sync({ until });
      }
      return answer;
    },
  });
  let reached;
  await sync(db);
  const report = await reached;
  assert.deepEqual([report.status, report.at, await phone(db)], ['synced', until, '2']);
});

test('a server that has not heard of the state is asked some times, and then the report says so', async () => {
  const server = serverWith(2);
  const db = await browser(server);
  const report = await db.tidemark.sync({ until: { emea: 1_000_000 } });
  assert.deepEqual([report.status, report.reason], ['failed', 'not-reached']);
  assert.deepEqual(report.at, { emea: server.clock('emea') });
});

test('of a scope that the user may not read there is no state to wait for', async () => {
  const server = serverWith(2);
  server.write('carol', 'companies', id(9), { name: 'Far', region: 'apac' });
  const db = await browser(server);
  const report = await db.tidemark.sync({
    until: { emea: server.clock('emea'), apac: server.clock('apac') },
  });
  assert.deepEqual([report.status, report.at], ['synced', { emea: server.clock('emea') }]);
});

test('without a network the report says so, and a signal ends the waiting', async () => {
  const server = serverWith(2);
  const fetch = () => Promise.reject(new TypeError('network'));
  const db = await browser(server, 'alice', { fetch });
  assert.equal((await db.tidemark.sync({ until: { emea: 1 } })).status, 'offline');
  const signal = AbortSignal.abort();
  assert.equal((await db.tidemark.sync({ until: { emea: 1 }, signal })).reason, 'aborted');
});

test('what is no state is refused before anything is asked', async () => {
  const server = serverWith(2);
  const db = await browser(server);
  for (const until of ['emea', null, { emea: '3' }, { emea: 1.5 }, { emea: Infinity }])
    await assert.rejects(db.tidemark.sync({ until }), /needs a state: \{scope: version\}/);
  assert.equal(server.requests.length, 0);
});

test('a scope that is withdrawn leaves the state', async () => {
  const server = serverWith(2);
  server.rights.alice = ['emea', 'apac'];
  server.write('carol', 'companies', id(9), { name: 'Far', region: 'apac' });
  const db = await browser(server);
  assert.deepEqual(Object.keys((await sync(db)).at).sort(), ['apac', 'emea']);
  server.rights.alice = ['emea'];
  assert.deepEqual((await sync(db)).at, { emea: server.clock('emea') });
});

test('so does one that was withdrawn before everything was pulled anew', async () => {
  const server = serverWith(2);
  server.rights.alice = ['emea', 'apac'];
  server.write('carol', 'companies', id(9), { name: 'Far', region: 'apac' });
  const db = await browser(server, 'alice', { options: { collections: ['companies'] } });
  await sync(db);
  server.rights.alice = ['emea'];
  db.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], syncOnOnline: false },
    fetch: server.as('alice'),
  });
  assert.deepEqual((await sync(db)).at, { emea: server.clock('emea') });
});

test('a database of an older build, which knows no state, is pulled anew for it', async () => {
  const server = serverWith(2);
  const db = await browser(server);
  await sync(db);
  const { at, ...older } = await db.table('$tidemark_state').get('replica');
  await db.table('$tidemark_state').put(older);
  const report = await db.tidemark.sync({ until: { emea: 1_000_000 } });
  assert.deepEqual([report.status, report.reason, report.at], ['failed', 'not-reached', at]);
});

test('a collection that is taken up belongs to the state: it is fetched', async () => {
  const server = serverWith(2);
  server.write('alice', 'contacts', id(7), { company: id(1), name: 'Kim' });
  const fetch = server.as('alice');
  const db = await browser(server, 'alice', { options: { collections: ['companies'] } });
  const { at } = await sync(db);
  db.tidemark.configure({ url: '/api', collections: ['companies', 'contacts'], syncOnOnline: false, fetch });
  const report = await db.tidemark.sync({ until: at });
  assert.deepEqual([report.status, report.at, await db.contacts.count()], ['synced', at, 1]);
});

test('somebody else who signs in meanwhile has not reached it', async () => {
  const server = serverWith(2);
  const db = await browser(server);
  await sync(db);
  const waiting = db.tidemark.sync({ until: { emea: 999 } });
  db.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], syncOnOnline: false },
    ...{ user: 'dave', fetch: server.as('dave') },
  });
  assert.equal((await waiting).status, 'failed');
});

test('a sync that was joined is no try of its own', async () => {
  const server = serverWith(2);
  const db = await browser(server, 'alice', { options: ONCE });
  await sync(db);
  const running = sync(db);
  server.write('alice', 'companies', id(1), { phone: '2' });
  const report = await db.tidemark.sync({ until: { emea: server.clock('emea') } });
  await running;
  assert.equal(report.status, 'synced');
});
