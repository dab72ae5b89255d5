import test, { afterEach } from 'node:test';
import assert from 'node:assert/strict';
import { SELDOM } from '../../../main/webapp/tidemark/conflict/freed.js';
import { ModelServer } from '../model-server.js';
import { browser, company, next, sync } from '../world.js';

/** What was held back, and becomes free, goes by itself. */

const USUAL = { ...SELDOM };
afterEach(() => Object.assign(SELDOM, USUAL));

const contact = (db, of, more) => ({ id: db.tidemark.newId(), company: of, name: 'Kim', ...more });
const open = (pending, conflicts, rejected) => ({ pending, conflicts, rejected });

/** A company whose value is taken, and its three contacts: all of them rejected. */
async function rejectedWithChildren(options) {
  const server = new ModelServer();
  const db = await browser(server, 'alice', { options });
  server.write('bob', 'companies', db.tidemark.newId(), company(db, { vatNumber: 'T1' }));
  const parent = company(db, { vatNumber: 'T1' });
  const ended = options?.syncOnChange && next(db, 'syncComplete');
  await db.transaction('rw', db.companies, db.contacts, async () => {
    await db.companies.add(parent);
    await db.contacts.bulkAdd([1, 2, 3].map(() => contact(db, parent.id)));
  });
  const report = await (ended || sync(db));
  assert.deepEqual(report.open, open(0, 0, 4));
  return { server, db, parent };
}

test('children go with the sync that brings their parent, which was mended', async () => {
  const { server, db, parent } = await rejectedWithChildren();
  await db.companies.update(parent.id, { vatNumber: 'U1' });
  const report = await sync(db);
  assert.deepEqual([report.applied, report.rejected, report.open], [4, 0, open(0, 0, 0)]);
  assert.equal(server.tables.get('contacts').size, 3);
});

test('also by itself, after the edit that mended it', async () => {
  const { server, db, parent } = await rejectedWithChildren({ syncOnChange: 1 });
  const ended = next(db, 'syncComplete');
  await db.companies.update(parent.id, { vatNumber: 'U1' });
  assert.equal((await ended).applied, 4);
  assert.equal(server.tables.get('contacts').size, 3);
});

test('a child goes when its parent comes from somebody else', async () => {
  const server = new ModelServer();
  const db = await browser(server);
  const parent = db.tidemark.newId();
  await sync(db);
  await db.contacts.add(contact(db, parent));
  assert.equal((await sync(db)).rejected, 1);
  assert.deepEqual((await sync(db)).open, open(0, 0, 1));
  server.write('bob', 'companies', parent, company(db));
  assert.deepEqual((await sync(db)).open, open(0, 0, 0));
  assert.equal(server.tables.get('contacts').size, 1);
});

test('a value that another record of the same browser gives up is free for the one that waits for it', async () => {
  const server = new ModelServer();
  const db = await browser(server);
  const [first, second] = [company(db, { vatNumber: 'T1' }), company(db, { vatNumber: 'T1' })];
  await db.companies.add(first);
  await sync(db);
  await db.companies.add(second);
  assert.equal((await sync(db)).rejected, 1);
  await db.companies.update(first.id, { vatNumber: 'U1' });
  assert.deepEqual((await sync(db)).open, open(0, 0, 0));
  assert.equal(server.fields('companies', second.id).vatNumber, 'T1');
});

test('a deletion goes when what refers to the record was deleted', async () => {
  const server = new ModelServer();
  const db = await browser(server);
  const parent = company(db);
  const child = contact(db, parent.id);
  await db.companies.add(parent);
  await db.contacts.add(child);
  await sync(db);
  await db.companies.delete(parent.id);
  assert.equal((await sync(db)).rejected, 1);
  await db.contacts.delete(child.id);
  assert.deepEqual((await sync(db)).open, open(0, 0, 0));
  assert.equal(server.record('companies', parent.id), undefined);
});

test('a member of a group goes when the one that held it is discarded', async () => {
  const server = new ModelServer();
  const db = await browser(server, 'alice', { options: { syncOnChange: 1 } });
  const [good, bad] = [company(db), company(db, { name: '' })];
  let ended = next(db, 'syncComplete');
  await db.tidemark.group(['companies'], () => db.companies.bulkAdd([good, bad]));
  assert.deepEqual((await ended).open, open(0, 0, 2));
  ended = next(db, 'syncComplete');
  await db.tidemark.discard('companies', bad.id);
  assert.deepEqual((await ended).open, open(0, 0, 0));
  assert.ok(server.record('companies', good.id));
});

test('what may have passed is tried again by itself, seldom, and that is no news while it has not', async () => {
  const { server, db, parent } = await rejectedWithChildren();
  const told = [];
  db.tidemark.on('rejected', (list) => told.push(list));
  assert.equal((await sync(db)).pushed, 0, 'not with the next sync');
  SELDOM.first = 0;
  const report = await sync(db);
  assert.deepEqual([report.pushed, report.rejected, report.open], [4, 0, open(0, 0, 4)]);
  assert.deepEqual(told, []);
  const [holder] = [...server.tables.get('companies')].find(([, { fields }]) => fields.vatNumber === 'T1');
  server.write('bob', 'companies', holder, { vatNumber: 'other' });
  assert.deepEqual((await sync(db)).open, open(0, 0, 0));
  assert.ok(server.record('companies', parent.id));
});

test('each try that fails makes the next one rarer; an edit or the user does not wait', async () => {
  const { server, db, parent } = await rejectedWithChildren();
  const entry = () => db.table('$tidemark_entries').get(['companies', parent.id]);
  assert.equal((await entry()).tried.times, 1);
  SELDOM.first = 0;
  await sync(db);
  assert.equal((await entry()).tried.times, 2);
  Object.assign(SELDOM, USUAL);
  assert.equal((await sync(db)).pushed, 0);
  assert.equal(await db.tidemark.retry('companies', parent.id), true);
  assert.equal((await entry()).rejected, undefined);
  const report = await sync(db);
  assert.deepEqual([report.pushed, report.rejected], [1, 1]);
  assert.equal(
    await db.tidemark.retry('companies', server.tables.get('companies').keys().next().value),
    false,
  );
});

test('retry() starts a sync like a write, and what is not the constraint of a moment waits for it', async () => {
  const server = new ModelServer();
  const db = await browser(server, 'alice', { options: { syncOnChange: 1 } });
  const record = company(db, { name: '' });
  let ended = next(db, 'syncComplete');
  await db.companies.add(record);
  assert.equal((await ended).rejected, 1);
  SELDOM.first = 0;
  await sync(db); // perhaps the one that has just ended
  assert.equal((await sync(db)).pushed, 0);
  ended = next(db, 'syncComplete');
  assert.equal(await db.tidemark.retry('companies', record.id), true);
  assert.equal((await ended).rejected, 1);
});

test('what became free waits for a conflict that the same sync has detected, and that stops all', async () => {
  const { server, db, parent } = await rejectedWithChildren();
  const other = company(db);
  server.write('alice', 'companies', other.id, other);
  await sync(db);
  server.write('bob', 'companies', other.id, { phone: 'bob' });
  await db.companies.update(other.id, { phone: 'alice' });
  await db.companies.update(parent.id, { vatNumber: 'U1' });
  const report = await sync(db, 'conflicts');
  assert.deepEqual([report.conflicts, report.open], [1, open(3, 1, 0)]);
  await db.tidemark.resolveAll('server');
  assert.deepEqual((await sync(db)).open, open(0, 0, 0));
});
