import test from 'node:test';
import assert from 'node:assert/strict';
import { LAYOUT } from '../../../main/webapp/tidemark/pages/page.js';
import { unpackPage } from '../../../main/webapp/tidemark/pages/unpacker.js';
import { FakeLocks, withNavigator } from '../fake-browser.js';
import { PAGES, id, onPages, rawCount, serverWith, synced, until } from '../paged.js';
import { QUICK, browser, liveQuery, rowsOf, sync, withPages } from '../world.js';

/** When pages become rows, and when they are left alone. */

test('live queries hear of the pages, and not of their becoming rows', async () => {
  const server = serverWith(6);
  const db = await browser(server);
  const seen = [];
  const subscription = liveQuery(() => db.companies.where('name').startsWith('Company').count()).subscribe(
    (n) => seen.push(n),
  );
  await until(() => seen.length > 0);
  await withPages(2, () => sync(db));
  await until(() => seen.at(-1) === 6);
  const before = seen.length;
  while (await unpackPage(db, 'companies'));
  await db.companies.update(id(1), { name: 'Company one' });
  await until(() => seen.length > before);
  assert.deepEqual(seen, [0, 6, 6]);
  subscription.unsubscribe();
});

test('pages become rows by themselves, also what was left when the browser was closed; in one tab', async (t) => {
  const { unpack } = LAYOUT;
  t.after(() => (LAYOUT.unpack = unpack));
  LAYOUT.unpack = true;
  await withNavigator({ locks: new FakeLocks() }, async () => {
    const name = `crm-${Math.random()}`;
    const server = serverWith(7);
    const db = await synced(server, 3, { name });
    await unpackPage(db, 'companies');
    assert.deepEqual([await onPages(db), await rawCount(db)], [4, 3]);
    db.close();
    const again = await browser(server, 'alice', { name });
    const tab = await browser(server, 'alice', { name });
    await until(async () => (await again.table(PAGES).count()) === 0);
    assert.equal(await rawCount(again), 7);
    assert.equal((await rowsOf(tab)).length, 7);
    assert.equal(
      (await again.tidemark.status('companies', id(7))).version,
      server.record('companies', id(7)).version,
    );
  });
});

test('a page that is being unpacked and a write of the same record: whoever comes first, the write stands', async () => {
  for (let n = 1; n <= 6; n++) {
    const db = await synced(serverWith(6), 2);
    const written = db.companies.update(id(n), { name: 'mine' });
    while (await unpackPage(db, 'companies'));
    await written;
    assert.equal((await db.companies.get(id(n))).name, 'mine');
    assert.deepEqual([(await db.tidemark.pending()).total, await rawCount(db)], [1, 6]);
  }
});

test('after a change of users the other one has his pages made rows as well', async (t) => {
  const before = { ...LAYOUT };
  t.after(() => Object.assign(LAYOUT, before));
  const server = serverWith(30);
  const as = (user) => ({ url: '/api', collections: ['companies'], fetch: server.as(user), user, ...QUICK });
  await withNavigator({ locks: new FakeLocks() }, async () => {
    const db = await synced(server, 2);
    for (const user of ['alice', 'bob']) {
      db.tidemark.configure({ ...as(user), syncOnLogin: false });
      Object.assign(LAYOUT, { page: 2, least: 1, unpack: false });
      await db.tidemark.sync();
      assert.ok((await db.table(PAGES).count()) > 0);
    }
    LAYOUT.unpack = true;
    db.tidemark.configure({ ...as('alice'), syncOnLogin: false });
    await db.open();
    // The first one's are under way.
    db.tidemark.configure({ ...as('bob'), syncOnLogin: false });
    await db.open();
    await until(async () => (await db.table(PAGES).count()) === 0);
    assert.equal(await db.companies.count(), 30);
  });
});
