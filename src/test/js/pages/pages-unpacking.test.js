import test from 'node:test';
import assert from 'node:assert/strict';
import { LAYOUT } from '../../../main/webapp/tidemark/pages/page.js';
import { unpackPage, untilQuiet } from '../../../main/webapp/tidemark/pages/unpacker.js';
import { usesOf } from '../../../main/webapp/tidemark/pages/middleware.js';
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

test('pages wait while the application reads and writes, but not for ever', async () => {
  for (const [busy, expected] of [
    [0, 0],
    [3, 4],
    [Infinity, 25],
  ]) {
    let [uses, waits] = [busy > 0 ? 1 : 0, 0];
    await untilQuiet(
      () => uses,
      0,
      async () => {
        waits += 1;
        if (waits <= busy) uses += 1;
      },
    );
    assert.equal(waits, expected, `busy for ${busy}`);
  }
});

test('what the application does with a table counts as use', async () => {
  const db = await synced(serverWith(6), 2);
  const before = usesOf(db);
  await db.companies.get(id(1));
  await db.companies.update(id(2), { name: 'mine' });
  assert.equal(usesOf(db), before + 2);
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
