import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { ESTATE } from '../model/estate.js';
import { ADDONS, Dexie, browser, company, rowsOf, sync } from '../world.js';

/** What cannot be sent, or would arrive as something else, fails where it is written. */

const circle = {};
circle.again = { circle };

/** What no JSON carries, or not unchanged. */
const UNSENDABLE = {
  'a Date': [new Date('2026-11-24'), /phone is a Date.*'2026-11-24'/],
  'a Date that is none': [new Date('x'), /phone is a Date/],
  NaN: [NaN, /phone is NaN/],
  Infinity: [-Infinity, /phone is -Infinity/],
  'a BigInt': [12n, /phone is a BigInt.*digits as text/],
  'a Map': [new Map([[1, 2]]), /phone is a Map.*an object/],
  'a Set': [new Set([1]), /phone is a Set.*a list/],
  'a Blob': [new Blob(['x']), /phone is a Blob.*base64/],
  bytes: [new Uint8Array([1, 2]), /phone is a Uint8Array.*base64/],
  'a buffer': [new ArrayBuffer(2), /phone is a ArrayBuffer.*base64/],
  'a pattern': [/x/, /phone is a RegExp/],
  'an error': [new Error('x'), /phone is a Error/],
  'a number as an object': [Object(1), /phone is a Number/],
  'a function': [() => 1, /phone is a function/],
  'a symbol': [Symbol('x'), /phone is a symbol/],
  'half of a character': ['a\ud800', /phone holds U\+0000 or half of a character/],
  'U+0000': ['a\0b', /phone holds U\+0000/],
  'a Date in an object': [{ since: { day: new Date() } }, /phone\.since\.day is a Date/],
  'NaN in a list': [[1, [2, NaN]], /phone\[1\]\[1\] is NaN/],
  'a hole in a list': [[1, , 2], /phone\[1\] is undefined/], // eslint-disable-line no-sparse-arrays
  'a name that is no text': [{ 'a\0': 1 }, /phone has a member whose name/],
  'what contains itself': [circle, /phone\.again\.circle contains itself/],
};

const SENDABLE = [
  null,
  undefined,
  '',
  'é😀',
  { a: [1, null, { b: undefined }] },
  -0,
  Object.create(null),
  [],
];

const WRITES = {
  put: (db, row) => db.companies.put(row),
  add: (db, row) => db.companies.add({ ...row, id: db.tidemark.newId() }),
  bulkPut: (db, row) => db.companies.bulkPut([company(db), row]),
  bulkAdd: (db, row) => db.companies.bulkAdd([company(db), { ...row, id: db.tidemark.newId() }]),
  update: (db, { id, phone }) => db.companies.update(id, { phone }),
  upsert: (db, { id, phone }) => db.companies.upsert(id, { phone }),
  bulkUpdate: (db, { id, phone }) => db.companies.bulkUpdate([{ key: id, changes: { phone } }]),
  modify: (db, { phone }) =>
    db.companies.toCollection().modify((row) => {
      row.phone = phone;
    }),
  'modify with changes': (db, { phone }) => db.companies.toCollection().modify({ phone }),
};

/** Rows and entries, to see that nothing of a refused write stands. */
const all = async (db) => [await rowsOf(db), await db.table('$tidemark_entries').toArray()];

async function withOne({ isKnown }) {
  const server = new ModelServer();
  const db = await browser(server);
  const row = company(db);
  await db.companies.add(row);
  if (isKnown) await sync(db);
  return { server, db, row };
}

for (const isKnown of [true, false]) {
  const when = isKnown ? 'with' : 'before';
  test(`what cannot be sent is refused by name, and nothing is written; ${when} a description`, async () => {
    const { db, row } = await withOne({ isKnown });
    const before = await all(db);
    for (const [what, [phone, message]] of Object.entries(UNSENDABLE)) {
      for (const [how, write] of Object.entries(WRITES)) {
        // IndexedDB itself cannot copy these for an update; it says so in its own words.
        const refused = await write(db, { ...row, phone }).then(
          () => assert.fail(`${how} of ${what} was taken`),
          (error) => error,
        );
        const texts = [refused, ...(refused.failures ?? []), refused.inner].map(String).join('\n');
        assert.match(texts, message, `${how} of ${what}`);
        assert.match(texts, /companies [0-9a-f-]{36}: the field phone/, `${how} of ${what}`);
        assert.deepEqual(await all(db), before, `${how} of ${what}`);
      }
    }
  });
}

test('what JSON carries is taken', async () => {
  const { db, row } = await withOne({ isKnown: false });
  for (const address of SENDABLE) await db.companies.put({ ...row, address });
  await sync(db);
});

test('an application that goes on after a refusal has written the rest; one that does not, nothing', async () => {
  const { db, row } = await withOne({ isKnown: true });
  const other = company(db);
  const before = await all(db);
  await assert.rejects(
    db.transaction('rw', db.companies, async () => {
      await db.companies.add(other);
      await db.companies.put({ ...row, phone: NaN });
    }),
    /phone is NaN/,
  );
  assert.deepEqual(await all(db), before);
  await db.transaction('rw', db.companies, async () => {
    await db.companies.add(other);
    await db.companies.put({ ...row, phone: NaN }).catch(() => {});
  });
  assert.equal(await db.companies.count(), 2);
  assert.equal((await db.companies.get(row.id)).phone, row.phone);
});

