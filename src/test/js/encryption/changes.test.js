import { Dexie, browser, company, sync, tidemark } from '../world.js';
import test from 'node:test';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { encrypted } from '../../../main/webapp/encryption/index.js';
import { ModelServer } from '../model-server.js';

/** What comes over an encrypted database in the course of time: other schemas, other fields, older tabs, crashes. */

const newKey = () => new Uint8Array(randomBytes(32));
const sealing = (key, fields) => ({ addons: [tidemark, encrypted({ key, fields })] });
const plain = { addons: [tidemark] };

/** Declared as an application does: each version with its tables, and what its upgrade does. */
async function opened(name, versions, dexie) {
  const db = new Dexie(name, dexie);
  versions.forEach(([schema, upgrade], i) => {
    const version = db.version(i + 1).stores(schema);
    if (upgrade) version.upgrade(upgrade);
  });
  db.tidemark.configure({
    url: '/api',
    collections: ['companies'],
    fetch: () => Promise.reject(new TypeError()),
  });
  try {
    return await db.open();
  } catch (fault) {
    db.close();
    throw fault;
  }
}

const raw = async (name, table) => {
  const db = await new Dexie(name, { addons: [] }).open();
  const rows = await db.table(table).toArray();
  db.close();
  return rows;
};

const name = () => `crm-${Math.random()}`;

test('an older tab without the addon neither reads nor sends what a newer one has sealed', async () => {
  const server = new ModelServer();
  const old = await browser(server, 'alice', { dexie: plain });
  const record = company(old);
  await old.companies.add(record);
  await sync(old);
  await old.companies.update(record.id, { phone: 'unsent' });

  const next = await browser(server, 'alice', { name: old.name, dexie: sealing(newKey()) });
  await assert.rejects(old.companies.toArray(), /is encrypted/);
  await assert.rejects(old.companies.update(record.id, { phone: 'again' }), /is encrypted/);
  const report = await old.tidemark.sync().catch((fault) => ({ status: 'failed', reason: String(fault) }));
  assert.equal(report.status, 'failed');
  assert.equal(server.record('companies', record.id).fields.phone, '1');

  assert.equal((await next.companies.get(record.id)).phone, 'unsent');
  await sync(next);
  assert.equal(server.record('companies', record.id).fields.phone, 'unsent');
});

test('what cannot be sealed is named, and nothing is sealed', async () => {
  const db = name();
  const schema = { companies: 'id', zoo: '++' };
  const first = await opened(db, [[schema]], plain);
  await first.companies.add(company(first, { phone: 'in clear' }));
  await first.zoo.add({ odd: new Error('x') });
  first.close();
  await assert.rejects(opened(db, [[schema]], sealing(newKey())), /zoo 1 cannot be encrypted/);
  assert.equal((await raw(db, 'companies'))[0].phone, 'in clear');
  const again = await opened(db, [[schema]], plain);
  assert.equal((await again.tidemark.pending()).added, 1);
});

