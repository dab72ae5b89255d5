import test from 'node:test';
import assert from 'node:assert/strict';
import { twoUsers } from '../two-users.js';
import { ADDONS, Dexie, company, sync } from '../world.js';

/** What another user has left in this browser: it is told, and no work of it is lost. */

/** Alice's session ends, bob signs in over it. */
async function overwritten(extra) {
  const two = twoUsers(undefined, extra);
  const { server, db, signIn } = two;
  server.write('carol', 'companies', crypto.randomUUID(), company(db));
  signIn('alice');
  await sync(db);
  return two;
}

test('what another user has left goes with who signs out, as far as the server has all of it', async () => {
  const { db, name, signIn } = await overwritten();
  signIn('bob');
  await sync(db);
  assert.deepEqual(await db.tidemark.others(), [{ user: 'alice', pending: 0 }]);
  assert.equal((await db.tidemark.signOut()).status, 'signed-out');
  for (const user of ['alice', 'bob']) assert.equal(await Dexie.exists(`${name}-${user}`), false, user);
});

test('unsent work of another user stays, is told, and goes only when somebody says so', async () => {
  const { db, name, signIn } = await overwritten();
  await db.companies.add(company(db));
  signIn('bob');
  await sync(db);
  await db.tidemark.signOut();
  assert.ok(await Dexie.exists(`${name}-alice`));
  signIn('bob');
  assert.deepEqual(await db.tidemark.others(), [{ user: 'alice', pending: 1 }]);
  assert.deepEqual(await db.tidemark.forget('alice'), { status: 'refused', pending: 1 });
  await assert.rejects(db.tidemark.forget('bob'), /signOut/);
  signIn('alice');
  assert.equal((await db.tidemark.pending()).total, 1, 'and she can go on');
  signIn('bob');
  assert.equal((await db.tidemark.forget('alice', { discard: true })).status, 'forgotten');
  assert.equal(await Dexie.exists(`${name}-alice`), false);
});

test('a database whose name begins alike, and one of another application, are not touched', async () => {
  const { db, name, signIn } = await overwritten();
  const [alike, foreign] = [twoUsers(), new Dexie(`${name}-notes`)];
  const theirs = new Dexie(`${name}-x`, { addons: ADDONS });
  theirs.version(1).stores({ companies: 'id', contacts: 'id' });
  const fetch = alike.server.as('alice');
  const options = { url: '/api', collections: ['companies', 'contacts'], fetch, syncOnLogin: false };
  theirs.tidemark.configure({ ...options, user: 'alice' });
  await sync(theirs);
  foreign.version(1).stores({ notes: '++id' });
  await foreign.open();
  const beside = new Dexie(name, { addons: ADDONS });
  beside.version(1).stores({ companies: 'id', contacts: 'id' });
  beside.tidemark.configure({ ...options, url: '/stock/api', user: 'alice' });
  await sync(beside);
  signIn('bob');
  await sync(db);
  assert.deepEqual(await db.tidemark.others(), [{ user: 'alice', pending: 0 }]);
  await db.tidemark.signOut();
  assert.ok(await Dexie.exists(`${name}-x-alice`));
  assert.ok(await Dexie.exists(`${name}-notes`));
  assert.ok(await Dexie.exists(beside.name), beside.name);
  beside.close();
  foreign.close();
  theirs.close();
});

test('rows of a table that is not synchronised count as work', async () => {
  const { db, name, signIn } = await overwritten();
  db.close({ disableAutoOpen: false });
  db.version(2).stores({ drafts: 'id' });
  signIn('alice');
  await db.table('drafts').add({ id: 'a' });
  signIn('bob');
  await sync(db);
  assert.deepEqual(await db.tidemark.others(), [{ user: 'alice', pending: 1 }]);
  await db.tidemark.signOut();
  assert.ok(await Dexie.exists(`${name}-alice`));
});
