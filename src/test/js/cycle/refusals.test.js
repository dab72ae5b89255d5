import test from 'node:test';
import assert from 'node:assert/strict';
import { answerLost, lost, refuse } from '../answers.js';
import { gateOf } from '../held.js';
import { ModelServer } from '../model-server.js';
import { meeting } from '../way.js';
import { browser, company, rowsOf, sync } from '../world.js';

/** What the server refuses as a whole: nothing of the user's is lost, nothing is retried for ever. */

test('401: an expired session keeps the queue and asks for a sign-in', async () => {
  const { db, events } = await meeting([refuse(401, 'unauthenticated')]);
  await sync(db, 'unauthenticated');
  assert.deepEqual(events, ['syncError', 'authRequired']);
  assert.equal((await db.tidemark.pending()).added, 1);
  assert.equal((await sync(db)).applied, 1);
});

test('401 at the door: nothing was sent', async () => {
  const server = new ModelServer();
  let user = null;
  const db = await browser(server, 'alice', { fetch: server.as(() => user) });
  await db.companies.add(company(db));
  await sync(db, 'unauthenticated');
  user = 'alice';
  assert.equal((await sync(db)).applied, 1);
});

test('401 to a question of before a sign-in: whoever joins after it is answered by one of his own', async () => {
  const server = new ModelServer();
  let user = null;
  const send = server.as(() => user);
  const gate = gateOf();
  const fetch = async (...request) => {
    const answer = await send(...request);
    if (answer.status === 401) await gate.pass();
    return answer;
  };
  const db = await browser(server, 'alice', { fetch });
  await db.companies.add(company(db));
  const before = db.tidemark.sync();
  await gate.reached;
  user = 'alice';
  const after = db.tidemark.sync();
  gate.open();
  assert.equal((await before).status, 'unauthenticated');
  assert.deepEqual(await after.then(({ status, applied }) => [status, applied]), ['synced', 1]);
  assert.equal(db.tidemark.connection.server, 'reached');
});

test('409: a new replica id, the outbox kept, everything pulled again', async () => {
  const { server, db, id } = await meeting([]);
  await sync(db);
  const [old] = server.replicas.keys();
  server.replicas.get(old).number = 99;
  await db.companies.update(id, { phone: '2' });
  assert.equal((await sync(db)).applied, 1);
  assert.equal(server.fields('companies', id).phone, '2');
  assert.equal(server.replicas.size, 2);
  const resets = server.requests.filter(({ body }) => body?.includes('"cursor":null'));
  assert.ok(resets.length >= 2);
});

test('409 after a lost answer: what had arrived is recognised, not sent twice, and later edits go on top', async () => {
  const { server, db, id } = await meeting([answerLost, answerLost]);
  const doomed = company(db);
  await db.companies.add(doomed);
  await sync(db, 'offline');
  await db.companies.update(id, { notes: 'later' });
  await db.companies.delete(doomed.id);
  for (const replica of server.replicas.values()) replica.number = 99;
  await sync(db);
  assert.equal(server.open().length, 0);
  assert.equal(server.fields('companies', id).notes, 'later');
  assert.equal(server.record('companies', doomed.id), undefined);
  assert.deepEqual(
    (await rowsOf(db)).map((row) => row.id),
    [id],
  );
  assert.equal((await db.tidemark.pending()).total, 0);
});

test('409 after a lost request: what had not arrived is sent', async () => {
  const { server, db, id } = await meeting([lost, lost, refuse(409, 'replica-reset-required')]);
  const doomed = company(db);
  await db.companies.add(doomed);
  await sync(db, 'offline');
  await db.companies.delete(doomed.id);
  await sync(db);
  assert.ok(server.record('companies', id));
  assert.equal(server.record('companies', doomed.id), undefined);
  assert.equal((await db.tidemark.pending()).total, 0);
});

test('a server that wants a new replica every time is not asked for ever', async () => {
  const always = Array.from({ length: 50 }, () => refuse(409, 'replica-reset-required'));
  const { db, server } = await meeting(always);
  const report = await sync(db, 'failed');
  assert.equal(report.reason, 'replica-reset-required');
  assert.ok(server.requests.length < 20);
});

test('410: a revoked replica wipes its local data', async () => {
  const { server, db, id, events } = await meeting([]);
  await sync(db);
  await db.companies.update(id, { phone: '2' });
  server.revoke();
  const { lost: removed } = await sync(db, 'revoked');
  assert.equal(removed, 1, 'the user is told that unsent work went with it');
  assert.deepEqual(await rowsOf(db), []);
  assert.equal((await db.tidemark.pending()).total, 0);
  assert.equal(db.tidemark.lastSync, null);
  assert.deepEqual(events.slice(-2), ['syncError', 'revoked']);
  assert.ok(server.record('companies', id), 'wiping is no deleting');
});

