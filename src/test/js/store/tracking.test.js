import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { ADDONS, Dexie, browser, company, liveQuery, rowsOf, sync } from '../world.js';

/** Any write through Dexie is tracked; the store never shows what is ours. */

/** A browser with one clean record. */
async function withOneClean() {
  const server = new ModelServer();
  const db = await browser(server);
  const record = company(db);
  await db.companies.add(record);
  await sync(db);
  return { server, db, id: record.id };
}

const kinds = async (db) => {
  const { added, modified, deleted } = await db.tidemark.pending();
  return [added, modified, deleted];
};

const WRITES = {
  add: [[1, 0, 0], (db) => db.companies.add(company(db))],
  bulkAdd: [[2, 0, 0], (db) => db.companies.bulkAdd([company(db), company(db)])],
  'put of a new record': [[1, 0, 0], (db) => db.companies.put(company(db))],
  'put over a record': [[0, 1, 0], (db, id) => db.companies.put(company(db, { id, phone: '2' }))],
  bulkPut: [[1, 1, 0], (db, id) => db.companies.bulkPut([company(db), company(db, { id, phone: '2' })])],
  update: [[0, 1, 0], (db, id) => db.companies.update(id, { phone: '2' })],
  'update with a function': [[0, 1, 0], (db, id) => db.companies.update(id, (row) => void (row.phone = '2'))],
  bulkUpdate: [[0, 1, 0], (db, id) => db.companies.bulkUpdate([{ key: id, changes: { phone: '2' } }])],
  upsert: [[0, 1, 0], (db, id) => db.companies.upsert(id, { phone: '2' })],
  modify: [[0, 1, 0], (db) => db.companies.where('region').equals('emea').modify({ phone: '2' })],
  'modify that takes a field away': [
    [0, 1, 0],
    (db) => db.companies.toCollection().modify((row) => delete row.phone),
  ],
  delete: [[0, 0, 1], (db, id) => db.companies.delete(id)],
  bulkDelete: [[0, 0, 1], (db, id) => db.companies.bulkDelete([id])],
  'delete of a range': [[0, 0, 1], (db) => db.companies.where('id').above('').delete()],
  'delete by an index': [[0, 0, 1], (db) => db.companies.where('name').startsWith('F').delete()],
  clear: [[0, 0, 1], (db) => db.companies.clear()],
  'modify that deletes': [
    [0, 0, 1],
    (db) =>
      db.companies.toCollection().modify((_, ref) => {
        delete ref.value;
      }),
  ],
};

for (const [name, [expected, write]] of Object.entries(WRITES)) {
  test(`${name} is tracked`, async () => {
    const { db, id } = await withOneClean();
    await write(db, id);
    assert.deepEqual(await kinds(db), expected);
  });

  test(`${name} in a transaction that names only its own table is tracked`, async () => {
    const { db, id } = await withOneClean();
    await db.transaction('rw', db.companies, () => write(db, id));
    assert.deepEqual(await kinds(db), expected);
  });

  test(`${name} in a transaction that is taken back leaves no trace in the outbox`, async () => {
    const { db, id } = await withOneClean();
    const before = await rowsOf(db);
    const failing = db.transaction('rw', db.companies, async () => {
      await write(db, id);
      throw new Error('changed my mind');
    });
    await assert.rejects(failing, /changed my mind/);
    assert.deepEqual(await kinds(db), [0, 0, 0]);
    assert.deepEqual(await rowsOf(db), before);
  });
}

test("an application's hooks may change what is written; the change counts", async () => {
  const { server, db, id } = await withOneClean();
  db.companies.hook('updating', () => ({ notes: 'by a hook' }));
  await db.companies.update(id, { phone: '2' });
  await sync(db);
  assert.equal(server.fields('companies', id).notes, 'by a hook');
});

test('a write that fails is not tracked, the others of the same call are', async () => {
  const { db, id } = await withOneClean();
  const error = await db.companies.bulkAdd([company(db, { id }), company(db)]).catch((e) => e);
  assert.equal(error.name, 'BulkError');
  assert.deepEqual(await kinds(db), [1, 0, 0]);
  assert.equal((await db.tidemark.status('companies', id)).isModified, false);
});

test('the same record twice in one call ends as its last value', async () => {
  const { db, id } = await withOneClean();
  const base = await db.companies.get(id);
  await db.companies.bulkPut([{ ...base, phone: '2' }, base]);
  assert.deepEqual(await kinds(db), [0, 0, 0]);
  await db.companies.bulkPut([base, { ...base, phone: '2' }]);
  assert.deepEqual(await kinds(db), [0, 1, 0]);
});

test('a put that changes nothing leaves the record clean, and one that takes an edit back makes it clean again', async () => {
  const { db, id } = await withOneClean();
  const row = await db.companies.get(id);
  await db.companies.put(row);
  assert.deepEqual(await kinds(db), [0, 0, 0]);
  await db.companies.update(id, { phone: '2' });
  await db.companies.update(id, { phone: '1' });
  assert.deepEqual(await kinds(db), [0, 0, 0]);
  assert.deepEqual(await db.tidemark.status('companies', id), {
    ...{ isFromServer: true, isModified: false, isActive: true, version: 1, conflict: null, rejected: null },
  });
});

