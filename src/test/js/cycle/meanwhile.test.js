import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { twoUsers } from '../two-users.js';
import { company, rowsOf, sync } from '../world.js';

/** Somebody signs in, or a token is renewed, while something that was asked before is under way. */

/** Alice's browser, in which bob has unsent work; `asking` is called with each request of hers. */
async function aliceAfterBob() {
  const { server, db, way, signIn } = twoUsers(new ModelServer(), { page: 2 });
  signIn('bob');
  const record = company(db);
  await db.companies.add(record);
  signIn('alice');
  await db.open();
  await sync(db);
  const paths = [];
  let asking = () => {};
  way.to = (url, init, _send, user) => {
    paths.push(`${user} ${init.method} ${url}`);
    return asking(user);
  };
  const onAsked = (listener) => (asking = listener);
  const once = (listener) =>
    onAsked((user) => {
      onAsked(() => {});
      return listener(user);
    });
  return { server, db, record, paths, signIn, onAsked, once };
}

for (const what of ['a question', 'a push']) {
  test(`work of a user who signs in while ${what} is under way is sent as his, not as the one before`, async () => {
    const { server, db, record, signIn, once } = await aliceAfterBob();
    if (what === 'a push') await db.companies.add(company(db));
    once(() => signIn('bob'));
    await db.tidemark.sync();
    await db.tidemark.sync();
    assert.equal(server.record('companies', record.id).modifiedBy, 'bob');
  });

  test(`work of a user who signs in while ${what} is under way outlives the revocation of the one before`, async () => {
    const { server, db, record, signIn, once } = await aliceAfterBob();
    if (what === 'a push') await db.companies.add(company(db));
    server.revoke('alice');
    once(() => signIn('bob'));
    await sync(db);
    assert.equal(server.record('companies', record.id).modifiedBy, 'bob');
    assert.equal((await rowsOf(db)).length, 1);
    signIn('alice');
    await db.tidemark.sync();
    assert.equal((await db.tidemark.sync()).status, 'synced', 'hers was wiped, and begins anew');
  });
}

test('the next page of the one before is not asked for as the one who signs in', async () => {
  const { server, db, paths, signIn, once } = await aliceAfterBob();
  for (let n = 0; n < 6; n++) server.write('carol', 'companies', db.tidemark.newId(), company(db));
  once(() => signIn('bob'));
  await sync(db);
  assert.deepEqual(paths.slice(0, 3), ['alice POST /api/sync', 'bob GET /api', 'bob POST /api/sync']);
});

test('a page that was stored while a token was renewed is counted', async () => {
  const { server, db, signIn, onAsked } = await aliceAfterBob();
  for (let n = 0; n < 6; n++) server.write('carol', 'companies', db.tidemark.newId(), company(db));
  let asked = 0;
  onAsked(() => {
    if (++asked === 3) signIn('alice');
  });
  assert.equal((await sync(db)).pulled, 6);
  assert.equal((await rowsOf(db)).length, 6);
});

test('a refusal of what was asked ahead under the token before is none of the one after', async () => {
  const { server, db, signIn, onAsked } = await aliceAfterBob();
  for (let n = 0; n < 6; n++) server.write('carol', 'companies', db.tidemark.newId(), company(db));
  let asked = 0;
  onAsked(() => {
    if (++asked !== 2) return null;
    signIn('alice');
    return Promise.resolve(new Response('{}', { status: 401 }));
  });
  assert.equal((await sync(db)).pulled, 6);
});
