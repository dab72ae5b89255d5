import test from 'node:test';
import assert from 'node:assert/strict';
import { answerLost, lost } from '../answers.js';
import { ModelServer } from '../model-server.js';
import { meeting } from '../way.js';
import { browser, sync } from '../world.js';

/** What gets lost on the way, or is answered by somebody else: it goes again, and counts once. */

test('a lost request is tried again, and is one push', async () => {
  const { server, db, id } = await meeting([lost]);
  assert.equal((await sync(db)).applied, 1);
  assert.equal(server.record('companies', id).version, 1);
});

test('a lost answer: the same text goes again, and gets its first answer', async () => {
  const { server, db, id } = await meeting([answerLost, answerLost]);
  await sync(db, 'offline');
  await db.companies.update(id, { phone: 'edited meanwhile' });
  await sync(db);
  const bodies = server.requests.filter(({ body }) => body?.includes('"number":1,')).map(({ body }) => body);
  assert.equal(bodies.length, 3);
  assert.equal(new Set(bodies).size, 1);
  assert.equal(server.tables.get('companies').size, 1);
  assert.equal(server.open().length, 0, 'a device is never in conflict with itself');
  await sync(db);
  assert.equal(server.fields('companies', id).phone, 'edited meanwhile');
});

test('no network: the sync ends as offline, with all work kept', async () => {
  const { db, events } = await meeting([lost, lost, lost]);
  const report = await sync(db, 'offline');
  assert.match(report.reason, /network/);
  assert.equal((await db.tidemark.pending()).added, 1);
  assert.deepEqual(events, ['syncError']);
});

for (const body of [
  '{}',
  '[]',
  '{"status": "maintenance"}',
  '{"epoch": "1", "syncedAt": "2026-01-05T08:00:00Z"}',
  '{"epoch": "1", "syncedAt": "2026-01-05T08:00:00Z", "pull": {"more": true}, "push": {"number": 7}}',
  '{"pull": {"cursor": "c", "more": true}, "push": {"number": 1}}',
]) {
  for (const what of ['news', 'a push']) {
    test(`${body} instead of the answer to ${what} is not taken for the server's`, async () => {
      const { server, db, id } = await meeting([]);
      await sync(db);
      const before = await db.table('$tidemark_state').get('replica');
      if (what === 'a push') await db.companies.update(id, { phone: '2' });
      const send = server.as('alice');
      let asked = 0;
      let isThere = true;
      db.tidemark.configure({
        ...{ url: '/api', collections: ['companies', 'contacts'], syncOnOnline: false },
        retry: { base: 1, max: 2, attempts: 3 },
        fetch: (url, init) => {
          if (!isThere || !init.body) return send(url, init);
          assert.ok(++asked <= 3);
          return Promise.resolve(new Response(body));
        },
      });
      assert.match((await sync(db, 'offline')).reason, /not from a Tidemark server/);
      const { replica, epoch, cursor } = await db.table('$tidemark_state').get('replica');
      assert.deepEqual([replica, epoch, cursor], [before.replica, before.epoch, before.cursor]);
      isThere = false;
      await sync(db);
      assert.equal((await db.tidemark.pending()).total, 0);
    });
  }
}

test('an answer from somebody else, a portal that wants a login say, is not taken for the server', async () => {
  const portal = () => new Response('<html>Welcome to the train', { status: 200 });
  const { db } = await meeting([portal, portal]);
  const report = await sync(db, 'offline');
  assert.match(report.reason, /not from a Tidemark server/);
  await sync(db);
});

test('a server that does not answer is left after the timeout', async () => {
  const silent = (_, { signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const { db } = await meeting([silent, silent], { options: { timeout: 20 } });
  assert.equal((await sync(db, 'offline')).reason, 'timeout');
});

test('what went before without an answer may have arrived: refused now, it is looked for before it is given up', async () => {
  const server = new ModelServer();
  const send = server.as('alice');
  const record = { id: 'c0000000-0000-4000-8000-000000000009', name: 'Fjord AS', region: 'emea' };
  let tries = 0;
  let db;
  const fetch = async (url, init) => {
    if (init.method !== 'POST' || !JSON.parse(init.body).push || tries > 1) return send(url, init);
    tries += 1;
    if (tries === 1) {
      await send(url, init);
      await db.companies.delete(record.id);
      throw new TypeError('the answer was lost');
    }
    const problem = {
      type: 'urn:tidemark:problem:malformed',
      detail: 'not to be read any more',
      pointer: '/push/changes/companies/added/0',
    };
    return new Response(JSON.stringify(problem), { status: 400 });
  };
  db = await browser(server, 'alice', { fetch });
  await db.companies.add(record);
  await sync(db);
  await sync(db);
  assert.equal(tries, 2);
  assert.equal(server.record('companies', record.id), undefined, 'its deletion was sent');
  assert.deepEqual(await db.companies.toArray(), []);
  assert.equal((await db.tidemark.pending()).total, 0);
});