test('a modification of many rows of which the last is refused changes none', async () => {
  const { db } = await withOne({ isKnown: true });
  await db.companies.bulkAdd([...Array(450).keys()].map((n) => company(db, { name: `n${n}` })));
  await sync(db);
  const before = await all(db);
  let count = 0;
  await assert.rejects(
    db.companies.toCollection().modify((row) => {
      row.phone = ++count === 451 ? NaN : `${count}`;
    }),
  );
  assert.deepEqual(await all(db), before);
});

/** One field of each type, and what it does not take. */
const TYPES = {
  string: [1, true, {}, []],
  enum: [1],
  uuid: [1],
  date: [20261124],
  dateTime: [0],
  time: [0],
  instant: [0],
  bytes: [0],
  reference: [7],
  boolean: [1, 'true'],
  integer: ['1', 1.5],
  number: ['1'],
  decimal: [true, {}],
  array: ['a', {}],
};

const TAKEN = {
  boolean: true,
  integer: 7,
  number: 1.5,
  decimal: 1,
  array: [1],
  object: [1],
  other: new Array(0),
};

test('a value of another type than the description names is refused, with the type', async () => {
  const fields = [...Object.keys(TYPES), 'object', 'other'].map((type) => ({ name: `a ${type}`, type }));
  const estate = {
    ...ESTATE,
    companies: { ...ESTATE.companies, fields: [...ESTATE.companies.fields, ...fields] },
  };
  const db = await browser(new ModelServer({ estate }));
  await sync(db);
  for (const { name, type } of fields) {
    for (const value of TYPES[type] ?? []) {
      const message = new RegExp(`^companies [0-9a-f-]{36}: the field ${name} is .*type '${type}' wants`);
      await assert.rejects(db.companies.add(company(db, { [name]: value })), { name: 'TypeError', message });
    }
    if (type === 'reference') continue;
    await db.companies.add(company(db, { [name]: TAKEN[type] ?? 'text' }));
    await db.companies.add(company(db, { [name]: null }));
  }
  await assert.rejects(db.companies.add(company(db, { name: undefined })), /the field name is undefined/);
  await sync(db);
});

test('fields of the application alone hold anything, once the server has said which those are', async () => {
  const { server, db, row } = await withOne({ isKnown: true });
  await db.companies.update(row.id, { photo: new Uint8Array([1]), opened: new Date(0), rating: NaN });
  assert.deepEqual((await db.companies.get(row.id)).opened, new Date(0));
  assert.equal((await db.tidemark.pending()).total, 0);
  const { name } = db;
  db.close();
  const next = new Dexie(name, { addons: ADDONS });
  next.version(2).stores({ companies: 'id, name, region', contacts: 'id, company' });
  next.version(2).upgrade((tx) =>
    tx
      .table('companies')
      .toCollection()
      .modify((one) => {
        one.photo = new Map();
      }),
  );
  next.tidemark.configure({ url: '/api', collections: ['companies', 'contacts'], fetch: server.as('alice') });
  await next.open();
  assert.deepEqual((await next.companies.get(row.id)).photo, new Map());
});

test('an upgrade that writes what cannot be sent fails as a whole', async () => {
  const { server, db, row } = await withOne({ isKnown: true });
  const { name } = db;
  db.close();
  const stores = { companies: 'id, name, region', contacts: 'id, company' };
  const open = (upgrade) => {
    const next = new Dexie(name, { addons: ADDONS });
    next.version(2).stores(stores).upgrade(upgrade);
    next.tidemark.configure({
      url: '/api',
      collections: ['companies', 'contacts'],
      fetch: server.as('alice'),
    });
    return next.open();
  };
  const put = (phone) => (tx) => tx.table('companies').put({ ...row, phone });
  await assert.rejects(open(put(new Date())), /phone is a Date/);
  const next = await open(put('2'));
  assert.equal((await next.companies.get(row.id)).phone, '2');
});

test('fields that are called like members of each object are fields like any other', async () => {
  const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'];
  const fields = [...ESTATE.companies.fields, ...names.map((name) => ({ name, type: 'string' }))];
  const server = new ModelServer({ estate: { ...ESTATE, companies: { ...ESTATE.companies, fields } } });
  const db = await browser(server);
  const row = company(db);
  await db.companies.add(row);
  await sync(db);
  assert.equal((await db.tidemark.pending()).total, 0);
  for (const name of names) {
    await db.companies.update(row.id, { [name]: 'Lotus' });
    await sync(db);
    assert.equal(server.fields('companies', row.id)[name], 'Lotus');
    const now = await db.companies.get(row.id);
    delete now[name];
    await db.companies.put(now);
    await sync(db);
    assert.equal(server.fields('companies', row.id)[name], null);
  }
});
