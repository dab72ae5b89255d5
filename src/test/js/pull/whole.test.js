import test from 'node:test';
import assert from 'node:assert/strict';
import { id, row, serverWith } from '../companies.js';
import { ModelServer } from '../model-server.js';
import { browser, liveQuery, rowsOf, sync } from '../world.js';

/** What an application reads of the server's data is one state of it, and then another: never a part of each. */

const settings = { url: '/api', collections: ['companies', 'contacts'], page: 3, syncOnOnline: false };

const contactOf = (n, more) => ({ id: id(100 + n), company: id(n), name: `Contact ${n}`, ...more });

/** Companies and a contact of each, all with the same mark. */
function marked(count) {
  const server = serverWith(count, { phone: 'before' });
  for (let n = 1; n <= count; n++)
    server.write('alice', 'contacts', contactOf(n).id, contactOf(n, { name: 'before' }));
  return server;
}

function markAll(server, count, mark) {
  for (let n = 1; n <= count; n++) {
    server.write('alice', 'companies', id(n), { phone: mark });
    server.write('alice', 'contacts', contactOf(n).id, { name: mark });
  }
}

/** The marks that an application reads, each once. */
async function marks(db) {
  const [companies, contacts] = [await rowsOf(db), await rowsOf(db, 'contacts')];
  return [...new Set([...companies.map(({ phone }) => phone), ...contacts.map(({ name }) => name)])].join();
}

/** A browser that looks at what it holds before each request. */
async function looking(server, db, look, onSync = async () => {}) {
  const seen = [];
  const send = server.as('alice');
  let requests = 0;
  db.tidemark.configure({
    ...settings,
    fetch: async (...request) => {
      seen.push(await look(db));
      await onSync(++requests);
      return send(...request);
    },
  });
  return seen;
}

/** A browser that has synchronised, and a server where everything has changed since. */
async function behind() {
  const server = marked(7);
  const db = await browser(server);
  await sync(db);
  markAll(server, 7, 'after');
  return { server, db };
}

/** The network goes away after so many requests. */
async function breakOff(server, db, after) {
  await looking(server, db, marks, async (requests) => {
    if (requests > after) throw new TypeError('network');
  });
  await sync(db, 'offline');
}

test('what comes in several pages is seen at once, and a live query hears of it once', async () => {
  const server = marked(7);
  const db = await browser(server);
  await sync(db);
  const told = [];
  const isTold = () => new Promise((resolve) => setTimeout(resolve, 20));
  const subscription = liveQuery(() => marks(db)).subscribe((value) => told.push(value));
  await isTold();
  markAll(server, 7, 'after');
  const seen = await looking(server, db, marks);
  const report = await sync(db);
  await isTold();
  subscription.unsubscribe();
  assert.ok(seen.length >= 5, `${seen.length} requests`);
  assert.deepEqual([...new Set(seen)], ['before']);
  assert.deepEqual([told, await marks(db)], [['before', 'after'], 'after']);
  assert.equal(report.pulled, 14);
});

test('a pass that breaks off shows nothing, and goes on where it was', async () => {
  const { server, db } = await behind();
  await breakOff(server, db, 3);
  assert.equal(await marks(db), 'before');
  const seen = await looking(server, db, marks);
  await sync(db);
  assert.ok(seen.length < 5, `${seen.length} requests: what had come was kept`);
  assert.equal(await marks(db), 'after');
});

test('another tab, or the browser after a restart, takes what was put aside', async () => {
  const { server, db } = await behind();
  await breakOff(server, db, 3);
  db.close();
  const again = await browser(server, 'alice', { name: db.name });
  assert.equal(await marks(again), 'before');
  await sync(again);
  assert.equal(await marks(again), 'after');
});

test('an edit that was made while pages came stays on top of what they bring, and is judged like any other', async () => {
  const { server, db } = await behind();
  await looking(server, db, marks, async (requests) => {
    if (requests === 3) await db.companies.update(id(2), { name: 'mine' });
  });
  await sync(db);
  const rows = await rowsOf(db);
  assert.deepEqual(
    rows.map(({ name, phone }) => [name, phone]),
    [1, 2, 3, 4, 5, 6, 7].map((n) => (n === 2 ? ['mine', 'before'] : [`Company ${n}`, 'after'])),
  );
  await sync(db, 'conflicts');
  const [{ client, server: theirs }] = await db.tidemark.conflicts();
  assert.deepEqual([client.fields.name, theirs.fields.phone], ['mine', 'after']);
});

test('a record that was put aside and then deleted here does not come back', async () => {
  const { server, db } = await behind();
  await breakOff(server, db, 3);
  await db.contacts.delete(contactOf(1).id);
  const there = [];
  const seen = await looking(server, db, async () => there.push(await db.contacts.get(contactOf(1).id)));
  await db.tidemark.sync();
  await db.tidemark.resolveAll('client');
  await sync(db);
  assert.ok(seen.length > 2);
  assert.deepEqual([...new Set(there), await db.contacts.get(contactOf(1).id)], [undefined, undefined]);
});

