import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { browser, rowsOf, sync, withPages } from '../world.js';

/** Pages, resets, scopes: what a replica holds is what its user may read, and never half of it. */

const id = (n) => `c0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const row = (n, more) => ({ id: id(n), name: `Company ${n}`, region: 'emea', phone: '1', ...more });
const names = async (db) => (await rowsOf(db)).map(({ name }) => name);

function serverWith(count, more) {
  const server = new ModelServer();
  for (let n = 1; n <= count; n++) server.write('alice', 'companies', id(n), row(n, more));
  return server;
}

/** Counts the rows that IndexedDB is asked to write into a table. */
function countingPuts(table) {
  const original = IDBObjectStore.prototype.put;
  const counted = { puts: 0, stop: () => (IDBObjectStore.prototype.put = original) };
  IDBObjectStore.prototype.put = function (...args) {
    if (this.name === table) counted.puts += 1;
    return original.apply(this, args);
  };
  return counted;
}

test('a first sync in many pages holds everything at the end, and costs one write per record at most', async () => {
  const server = serverWith(50);
  const db = await browser(server, 'alice', { options: { page: 7 } });
  const counted = countingPuts('companies');
  const entries = countingPuts('$tidemark_entries');
  const report = await withPages(Infinity, () => sync(db));
  counted.stop();
  entries.stop();
  assert.deepEqual([report.pulled, counted.puts, entries.puts], [50, 50, 0]);
  assert.equal((await rowsOf(db)).length, 50);
  assert.ok(server.requests.length > 7);
});

test('the next page is on its way while one is stored, and one that gets lost is asked for again', async () => {
  const server = serverWith(20);
  const db = await browser(server, 'alice', { options: { page: 5 } });
  const send = server.as('alice');
  const order = [];
  db.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], page: 5, syncOnOnline: false },
    fetch: async (url, init) => {
      if (!url.endsWith('/sync')) return send(url, init);
      order.push('ask');
      if (order.filter((what) => what === 'ask').length === 3) throw new TypeError('network');
      return send(url, init);
    },
  });
  db.tidemark.on('progress', () => order.push('store'));
  await sync(db);
  assert.equal((await rowsOf(db)).length, 20);
  assert.equal(order.join(' '), 'ask ask store ask store ask ask store store');
});

test('a reset swaps in at the end: no reader ever sees an empty or half-filled store', async () => {
  const server = serverWith(20);
  const db = await browser(server, 'alice', { options: { page: 6 } });
  await sync(db);
  for (let n = 1; n <= 10; n++) server.write('alice', 'companies', id(n), { phone: '2' });
  server.erase('alice', 'companies', id(20));
  server.purge('emea');
  const seen = [];
  const send = server.as('alice');
  db.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], page: 6, syncOnOnline: false },
    fetch: async (...request) => {
      seen.push((await rowsOf(db)).map(({ phone }) => phone).join(''));
      return send(...request);
    },
  });
  const report = await sync(db);
  assert.deepEqual([report.pulled, report.removed], [10, 1]);
  assert.ok(seen.length >= 4);
  assert.deepEqual(new Set(seen), new Set(['1'.repeat(20)]));
  assert.deepEqual((await rowsOf(db)).map(({ phone }) => phone).join(''), '2'.repeat(10) + '1'.repeat(9));
});

test('a reset writes only what changed', async () => {
  const server = serverWith(40);
  const db = await browser(server);
  await withPages(Infinity, () => sync(db));
  server.write('alice', 'companies', id(3), { phone: '2' });
  server.purge('emea');
  const counted = countingPuts('companies');
  await sync(db);
  counted.stop();
  assert.equal(counted.puts, 1);
});

test('a reset keeps unsent edits, whatever the server sends', async () => {
  const server = serverWith(4);
  const db = await browser(server, 'alice', { options: { page: 2 } });
  await sync(db);
  const send = server.as('alice');
  let edited = false;
  db.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], page: 2, syncOnOnline: false },
    fetch: async (url, init) => {
      const response = await send(url, init);
      if (!edited && url.endsWith('/sync')) {
        edited = true;
        await db.companies.update(id(1), { phone: 'mine' });
        await db.companies.delete(id(2));
        await db.companies.update(id(3), { phone: 'gone' });
        await db.companies.add(row(9));
      }
      return response;
    },
  });
  server.erase('alice', 'companies', id(3));
  server.purge('emea');
  await sync(db);
  assert.deepEqual(
    (await rowsOf(db)).map(({ phone }) => phone),
    ['mine', 'gone', '1', '1'],
  );
  await sync(db, 'conflicts');
  const [conflict] = await db.tidemark.conflicts();
  assert.deepEqual([conflict.kind, conflict.record], ['modified-deleted', id(3)]);
  assert.equal(server.fields('companies', id(1)).phone, 'mine');
  assert.equal(server.record('companies', id(2)), undefined);
  assert.ok(server.record('companies', id(9)));
});

test('a reset that was cut off by a crash goes on where it was', async () => {
  const server = serverWith(20);
  const name = `crm-${Math.random()}`;
  const first = await browser(server, 'alice', { name, options: { page: 6 } });
  const send = server.as('alice');
  let pages = 0;
  const fetch = async (url, init) => {
    if (url.endsWith('/sync') && ++pages >= 3) throw new TypeError('network');
    return send(url, init);
  };
  first.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], page: 6 },
    fetch,
    retry: { attempts: 1 },
  });
  await sync(first, 'offline');
  assert.deepEqual(await rowsOf(first), []);
  first.close();
  const second = await browser(server, 'alice', { name, options: { page: 6 } });
  server.requests.length = 0;
  await sync(second);
  assert.equal((await rowsOf(second)).length, 20);
  assert.ok(
    server.requests.every(({ body }) => !body?.includes('"cursor":null')),
    'nothing is pulled twice',
  );
});

test('a record deleted from here while a reset is under way does not come back with the swap', async () => {
  const server = serverWith(12);
  const db = await browser(server, 'alice', { options: { page: 5 } });
  await sync(db);
  server.write('alice', 'companies', id(12), { phone: '2' });
  server.purge('emea');
  const send = server.as('alice');
  let pages = 0;
  const cut = async (url, init) => {
    if (url.endsWith('/sync') && ++pages >= 2) throw new TypeError('network');
    return send(url, init);
  };
  const options = { url: '/api', collections: ['companies', 'contacts'], page: 5, syncOnOnline: false };
  db.tidemark.configure({ ...options, fetch: cut, retry: { attempts: 1 } });
  await sync(db, 'offline');
  await db.companies.delete(id(1));
  db.tidemark.configure({ ...options, fetch: send });
  const counts = [];
  db.tidemark.on('progress', () => counts.push(db.companies.count()));
  await sync(db);
  assert.deepEqual(new Set(await Promise.all(counts)), new Set([11]));
  assert.equal(await db.companies.get(id(1)), undefined);
});

test('a record that moves to another readable scope is there once, with its edits', async () => {
  const server = serverWith(3);
  const carol = await browser(server, 'carol');
  await sync(carol);
  server.write('carol', 'companies', id(1), { region: 'apac' });
  server.write('carol', 'companies', id(2), { region: 'apac' });
  server.write('carol', 'companies', id(2), { region: 'emea' });
  await sync(carol);
  assert.deepEqual(
    (await rowsOf(carol)).map(({ region }) => region),
    ['apac', 'emea', 'emea'],
  );
});

test('in whatever order a move comes in pages, the record stays', async () => {
  for (let page = 1; page <= 6; page++) {
    const server = serverWith(3);
    const carol = await browser(server, 'carol', { options: { page } });
    await sync(carol);
    for (const [n, region] of [
      [1, 'apac'],
      [2, 'amer'],
      [3, 'apac'],
      [2, 'emea'],
      [1, 'emea'],
      [1, 'amer'],
    ]) {
      server.write('carol', 'companies', id(n), { region });
      if ((n + page) % 3 === 0) await sync(carol);
    }
    await sync(carol);
    assert.deepEqual(
      (await rowsOf(carol)).map(({ region }) => region),
      ['amer', 'emea', 'apac'],
    );
  }
});

test('a record that leaves for a scope that the user may not read leaves the replica', async () => {
  const server = serverWith(2);
  const alice = await browser(server, 'alice');
  await sync(alice);
  server.write('carol', 'companies', id(1), { region: 'apac' });
  await sync(alice);
  assert.deepEqual(await names(alice), ['Company 2']);
});

test('the children of a record that moves move along', async () => {
  const server = serverWith(1);
  server.write('alice', 'contacts', id(7), { company: id(1), name: 'Kim' });
  const carol = await browser(server, 'carol');
  await sync(carol);
  await carol.companies.update(id(1), { region: 'apac' });
  await sync(carol);
  await sync(carol);
  assert.equal(server.record('contacts', id(7)).scope, 'apac');
  assert.equal((await rowsOf(carol, 'contacts')).length, 1);
  assert.equal((await carol.tidemark.pending()).total, 0);
});

test('a withdrawn right takes the records, and nothing of them stays; own unsent work is kept, refused', async () => {
  const server = serverWith(3, { notes: 'secret' });
  const carol = await browser(server, 'carol');
  server.write('carol', 'companies', id(8), row(8, { region: 'apac' }));
  await sync(carol);
  await carol.companies.update(id(1), { phone: 'mine' });
  await carol.companies.delete(id(2));
  server.rights.carol = ['apac'];
  // A pull only: the push would be refused first, which is another test's matter.
  const report = await carol.tidemark.sync({ collections: ['contacts'] });
  assert.deepEqual([report.status, report.removed], ['synced', 2]);
  assert.deepEqual(await names(carol), ['Company 8']);
  const kept = JSON.stringify(await carol.table('$tidemark_entries').toArray());
  assert.ok(!kept.includes('secret') && !kept.includes('Company 1'), kept);
  const refused = await carol.tidemark.rejected();
  assert.deepEqual(refused.map((one) => [one.id, one.reason, one.fields]).sort(), [
    [id(1), 'forbidden', { phone: 'mine' }],
    [id(2), 'forbidden', {}],
  ]);
  await sync(carol);
  assert.equal(server.fields('companies', id(1)).phone, '1');
  assert.equal(await carol.tidemark.discard('companies', id(2)), true);

  server.rights.carol = ['emea', 'apac'];
  await sync(carol);
  assert.equal(
    (await carol.companies.get(id(1))).phone,
    'mine',
    'the right returns: the own work lies on top',
  );
  assert.equal((await carol.tidemark.status('companies', id(1))).rejected.reason, 'forbidden');
  assert.equal(server.fields('companies', id(1)).phone, '1', 'unsent until its user looks at it');
  await carol.tidemark.discard('companies', id(1));
  assert.equal((await carol.companies.get(id(1))).phone, '1');
});

test('a withdrawn right takes open conflicts too', async () => {
  const server = serverWith(1);
  server.gates.companies = 'isolate';
  const carol = await browser(server, 'carol');
  await sync(carol);
  await carol.companies.update(id(1), { phone: 'mine' });
  server.write('alice', 'companies', id(1), { phone: 'theirs' });
  await sync(carol, 'conflicts');
  server.rights.carol = ['apac'];
  await sync(carol);
  assert.deepEqual(await carol.tidemark.conflicts(), []);
  const kept = JSON.stringify([
    await carol.table('$tidemark_entries').toArray(),
    await carol.table('$tidemark_conflicts').toArray(),
  ]);
  assert.ok(!kept.includes('theirs'));
});

test('after a pull from nothing, scopes that the server does not mention are gone', async () => {
  const server = serverWith(2);
  const carol = await browser(server, 'carol');
  server.write('carol', 'companies', id(8), row(8, { region: 'apac' }));
  await sync(carol);
  server.rights.carol = ['apac'];
  for (const replica of server.replicas.values()) replica.number = 99;
  await carol.companies.update(id(8), { phone: '2' });
  await sync(carol);
  assert.deepEqual(await names(carol), ['Company 8']);
});

test('a server restored from a backup is noticed; unsent work survives, nothing is overwritten unseen', async () => {
  const server = serverWith(4);
  const db = await browser(server, 'alice');
  const backup = server.snapshot();
  await sync(db);
  server.write('bob', 'companies', id(1), { phone: 'lost with the backup' });
  await sync(db);
  await db.companies.update(id(1), { notes: 'on a state that is lost' });
  await db.companies.update(id(2), { phone: 'on a state that stands' });
  await db.companies.update(id(3), { phone: 'mine' });
  await db.companies.add(row(9));
  server.restore(backup);
  server.write('bob', 'companies', id(3), { phone: 'under a number that meant something else' });
  await sync(db, 'conflicts');
  const conflicts = await db.tidemark.conflicts();
  assert.deepEqual(conflicts.map(({ record }) => record).sort(), [id(1), id(3)]);
  assert.equal(server.fields('companies', id(2)).phone, 'on a state that stands');
  assert.ok(server.record('companies', id(9)));
  await db.tidemark.resolveAll('server');
  await sync(db);
  assert.deepEqual(
    await rowsOf(db),
    [1, 2, 3, 4, 9].map((n) => ({ ...server.fields('companies', id(n)), id: id(n) })),
  );
});

test('a device clock that is wrong decides nothing', async () => {
  const RealDate = Date;
  const server = serverWith(1);
  const alice = await browser(server, 'alice');
  const bob = await browser(server, 'bob');
  await sync(alice);
  await sync(bob);
  globalThis.Date = class extends RealDate {
    static now() {
      return RealDate.now() - 10 * 365 * 86400e3;
    }
  };
  try {
    await alice.companies.update(id(1), { phone: 'alice' });
    await sync(alice);
  } finally {
    globalThis.Date = RealDate;
  }
  await bob.companies.update(id(1), { phone: 'bob' });
  await sync(bob, 'conflicts');
  assert.match(alice.tidemark.lastSync, /^2026-11-24/);
});

test('a collection that the application has no table for is left out', async () => {
  const server = serverWith(1);
  server.write('alice', 'contacts', id(7), { company: id(1), name: 'Kim' });
  const db = await browser(server, 'alice', {
    schema: { companies: 'id' },
    options: { collections: ['companies'] },
  });
  await sync(db);
  assert.deepEqual(await names(db), ['Company 1']);
});

test('a withdrawn right takes also what was acknowledged and never pulled', async () => {
  const server = serverWith(1);
  const send = server.as('carol');
  let withdraws = false;
  const fetch = async (url, init) => {
    const answer = await send(url, init);
    if (withdraws && init.method === 'POST') server.rights.carol = ['apac'];
    return answer;
  };
  const carol = await browser(server, 'carol', { fetch, options: { changesPerPush: 1 } });
  await sync(carol);
  await carol.companies.bulkAdd([row(5), row(6)]);
  withdraws = true;
  await sync(carol);
  await sync(carol);
  assert.ok(server.fields('companies', id(5)) || server.fields('companies', id(6)), 'one was taken');
  const refused = await carol.tidemark.rejected();
  assert.deepEqual(
    (await carol.companies.toArray()).map((one) => one.id),
    refused.map((one) => one.id),
    'what is left is the own work that was refused',
  );
});

/** A replica with two edits, of which the first was acknowledged without a pull, and the network then went. */
async function halfAcknowledged(write) {
  const server = new ModelServer();
  const send = server.as('alice');
  let pushes = -Infinity;
  const fetch = (url, init) => {
    if (init.body?.includes('"push"')) pushes += 1;
    return pushes > 1 ? Promise.reject(new TypeError('network')) : send(url, init);
  };
  const db = await browser(server, 'alice', { fetch, options: { changesPerPush: 1 } });
  await db.companies.bulkAdd([row(1), row(2)]);
  await sync(db);
  await write(db);
  pushes = 0;
  await sync(db, 'offline');
  return { server, db, comeBack: () => (pushes = -Infinity) };
}

const EDITS = {
  'was taken back': (db) => db.companies.update(id(1), { notes: undefined }),
  'was discarded': (db) => db.tidemark.discard('companies', id(1)),
};
for (const [what, takeBack] of Object.entries(EDITS))
  test(`what the server made of an acknowledged edit arrives, also if an edit on top of it ${what}`, async () => {
    const { server, db, comeBack } = await halfAcknowledged(async ({ companies }) => {
      await companies.update(id(1), { phone: '004712' });
      await companies.update(id(2), { phone: '3' });
    });
    // Code of the server puts it in order, in the same transaction.
    server.record('companies', id(1)).fields.phone = '+47 12';
    await db.companies.update(id(1), { notes: 'x' });
    await takeBack(db);
    comeBack();
    await sync(db);
    assert.equal((await db.companies.get(id(1))).phone, '+47 12');
    await db.companies.update(id(1), { notes: 'y' });
    await sync(db);
    assert.equal(server.fields('companies', id(1)).phone, '+47 12');
  });

test('a record that was acknowledged, never pulled, and is gone without a trace does not survive a reset', async () => {
  const { server, db, comeBack } = await halfAcknowledged((db) => db.companies.bulkAdd([row(3), row(4)]));
  const first = [3, 4].find((n) => server.record('companies', id(n)));
  server.erase('bob', 'companies', id(first));
  server.purge('emea');
  comeBack();
  await sync(db);
  await sync(db);
  assert.deepEqual(
    (await rowsOf(db)).map((one) => one.id),
    [...server.tables.get('companies').keys()].sort(),
  );
});

test('a conflict that was decided here leaves with its scope, with what undo() would put back', async () => {
  const server = new ModelServer({ gates: { companies: 'receive' } });
  const db = await browser(server, 'carol');
  await db.companies.bulkAdd([row(1), row(2)]);
  await sync(db);
  for (const n of [1, 2]) {
    await db.companies.update(id(n), { phone: '2' });
    server.write('bob', 'companies', id(n), { phone: 'secret' });
  }
  await sync(db, 'conflicts');
  const [decided] = await db.tidemark.conflicts();
  await db.tidemark.resolve(decided.id, 'server');
  server.rights.carol = ['apac'];
  await db.tidemark.sync();
  assert.deepEqual(await db.table('$tidemark_conflicts').toArray(), []);
  assert.equal(await db.tidemark.undo(decided.id), false);
  assert.deepEqual(await rowsOf(db), []);
});
