import test from 'node:test';
import assert from 'node:assert/strict';
import { heldAnswer } from '../held.js';
import { ModelServer } from '../model-server.js';
import { browser, company, next, sync } from '../world.js';

/** Hints of the server that something changed: each leads to a sync, unless what it tells is here already. */

test.afterEach(() => delete globalThis.EventSource);

/** A browser that follows the server's events, which the test sends. */
async function following(server, options) {
  const sources = [];
  globalThis.EventSource = class extends EventTarget {
    constructor(url) {
      super();
      this.url = url;
      sources.push(this);
    }
    close() {
      this.closed = true;
    }
  };
  const db = await browser(server, 'alice', { ...options, options: { live: true } });
  const changed = (data) => {
    const event = new Event('changed');
    if (data) event.data = JSON.stringify({ scope: 'emea', spread: 0, ...data });
    sources.at(-1).dispatchEvent(event);
  };
  return { db, source: sources[0], sources, changed };
}

const posts = (server) => server.requests.filter(({ method }) => method === 'POST').length;

test('a hint of the server leads to a sync; many at once to one', async () => {
  const server = new ModelServer();
  const { db, source, changed } = await following(server);
  assert.equal(source.url, '/api/events');
  const done = next(db, 'syncComplete');
  for (let n = 0; n < 5; n++) changed();
  await done;
  assert.equal(posts(server), 1);
  await db.tidemark.signOut();
  assert.equal(source.closed, true);
});

test('a hint that comes while a sync runs is followed by another sync, which the running one may have missed', async () => {
  const server = new ModelServer();
  const gate = heldAnswer(server);
  const { db, changed } = await following(server, { fetch: gate.fetch });
  const first = sync(db);
  await gate.reached;
  const id = db.tidemark.newId();
  server.write('bob', 'companies', id, company(db));
  changed({ version: server.clocks.get('emea') });
  await new Promise((resolve) => setTimeout(resolve, 5)); // its spread is over: it waits for the sync
  const again = next(db, 'syncComplete');
  gate.open();
  await first;
  await again;
  while (posts(server) < 2) await next(db, 'syncComplete');
  await sync(db);
  assert.equal((await db.companies.get(id)).phone, '1');
});

test('a hint of what was pulled already, or pushed from here, leads to no sync', async () => {
  const server = new ModelServer();
  const { db, changed } = await following(server);
  await db.companies.add(company(db));
  await sync(db);
  changed({ version: server.clocks.get('emea') });
  await new Promise((resolve) => setTimeout(resolve, 5)); // its spread would be over
  const id = db.tidemark.newId();
  server.write('bob', 'companies', id, company(db));
  const done = next(db, 'syncComplete');
  changed({ version: server.clocks.get('emea') });
  assert.equal((await done).pulled, 1);
  assert.equal(posts(server), 2);
});

test('a hint of what another tab has pulled leads to no sync', async () => {
  const server = new ModelServer();
  const { db, changed } = await following(server);
  const other = await browser(server, 'alice', { name: db.name });
  server.write('bob', 'companies', db.tidemark.newId(), company(db));
  const done = next(db, 'syncComplete');
  await sync(other);
  await done;
  changed({ version: server.clocks.get('emea') });
  await new Promise((resolve) => setTimeout(resolve, 5)); // its spread would be over
  assert.equal(posts(server), 1);
  await db.tidemark.signOut();
});

test('where the tab with the stream has closed its database, another one pulls', async () => {
  const server = new ModelServer();
  const { db, sources, changed } = await following(server);
  const other = await browser(server, 'alice', { name: db.name, options: { live: true } });
  while (sources.filter(({ closed }) => !closed).length > 1) await new Promise(setImmediate);
  assert.equal(sources[0].closed, undefined, 'the elder keeps it');
  await sync(db);
  await db.close();
  server.write('bob', 'companies', other.tidemark.newId(), company(other));
  const arrived = new Promise((resolve) =>
    other.tidemark.on('syncComplete', ({ pulled }) => pulled === 1 && resolve()),
  );
  changed({ version: server.clocks.get('emea') });
  await arrived;
  assert.equal(await other.companies.count(), 1);
  await other.tidemark.signOut();
});

test('who is signed out does not hear it again and again, and follows anew after the next sign-in', async () => {
  const server = new ModelServer();
  let isSignedIn = false;
  const send = server.as('alice');
  const fetch = (url, init) =>
    isSignedIn ? send(url, init) : Promise.resolve(new Response('{}', { status: 401 }));
  const { db, sources } = await following(server, { fetch });
  let asked = 0;
  db.tidemark.on('authRequired', () => (asked += 1));
  await sync(db, 'unauthenticated');
  sources[0].dispatchEvent(new Event('error'));
  await new Promise((resolve) => setTimeout(resolve, 50)); // it would have come back by now
  assert.deepEqual([sources.length, asked], [1, 1]);
  isSignedIn = true;
  await sync(db);
  assert.equal(sources.length, 2);
  await db.tidemark.signOut();
});
