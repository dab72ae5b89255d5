import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { browser, company, rowsOf, sync, withPages } from '../world.js';

/** What the server or the network refuses: nothing of the user's is lost, nothing is retried for ever. */

/** A browser whose requests to /sync meet, in turn, what is listed; then the server. */
async function meeting(faults, { server = new ModelServer(), options } = {}) {
  const send = server.as('alice');
  const fetch = async (url, init) => {
    const fault = url.endsWith('/sync') ? faults.shift() : undefined;
    return fault ? fault(() => send(url, init), init) : send(url, init);
  };
  const db = await browser(server, 'alice', { fetch, options });
  const events = [];
  for (const name of ['syncComplete', 'syncError', 'authRequired', 'revoked', 'updateRequired', 'rejected']) {
    db.tidemark.on(name, () => events.push(name));
  }
  const record = company(db);
  await db.companies.add(record);
  return { server, db, id: record.id, events };
}

const refuse = (status, name, members, headers) => () =>
  new Response(JSON.stringify({ type: `urn:tidemark:problem:${name}`, status, ...members }), {
    status,
    headers,
  });
const lost = () => Promise.reject(new TypeError('network'));
const answerLost = async (send) => {
  await send();
  throw new TypeError('network');
};

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

test('an application may end a sync by its signal; nothing is lost', async () => {
  const stop = new AbortController();
  const hang = (_, { signal }) => {
    stop.abort();
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  const { db } = await meeting([hang]);
  const report = await db.tidemark.sync({ signal: stop.signal });
  assert.deepEqual([report.status, report.reason], ['failed', 'aborted']);
  await sync(db);
});

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

async function withoutRoomFor(what, work) {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value, ...more) {
    if (what(value)) throw new DOMException('full', 'QuotaExceededError');
    return put.call(this, value, ...more);
  };
  try {
    await work();
  } finally {
    IDBObjectStore.prototype.put = put;
  }
}

async function syncInVain(db) {
  const report = await db.tidemark.sync();
  assert.equal(report.status, 'failed');
  assert.match(report.reason, /Quota/);
}

for (const [what, is] of Object.entries({
  'the push': ({ key }) => key === 'inflight',
  'the number of the push': ({ key, number }) => key === 'replica' && number === 1,
  'the mark on what is sent': ({ sent }) => sent !== undefined,
})) {
  test(`without room for ${what} nothing of a departure is stored, and nothing is sent`, async () => {
    const server = new ModelServer();
    const db = await browser(server);
    await sync(db);
    const record = company(db);
    await db.companies.add(record);
    await withoutRoomFor(is, () => syncInVain(db));
    assert.equal(server.record('companies', record.id), undefined);
    const [entry] = await db.table('$tidemark_entries').toArray();
    assert.equal(entry.sent, undefined);
    const state = await db.table('$tidemark_state').bulkGet(['inflight', 'replica']);
    assert.deepEqual([state[0], state[1].number], [undefined, 0]);
    assert.equal((await sync(db)).applied, 1);
  });
}

test('a record for which the local store has no room keeps nothing that was sent from being acknowledged', () =>
  withPages(Infinity, async () => {
    const server = new ModelServer();
    const db = await browser(server);
    await sync(db);
    const told = [];
    db.tidemark.on('progress', ({ phase, done }) => told.push([phase, done]));
    server.write(
      'bob',
      'companies',
      'c0000000-0000-4000-8000-000000000001',
      company(db, { name: 'too large' }),
    );
    const record = company(db);
    await db.companies.add(record);
    await withoutRoomFor(
      ({ name }) => name === 'too large',
      () => syncInVain(db),
    );
    assert.equal((await db.tidemark.pending()).total, 0);
    assert.equal((await db.tidemark.status('companies', record.id)).isFromServer, true);
    assert.equal(await db.table('$tidemark_state').get('inflight'), undefined);
    assert.deepEqual(told, [
      ['push', 0],
      ['push', 1],
    ]);
    await sync(db);
    assert.equal(await db.companies.count(), 2);
  }));

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
