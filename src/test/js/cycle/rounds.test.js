import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { roundsOf } from '../rounds.js';
import { browser, sync, withPages } from '../world.js';

/** A live edit's way leads through few transactions, and each waits for the browser seldom. */

const ID = 'c0000000-0000-4000-8000-000000000001';

async function synced() {
  const server = new ModelServer();
  server.write('bob', 'companies', ID, { name: 'Fjord AS', region: 'emea', phone: '1' });
  const db = await browser(server);
  await sync(db);
  return { server, db };
}

/** Pages would be read besides. */
const onRows = (work) => () => withPages(Infinity, work);

test(
  'an edit waits five times: for its key, its row, both once more to track it, and what it writes',
  onRows(async () => {
    const { db } = await synced();
    assert.deepEqual(await roundsOf(() => db.companies.update(ID, { phone: '2' })), [5]);
  }),
);

test(
  'a push waits three times until it is stored and may go, and then one transaction stores its answer and its page',
  onRows(async () => {
    const { db } = await synced();
    await db.companies.update(ID, { phone: '2' });
    assert.deepEqual(await roundsOf(() => sync(db)), [3, 8]);
  }),
);

test(
  'news are stored by one transaction, which waits five times',
  onRows(async () => {
    const { server, db } = await synced();
    server.write('bob', 'companies', ID, { phone: '2' });
    assert.deepEqual(await roundsOf(() => sync(db)), [5]);
    assert.equal((await db.companies.get(ID)).phone, '2');
  }),
);

test(
  'a record is read with one wait, though it might be on a page',
  onRows(async () => {
    const { db } = await synced();
    assert.deepEqual(await roundsOf(() => db.companies.get(ID), 'readonly'), [1]);
    assert.deepEqual(await roundsOf(() => db.companies.bulkGet([ID]), 'readonly'), [1]);
  }),
);
