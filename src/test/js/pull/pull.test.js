import test from 'node:test';
import assert from 'node:assert/strict';
import { id, namesOf, row, serverWith } from '../companies.js';
import { ModelServer } from '../model-server.js';
import { browser, rowsOf, sync } from '../world.js';

/** What a pull brings: each state that the server has arrives, also of what was sent from here. */

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
  assert.deepEqual(await namesOf(db), ['Company 1']);
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
