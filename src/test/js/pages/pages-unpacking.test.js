import test from 'node:test';
import assert from 'node:assert/strict';
import { LAYOUT } from '../../../main/webapp/tidemark/pages/page.js';
import { FakeLocks, withNavigator } from '../fake-browser.js';
import { PAGES, serverWith, synced, until } from '../paged.js';
import { QUICK } from '../world.js';

/** When pages become rows, and when they are left alone. */

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
