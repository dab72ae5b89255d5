import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { ADDONS, Dexie, QUICK, SCHEMA, browser, company, rowsOf, sync } from '../world.js';

/** Users: each has a database of their own, and nobody's work is sent as another's. */

async function opened(base, server, user) {
  const db = new Dexie(base, { addons: ADDONS });
  db.version(1).stores(SCHEMA);
  configure(db, server, user);
  await db.open();
  return db;
}

function configure(db, server, user, more) {
  const options = { ...QUICK, url: '/api', collections: ['companies', 'contacts'], user, syncOnLogin: false };
  db.tidemark.configure({ ...options, fetch: server.as(user), ...more });
}

test("another user's sign-in never shows or sends the first one's data", async () => {
  const server = new ModelServer();
  const base = `crm-${Math.random()}`;
  const db = await opened(base, server, 'alice');
  assert.equal(db.name, `${base}-alice`);
  await db.companies.add(company(db));
  await sync(db);
  await db.companies.add(company(db, { name: 'not sent' }));

  configure(db, server, 'bob');
  assert.deepEqual(await rowsOf(db), []);
  assert.equal((await db.tidemark.pending()).total, 0);
  assert.equal(db.tidemark.lastSync, null);
  await sync(db);
  assert.deepEqual(
    (await rowsOf(db)).map(({ name }) => name),
    ['Fjord AS'],
  );

  configure(db, server, 'alice');
  assert.equal((await rowsOf(db)).length, 2);
  assert.equal((await db.tidemark.pending()).total, 1);
  assert.equal((await sync(db)).applied, 1);
});

test('a session that is somebody else’s by now is noticed before anything is sent', async () => {
  const server = new ModelServer();
  let user = 'alice';
  const db = await browser(server, 'alice', { fetch: server.as(() => user) });
  await sync(db);
  user = 'bob';
  await db.companies.add(company(db));
  const report = await sync(db, 'failed');
  assert.equal(report.reason, 'other-user');
  assert.equal(server.tables.get('companies').size, 0);
  user = 'alice';
  assert.equal((await sync(db)).applied, 1);
  assert.equal(server.replicas.size, 1);
});

test('the wrong user at the first sync of a named database is refused', async () => {
  const server = new ModelServer();
  const db = await opened(`crm-${Math.random()}`, server, 'alice');
  configure(db, server, 'alice', { fetch: server.as('bob') });
  await db.companies.add(company(db));
  assert.equal((await sync(db, 'failed')).reason, 'other-user');
  assert.equal(server.replicas.size, 0);
});

test('a replica id that the server gave to somebody else is replaced', async () => {
  const server = new ModelServer();
  const db = await browser(server, 'alice');
  await sync(db);
  for (const replica of server.replicas.values()) replica.user = 'bob';
  await db.companies.add(company(db));
  assert.equal((await sync(db)).applied, 1);
  assert.equal(server.replicas.size, 2);
});

test('signing out forgets the data; while work is unsent it is refused, unless told', async () => {
  const server = new ModelServer();
  const base = `crm-${Math.random()}`;
  const db = await opened(base, server, 'alice');
  await db.companies.add(company(db));
  assert.deepEqual(await db.tidemark.signOut(), { status: 'refused', pending: 1 });
  assert.equal((await rowsOf(db)).length, 1);
  await sync(db);
  assert.deepEqual(await db.tidemark.signOut(), { status: 'signed-out', pending: 0 });
  assert.equal(await Dexie.exists(`${base}-alice`), false);

  configure(db, server, 'alice');
  await db.companies.add(company(db, { name: 'thrown away' }));
  assert.equal((await db.tidemark.signOut({ discard: true })).status, 'signed-out');
  configure(db, server, 'alice');
  await sync(db);
  assert.deepEqual(
    (await rowsOf(db)).map(({ name }) => name),
    ['Fjord AS'],
  );
});

test('a sign-in starts a sync, if the application wants that', async () => {
  const server = new ModelServer();
  const db = new Dexie(`crm-${Math.random()}`, { addons: ADDONS });
  db.version(1).stores(SCHEMA);
  // The second time she has signed out before.
  for (let n = 0; n < 2; n++) {
    const done = new Promise((resolve) => db.tidemark.on('syncComplete', resolve));
    configure(db, server, 'alice', { syncOnLogin: true });
    assert.equal((await done).status, 'synced');
    await db.tidemark.signOut();
  }
});

test('an application gives tokens per request', async () => {
  const server = new ModelServer();
  const sent = [];
  const send = server.as('alice');
  let token = 0;
  const db = await browser(server, 'alice', {
    fetch: (url, init) => {
      sent.push(init.headers.Authorization);
      return send(url, init);
    },
    options: { headers: async () => ({ Authorization: `Bearer ${++token}` }) },
  });
  await sync(db);
  assert.deepEqual(sent, ['Bearer 1', 'Bearer 2']);
});
