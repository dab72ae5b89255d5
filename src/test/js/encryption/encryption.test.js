import { Dexie, SCHEMA, browser, company, sync, tidemark, withPages } from '../world.js';
import test from 'node:test';
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  changePassphrase,
  encrypted,
  forgetKey,
  hasKey,
  keyFromPassphrase,
  keyFromSecret,
} from '../../../main/webapp/encryption/index.js';
import { ModelServer } from '../model-server.js';

const SECRET = 'Hemmelig Havn';
const newKey = () => new Uint8Array(randomBytes(32));
const with_ = (key, fields) => ({ addons: [tidemark, encrypted({ key, fields })] });

/** Everything that lies in the browser, as text, past all addons. */
async function stored(name) {
  const db = await new Dexie(name, { addons: [] }).open();
  const texts = [];
  for (const table of db.tables)
    await table.toCollection().each((row, { key }) => texts.push(table.name, textOf(key), textOf(row)));
  db.close();
  return texts.join('\n');
}

/** Bytes as text, so that a name that lies in them is found. */
const textOf = (value) =>
  JSON.stringify(value, (_, part) =>
    ArrayBuffer.isView(part) ? new TextDecoder().decode(new Uint8Array(part.buffer)) : part,
  );

for (const [layout, page] of Object.entries({ rows: Infinity, pages: 2 }))
  test(`nothing of a record is readable, in ${layout}: pulled, edited, in conflict, put aside`, () =>
    withPages(page, async () => {
      const server = new ModelServer();
      const ids = [1, 2, 3, 4, 5].map((n) => `c0000000-0000-4000-8000-00000000000${n}`);
      const db = await browser(server, 'alice', {
        dexie: with_(newKey()),
        schema: { companies: 'id', contacts: 'id' },
      });
      for (const id of ids) server.write('bob', 'companies', id, company(db, { id, name: SECRET }));
      await sync(db);
      assert.equal((await db.companies.get(ids[0])).name, SECRET);
      await db.companies.update(ids[0], { phone: `${SECRET} 2` });
      server.write(
        'bob',
        'companies',
        ids[0],
        company(db, { id: ids[0], name: SECRET, phone: `${SECRET} 3` }),
      );
      await sync(db, 'conflicts');
      await db.companies.update(ids[1], { phone: `${SECRET} 4` });
      await db.companies.delete(ids[2]);
      assert.equal((await db.tidemark.conflicts())[0].server.fields.phone, `${SECRET} 3`);

      const text = await stored(db.name);
      assert.ok(text.includes(ids[1]), 'ids are there');
      assert.ok(!text.includes('Hemmelig'), text.slice(Math.max(0, text.indexOf('Hemmelig') - 300), 400));
    }));

test('unsent work is there after a restart, and goes to the server', async () => {
  const server = new ModelServer();
  const key = newKey();
  const first = await browser(server, 'alice', { dexie: with_(key) });
  const record = company(first, { name: SECRET });
  await first.companies.add(record);
  first.close();

  const again = await browser(server, 'alice', { name: first.name, dexie: with_(key) });
  assert.deepEqual(await again.companies.where('name').equals(SECRET).toArray(), [record]);
  await sync(again);
  assert.equal(server.record('companies', record.id).fields.name, SECRET);
});

test('what has an index stays readable, and the rest does not', async () => {
  const db = await browser(new ModelServer(), 'alice', { dexie: with_(newKey()) });
  await db.companies.add(company(db, { name: 'Fjord AS', phone: SECRET }));
  const text = await stored(db.name);
  assert.ok(text.includes('Fjord AS'));
  assert.ok(!text.includes(SECRET));
});

test('of a table with chosen fields the others stay readable, and the outbox does not', async () => {
  const key = newKey();
  const db = await browser(new ModelServer(), 'alice', { dexie: with_(key, { companies: ['phone'] }) });
  await db.companies.add(company(db, { phone: SECRET, city: 'Bergen' }));
  const [row] = await db.companies.toArray();
  assert.equal(row.phone, SECRET);
  const raw = await new Dexie(db.name, { addons: [] }).open();
  const [inClear] = await raw.table('companies').toArray();
  assert.equal(inClear.city, 'Bergen');
  raw.close();
  const text = await stored(db.name);
  assert.ok(!text.includes(SECRET));
});

test('a field that has an index cannot be chosen', async () => {
  await assert.rejects(
    browser(new ModelServer(), 'alice', { dexie: with_(newKey(), { companies: ['name'] }) }),
    /companies\.name is to be encrypted and has an index/,
  );
});