test('a scope that is withdrawn takes along what was put aside of it', async () => {
  const server = new ModelServer();
  server.rights.alice = ['emea', 'apac'];
  for (let n = 1; n <= 6; n++)
    server.write('carol', 'companies', id(n), row(n, { region: n < 4 ? 'emea' : 'apac' }));
  const db = await browser(server);
  await sync(db);
  for (let n = 1; n <= 6; n++) server.write('carol', 'companies', id(n), { phone: '2' });
  await looking(server, db, marks, async (requests) => {
    if (requests === 2) server.rights.alice = ['apac'];
  });
  await sync(db);
  assert.deepEqual(
    (await rowsOf(db)).map(({ id: one, phone }) => [one, phone]),
    [4, 5, 6].map((n) => [id(n), '2']),
  );
  assert.equal(await db.table('$tidemark_staging').count(), 0);
});

test('a scope that has to be read anew within a pass replaces what was put aside of it', async () => {
  const { server, db } = await behind();
  server.erase('alice', 'companies', id(7));
  server.erase('alice', 'contacts', contactOf(7).id);
  const seen = await looking(server, db, marks, async (requests) => {
    if (requests === 3) server.purge('emea');
  });
  await sync(db);
  assert.deepEqual([...new Set(seen)], ['before']);
  assert.deepEqual([await marks(db), (await rowsOf(db)).length], ['after', 6]);
  assert.equal(await db.table('$tidemark_staging').count(), 0);
});

test('a record that moves between two pages is never in both scopes, nor in none', async () => {
  const server = new ModelServer();
  server.rights.alice = ['emea', 'apac'];
  for (let n = 1; n <= 8; n++)
    server.write('carol', 'companies', id(n), row(n, { region: n < 5 ? 'emea' : 'apac' }));
  const db = await browser(server);
  await sync(db);
  for (let n = 1; n <= 8; n++) server.write('carol', 'companies', id(n), { phone: '2' });
  const seen = await looking(
    server,
    db,
    async () => (await rowsOf(db)).map(({ region }) => region[0]).join(''),
    async (requests) => {
      if (requests === 3) server.write('carol', 'companies', id(1), { region: 'apac' });
    },
  );
  await sync(db);
  assert.deepEqual([...new Set(seen)], ['eeeeaaaa']);
  assert.equal((await rowsOf(db)).map(({ region }) => region[0]).join(''), 'aeeeaaaa');
});

/** A browser that has begun its first pull of two scopes, of which one is withdrawn or read anew meanwhile. */
async function withTwoScopes(onSync) {
  const server = new ModelServer();
  server.rights.alice = ['emea', 'apac'];
  for (let n = 1; n <= 12; n++)
    server.write('carol', 'companies', id(n), row(n, { region: n < 7 ? 'emea' : 'apac' }));
  const db = await browser(server);
  await looking(server, db, marks, (requests) => onSync(server, requests));
  await sync(db);
  assert.equal(await db.table('$tidemark_staging').count(), 0);
  return (await rowsOf(db)).length;
}

for (const scope of ['emea', 'apac']) {
  for (const when of [3, 4, 5]) {
    test(`of scopes that come for the first time, ${scope} may be withdrawn before request ${when}`, async () => {
      const withdraw = async (server, requests) => {
        if (requests === when) server.rights.alice = ['emea', 'apac'].filter((one) => one !== scope);
      };
      assert.equal(await withTwoScopes(withdraw), 6);
    });

    test(`of scopes that come for the first time, ${scope} may begin anew before request ${when}`, async () => {
      const beginAnew = async (server, requests) => {
        if (requests !== when) return;
        server.erase('carol', 'companies', id(scope === 'emea' ? 1 : 7));
        server.purge(scope);
      };
      assert.equal(await withTwoScopes(beginAnew), 11);
    });
  }
}

test('what was put aside of a collection that is given up leaves nothing behind', async () => {
  const { server, db } = await behind();
  await breakOff(server, db, 5);
  const pages = () => db.table('$tidemark_pages').count();
  assert.ok((await pages()) > 0);
  const before = server.as('alice');
  db.tidemark.configure({ ...settings, collections: ['companies'], fetch: before });
  await sync(db);
  db.tidemark.configure({ ...settings, fetch: before });
  await sync(db);
  assert.deepEqual([await marks(db), await db.table('$tidemark_staging').count()], ['after', 0]);
  const { names = '' } = (await db.table('$tidemark_pages').get(['contacts'])) ?? {};
  assert.deepEqual(
    (await db.table('$tidemark_pages').toCollection().primaryKeys()).filter(
      (key) => key.length > 1 && key[0] === 'contacts' && !names.split(' ').includes(key[1]),
    ),
    [],
  );
});