for (const [what, path] of [
  ['to a push', '/sync'],
  ['to the question who that is', '/api'],
]) {
  test(`410 ${what} of somebody on the way who is not Tidemark wipes nothing`, async () => {
    const { server, db, id } = await meeting([]);
    await sync(db);
    await db.companies.update(id, { phone: '2' });
    const send = server.as('alice');
    const gone = () => Promise.resolve(new Response('Gone', { status: 410 }));
    db.tidemark.configure({
      ...{ url: '/api', collections: ['companies', 'contacts'], syncOnOnline: false },
      fetch: (url, init) => (url.endsWith(path) ? gone() : send(url, init)),
    });
    assert.equal((await sync(db, 'failed')).reason, 'HTTP 410');
    assert.equal((await db.tidemark.pending()).total, 1);
    assert.equal((await rowsOf(db)).length, 1);
  });
}

test('413: a push too large is halved until it fits, under the number that was not used', async () => {
  const server = new ModelServer();
  const { db } = await meeting([], { server });
  await sync(db);
  await db.companies.bulkAdd(Array.from({ length: 9 }, () => company(db)));
  server.limits = { ...server.limits, changes: 3 };
  const report = await sync(db);
  assert.equal(report.applied, 9);
  assert.equal(Math.max(...[...server.replicas.values()].map(({ number }) => number)), 6);
});

test('413 for a single record: it is refused with the reason, the others go', async () => {
  const server = new ModelServer();
  const { db } = await meeting([], { server });
  await sync(db);
  server.limits = { ...server.limits, bytes: 3000 };
  const large = company(db, { notes: 'x'.repeat(5000) });
  await db.companies.bulkAdd([company(db), large, company(db)]);
  const report = await sync(db);
  assert.equal(report.applied, 2);
  assert.deepEqual(
    (await db.tidemark.rejected()).map(({ id, reason }) => [id, reason]),
    [[large.id, 'too-large']],
  );
  assert.equal((await sync(db)).pushed, 0, 'and is not retried until it is edited');
  await db.companies.update(large.id, { notes: 'short' });
  assert.equal((await sync(db)).applied, 1);
});

test('400 that names a change: that one waits with the place, the others go', async () => {
  const { server, db, id } = await meeting([
    refuse(400, 'malformed-message', {
      pointer: '/push/changes/companies/added/0/fields',
      detail: 'too deep',
    }),
  ]);
  await db.companies.add({ ...company(db), id: 'ffffffff-ffff-4fff-8fff-ffffffffffff' });
  assert.equal((await sync(db)).applied, 1);
  assert.equal(server.tables.get('companies').size, 1);
  const [refused] = await db.tidemark.rejected();
  assert.deepEqual(
    [refused.reason, refused.detail],
    ['malformed', 'too deep (/push/changes/companies/added/0/fields)'],
  );
  assert.ok(id);
});

test('400 that names nothing of ours: a defect is reported, everything is kept', async () => {
  const { db } = await meeting([refuse(400, 'malformed-message', { pointer: '/replica' })]);
  const report = await sync(db, 'failed');
  assert.equal(report.reason, 'malformed-message at /replica');
  assert.equal((await db.tidemark.pending()).added, 1);
  assert.equal((await sync(db)).applied, 1);
});

test('426: the application is to be reloaded', async () => {
  const { db, events } = await meeting([refuse(426, 'protocol-unsupported', { supported: [2] })]);
  await sync(db, 'failed');
  assert.deepEqual(events, ['syncError', 'updateRequired']);
});

test('a protocol that this client does not speak is noticed before anything is sent', async () => {
  const server = new ModelServer();
  const describe = server.describe.bind(server);
  server.describe = (user) => ({ ...describe(user), protocol: 2 });
  const { db, events } = await meeting([], { server });
  await sync(db, 'failed');
  assert.ok(events.includes('updateRequired'));
  assert.equal(server.replicas.size, 0);
});

test('503 with Retry-After: it is waited for and then tried again', async () => {
  const { db } = await meeting([refuse(503, 'busy', {}, { 'Retry-After': '0' })]);
  const started = Date.now();
  await sync(db);
  assert.ok(Date.now() - started < 1000);
});

test('429 for longer than a sync may wait ends it; the work stays', async () => {
  const { db, server } = await meeting([refuse(429, 'busy', {}, { 'Retry-After': '3600' })]);
  const before = server.requests.length;
  const report = await sync(db, 'failed');
  assert.equal(report.reason, 'busy');
  assert.equal(server.requests.length, before + 1, 'only the question who is signed in');
  await sync(db);
});

test('500 is tried again within bounds, as the same text', async () => {
  const broken = refuse(500, '', { title: 'Internal Server Error' });
  const { db } = await meeting([broken, broken, broken]);
  assert.equal((await sync(db, 'failed')).reason, 'Internal Server Error');
  await sync(db);
});