test('another key opens nothing and changes nothing', async () => {
  const server = new ModelServer();
  const key = newKey();
  const db = await browser(server, 'alice', { dexie: with_(key) });
  const record = company(db);
  await db.companies.add(record);
  db.close();
  await assert.rejects(
    browser(server, 'alice', { name: db.name, dexie: with_(newKey()) }),
    /cannot be opened/,
  );
  const again = await browser(server, 'alice', { name: db.name, dexie: with_(key) });
  assert.deepEqual(await again.companies.toArray(), [record]);
});

test('without the addon the database does not open, and nothing of it is sent', async () => {
  const server = new ModelServer();
  const key = newKey();
  const db = await browser(server, 'alice', { dexie: with_(key) });
  await db.companies.add(company(db));
  db.close();
  await assert.rejects(
    browser(server, 'alice', { name: db.name, dexie: { addons: [tidemark] } }),
    /is encrypted/,
  );
});

test('a database that was filled in clear is sealed when it opens, unsent work and tables of others too', async () => {
  const server = new ModelServer();
  const schema = { ...SCHEMA, drafts: 'key', log: '++' };
  const db = await browser(server, 'alice', { schema, dexie: { addons: [tidemark] } });
  await sync(db);
  const records = Array.from({ length: 1201 }, () => company(db, { phone: SECRET }));
  await db.companies.bulkAdd(records);
  await db.drafts.put({ key: 'a', text: SECRET, at: new Date(5), none: undefined });
  await db.log.add({ text: SECRET });
  db.close();

  const again = await browser(server, 'alice', { name: db.name, schema, dexie: with_(newKey()) });
  assert.ok(!(await stored(db.name)).includes(SECRET));
  assert.equal(await again.companies.count(), 1201);
  assert.deepEqual(await again.drafts.get('a'), { key: 'a', text: SECRET, at: new Date(5), none: undefined });
  assert.deepEqual(await again.log.toArray(), [{ text: SECRET }]);
  assert.equal((await again.tidemark.pending()).added, 1201);
  await sync(again);
  assert.equal(server.record('companies', records[7].id).fields.phone, SECRET);
});

test('a key made of a passphrase is the same each time, and another passphrase gets none', async () => {
  const name = randomUUID();
  assert.equal(await hasKey(name), false);
  const [key, other] = await Promise.all([
    keyFromPassphrase(name, 'vår båt'),
    keyFromPassphrase(name, 'vår båt'),
  ]);
  assert.deepEqual(key, other);
  assert.equal(key.length, 32);
  assert.equal(await hasKey(name), true);
  await assert.rejects(keyFromPassphrase(name, 'var bat'), { name: 'WrongKeyError' });
  // As another keyboard writes it.
  assert.deepEqual(await keyFromPassphrase(name, 'vår båt'.normalize('NFD')), key);

  await changePassphrase(name, 'vår båt', 'new');
  assert.deepEqual(await keyFromPassphrase(name, 'new'), key);
  await assert.rejects(keyFromPassphrase(name, 'vår båt'), { name: 'WrongKeyError' });
  await forgetKey(name);
  assert.notDeepEqual(await keyFromPassphrase(name, 'new'), key);
});

test('a key made of what the server tells is the same each time', async () => {
  const name = randomUUID();
  const secret = newKey();
  const key = await keyFromSecret(name, secret);
  assert.deepEqual(await keyFromSecret(name, secret), key);
  await assert.rejects(keyFromSecret(name, newKey()), { name: 'WrongKeyError' });
  await assert.rejects(keyFromSecret(name, new Uint8Array(3)), /16 bytes or more/);
});

test('a row that was put in the place of another one of its table is not noticed; of another table it is', async () => {
  const key = newKey();
  const db = await browser(new ModelServer(), 'alice', { dexie: with_(key) });
  await db.companies.add(company(db));
  const raw = await new Dexie(db.name, { addons: [] }).open();
  const [row] = await raw.table('companies').toArray();
  await raw.table('contacts').put(row);
  raw.close();
  await assert.rejects(db.contacts.toArray(), /contacts cannot be opened/);
});

test('a key of the wrong size is refused', async () => {
  const dexie = with_(new Uint8Array(16));
  await assert.rejects(browser(new ModelServer(), 'alice', { dexie }), /a Uint8Array of 32 bytes/);
});