test('a browser that stops while it seals goes on with the same key, and with no other', async () => {
  const server = new ModelServer();
  const key = newKey();
  const first = await browser(server, 'alice', { dexie: plain });
  const records = Array.from({ length: 1200 }, () => company(first));
  await first.companies.bulkAdd(records);
  first.close();
  const put = IDBObjectStore.prototype.put;
  let writes = 0;
  IDBObjectStore.prototype.put = function (...args) {
    if (this.name === 'companies' && ++writes > 700)
      throw new DOMException('the power is gone', 'AbortError');
    return put.apply(this, args);
  };
  try {
    await assert.rejects(browser(server, 'alice', { name: first.name, dexie: sealing(key) }));
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  await assert.rejects(browser(server, 'alice', { name: first.name, dexie: plain }), /is encrypted/);
  await assert.rejects(browser(server, 'alice', { name: first.name, dexie: sealing(newKey()) }), {
    name: /WrongKeyError|OpenFailedError/,
  });
  const again = await browser(server, 'alice', { name: first.name, dexie: sealing(key) });
  assert.equal((await again.companies.toArray()).length, 1200);
  assert.equal((await again.tidemark.pending()).added, 1200);
  for (const row of await raw(first.name, 'companies')) assert.ok(row.$sealed);
});

for (const [who, dexie] of Object.entries({ 'the addon': plain, 'the right key': sealing(newKey()) }))
  test(`without ${who} an upgrade that writes changes nothing`, async () => {
    const db = name();
    const key = newKey();
    const first = [{ companies: 'id', drafts: 'key' }];
    const before = await opened(db, [first], sealing(key));
    await before.companies.add(company(before));
    await before.drafts.put({ key: 'a', text: 'kept' });
    before.close();
    const second = [{ notes: 'key' }, (tx) => tx.table('notes').put({ key: 'new' })];
    await assert.rejects(opened(db, [first, second], dexie), /is encrypted|cannot be opened/);
    const after = await opened(db, [first, second], sealing(key));
    assert.deepEqual(await after.drafts.toArray(), [{ key: 'a', text: 'kept' }]);
    assert.deepEqual(await after.notes.toArray(), [{ key: 'new' }]);
    assert.equal((await after.tidemark.pending()).added, 1);
  });

test('an index of later finds what was sealed before', async () => {
  const db = name();
  const dexie = sealing(newKey());
  const first = await opened(db, [[{ companies: 'id' }]], dexie);
  await first.companies.bulkAdd([company(first, { name: 'A' }), company(first, { name: 'B' })]);
  first.close();
  const next = await opened(db, [[{ companies: 'id' }], [{ companies: 'id, name' }]], dexie);
  assert.equal(await next.companies.where('name').equals('A').count(), 1);
  assert.equal((await next.companies.orderBy('name').toArray()).length, 2);
});

test('a field whose index is dropped, or that is chosen later, is readable no more', async () => {
  const db = name();
  const key = newKey();
  const first = await opened(db, [[{ companies: 'id, name' }]], sealing(key));
  await first.companies.add(company(first, { name: 'Hemmelig', phone: 'Nummer' }));
  first.close();
  const versions = [[{ companies: 'id, name' }], [{ companies: 'id' }]];
  const next = await opened(db, versions, sealing(key, { companies: ['name'] }));
  assert.equal((await next.companies.toArray())[0].name, 'Hemmelig');
  next.close();
  const [row] = await raw(db, 'companies');
  assert.deepEqual([row.name, row.phone], [undefined, 'Nummer']);
  (await opened(db, versions, sealing(key))).close();
  assert.equal((await raw(db, 'companies'))[0].phone, undefined);
});

test('fields that would not be encrypted are refused by name', async () => {
  const schema = [[{ companies: 'id' }]];
  for (const [fields, refusal] of [
    [{ companies: ['address.street'] }, /companies\.address\.street: a field is encrypted as a whole/],
    [{ companys: ['name'] }, /fields\.companys: there is no such table/],
  ])
    await assert.rejects(opened(name(), schema, sealing(newKey(), fields)), refusal);
});

for (const [what, dexie] of Object.entries({ encrypted: sealing(newKey()), 'in clear': plain }))
  test(`rows that are texts, and fields of any name, come back; ${what}`, async () => {
    const db = name();
    const first = await opened(db, [[{ companies: 'id', kv: '', odd: 'id, text, text.length' }]], dexie);
    await first.kv.put('TOKEN', 'k');
    await first.kv.put('', 'none');
    const row = JSON.parse('{"id": 1, "text": "four", "inner": {"__proto__": {"a": 1}}}');
    await first.odd.put(row);
    assert.deepEqual(await first.kv.toArray(), ['TOKEN', '']);
    assert.deepEqual(await first.odd.where('text.length').equals(4).toArray(), [row]);
    first.close();
    assert.equal((await raw(db, 'kv'))[0] === 'TOKEN', what === 'in clear');
  });