test('a record added and deleted before any sync is never sent', async () => {
  const { server, db } = await withOneClean();
  const record = company(db);
  await db.companies.add(record);
  await db.companies.delete(record.id);
  server.requests.length = 0;
  await sync(db);
  assert.ok(server.requests.every(({ body }) => !body?.includes(record.id)));
});

test('a deleted record is gone from every query at once', async () => {
  const { db, id } = await withOneClean();
  await db.companies.delete(id);
  assert.equal(await db.companies.get(id), undefined);
  assert.equal(await db.companies.count(), 0);
  assert.equal((await db.tidemark.status('companies', id)).isActive, false);
});

test('a write with an id that is no lower-case UUID is refused with the cure, since it would stop a whole push', async () => {
  const { db } = await withOneClean();
  for (const id of ['1', 7, undefined, db.tidemark.newId().toUpperCase()]) {
    await assert.rejects(db.companies.put({ id, name: 'x', region: 'emea' }), /newId/);
  }
  assert.deepEqual(await kinds(db), [0, 0, 0]);
});

test('no read shows the hidden version', async () => {
  const { db, id } = await withOneClean();
  const reads = {
    get: await db.companies.get(id),
    bulkGet: (await db.companies.bulkGet([id]))[0],
    toArray: (await db.companies.toArray())[0],
    where: await db.companies.where('name').equals('Fjord AS').first(),
    filter: (await db.companies.filter((row) => !('$tidemark' in row)).toArray())[0],
    each: await new Promise((resolve, reject) => db.companies.each(resolve).catch(reject)),
    sortBy: (await db.companies.orderBy('name').reverse().sortBy('name'))[0],
    offset: (await db.companies.orderBy('name').offset(0).limit(1).toArray())[0],
    cursor: await db.companies.where('region').anyOf('apac', 'emea').first(),
  };
  for (const [name, row] of Object.entries(reads)) {
    assert.ok(row, name);
    assert.ok(!('$tidemark' in row), name);
  }
});

test('live queries see local writes, pulled rows and the outbox, and never the hidden version', async () => {
  const { server, db, id } = await withOneClean();
  const seen = [];
  const read = async () => ({
    rows: await db.companies.toArray(),
    total: (await db.tidemark.pending()).total,
    status: await db.tidemark.status('companies', id),
  });
  const next = () => new Promise((resolve) => (waiting = resolve));
  let waiting = () => {};
  const subscription = liveQuery(read).subscribe((value) => {
    seen.push(value);
    waiting(value);
  });
  await next();
  await db.companies.update(id, { phone: '2' });
  while (seen.at(-1).total !== 1) await next();
  assert.equal(seen.at(-1).status.isModified, true);
  await sync(db);
  while (seen.at(-1).total !== 0) await next();
  server.write('bob', 'companies', id, { phone: '3' });
  await sync(db);
  while (seen.at(-1).rows[0].phone !== '3') await next();
  subscription.unsubscribe();
  assert.ok(seen.every(({ rows }) => rows.every((row) => !('$tidemark' in row))));
});

test('a write before configure() is refused, since it would be forgotten', async () => {
  const db = new Dexie(`unconfigured-${Math.random()}`, { addons: ADDONS });
  db.version(1).stores({ companies: 'id' });
  await assert.rejects(db.companies.add(company(db)), /configure/);
  assert.equal(await db.companies.count(), 0);
});

test('tables that are not synchronised are left alone', async () => {
  const server = new ModelServer();
  const db = await browser(server, 'alice', { schema: { companies: 'id', contacts: 'id', drafts: '++id' } });
  await db.drafts.add({ text: 'anything' });
  assert.deepEqual(await kinds(db), [0, 0, 0]);
});

for (const [schema, cure] of [
  [{ companies: 'id' }, /no table for the collection contacts/],
  [{ companies: '++id', contacts: 'id' }, /primary key must be 'id'/],
  [{ companies: 'id, &vatNumber', contacts: 'id' }, /must not be unique/],
]) {
  test(`a schema that cannot be synchronised fails when it is opened: ${JSON.stringify(schema)}`, async () => {
    await assert.rejects(browser(new ModelServer(), 'alice', { schema }), cure);
  });
}

test('a mistake in the options shows at configure()', async () => {
  const { db } = await withOneClean();
  assert.throws(() => db.tidemark.configure({ collections: ['companies'] }), /url is missing/);
  assert.throws(() => db.tidemark.configure({ url: '/api', collections: [] }), /collections is missing/);
  assert.throws(
    () => db.tidemark.configure({ url: '/api', collections: ['companies'], onine: true }),
    /unknown option onine/,
  );
  assert.throws(
    () => db.tidemark.configure({ url: '/api', collections: ['companies'], page: 'x' }),
    /page must be a number/,
  );
});
