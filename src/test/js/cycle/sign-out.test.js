import test from 'node:test';
import assert from 'node:assert/strict';
import { keepBusy, twoUsers } from '../two-users.js';
import { ModelServer } from '../model-server.js';
import { Dexie, company, later, sync, withPages } from '../world.js';

/** Somebody signs out: the data is gone for good, and the work of whoever comes stays. */

test('who signs in while another signs out keeps his database', async () => {
  const { db, name, signIn } = twoUsers();
  signIn('bob');
  const record = company(db);
  await db.companies.add(record);
  signIn('alice');
  await db.open();
  const busy = keepBusy(db);
  const out = db.tidemark.signOut();
  await later(2);
  signIn('bob');
  await busy;
  await out;
  signIn('bob');
  assert.equal((await db.tidemark.pending()).total, 1);
  assert.ok(await Dexie.exists(`${name}-bob`));
});

for (const isTriggered of [true, false])
  test(`signing out while ${isTriggered ? 'a triggered sync runs' : 'another waits for it'} forgets the data for good`, async () => {
    const { server, db, name, way, signIn } = twoUsers();
    server.write('carol', 'companies', crypto.randomUUID(), company(db));
    let open;
    const gate = new Promise((resolve) => (open = resolve));
    const reached = new Promise((resolve) => {
      way.to = (url, init, send) => {
        if (!init.body) return null;
        resolve();
        return send().then((response) => gate.then(() => response));
      };
    });
    signIn('alice', { syncOnLogin: isTriggered });
    await db.open();
    const first = isTriggered ? null : db.tidemark.sync();
    await reached;
    if (!isTriggered) signIn('alice', { syncOnLogin: true, interval: 3 });
    await later(20);
    assert.equal((await db.tidemark.signOut()).status, 'signed-out');
    open();
    await first;
    await later(150);
    assert.equal(await Dexie.exists(`${name}-alice`), false, 'her data came back');
  });

for (const wait of [0, 1, 2, 3, 5])
  test(`what is written while somebody signs out is refused, or keeps him: ${wait} ms`, async () => {
    const { db, signIn } = twoUsers();
    signIn('alice');
    await sync(db);
    const out = db.tidemark.signOut();
    if (wait > 0) await later(wait);
    const isWritten = await db.companies.add(company(db)).then(
      () => true,
      () => false,
    );
    if (isWritten) assert.equal((await out).status, 'refused');
    else await out;
  });

/** Everything that any database of this browser holds, as text. */
async function everythingStored() {
  let all = '';
  for (const { name } of await indexedDB.databases()) {
    const db = await new Dexie(name).open();
    for (const table of db.tables) {
      all += JSON.stringify([
        name,
        table.name,
        await table.toArray(),
        await table.toCollection().primaryKeys(),
      ]);
    }
    db.close();
  }
  return all;
}

for (const records of [1, Infinity])
  test(`signing out leaves nothing of the user in the browser, and all of the next: ${records === 1 ? 'pages' : 'rows'}`, () =>
    withPages(records, async () => {
      const secret = `secret-${crypto.randomUUID()}`;
      const { server, db, name, signIn } = twoUsers(new ModelServer({ gates: { companies: 'isolate' } }));
      signIn('bob');
      const his = company(db, { name: 'his' });
      await db.companies.add(his);
      signIn('alice');
      const ids = [1, 2, 3].map(() => crypto.randomUUID());
      for (const id of ids) server.write('alice', 'companies', id, company(db, { id, name: secret }));
      await sync(db);
      // One in conflict, one refused, one that is deleted, one that was never sent.
      server.write('bob', 'companies', ids[0], { phone: `${secret} server` });
      await db.companies.update(ids[0], { phone: `${secret} client` });
      await db.companies.update(ids[1], { name: '', phone: secret });
      await db.companies.delete(ids[2]);
      await db.tidemark.sync();
      await db.companies.add(company(db, { name: `${secret} unsent` }));
      assert.ok((await everythingStored()).includes(secret), 'or the test looks at the wrong place');
      assert.equal((await db.tidemark.signOut()).status, 'refused');
      assert.equal((await db.tidemark.signOut({ discard: true })).status, 'signed-out');
      assert.equal(await Dexie.exists(`${name}-alice`), false);
      const left = await everythingStored();
      assert.ok(!left.includes(secret), 'something of hers is left');
      for (const id of ids) assert.ok(!left.includes(id), 'an id of hers is left');
      assert.ok(left.includes(his.id), 'his work went with hers');
    }));
