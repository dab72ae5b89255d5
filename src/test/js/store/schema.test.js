import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { ADDONS, Dexie, QUICK, browser, company, sync } from '../world.js';

/** New schema versions of the application, with work that was not sent. */

const options = (server) => ({
  ...QUICK,
  url: '/api',
  collections: ['companies', 'contacts'],
  fetch: server.as('alice'),
});

async function before() {
  const server = new ModelServer();
  const name = `crm-${Math.random()}`;
  const db = await browser(server, 'alice', { name });
  const [clean, edited, added] = [company(db), company(db), company(db)];
  await db.companies.bulkAdd([clean, edited]);
  await sync(db);
  await db.companies.update(edited.id, { phone: 'mine' });
  await db.companies.add(added);
  db.close();
  return { server, name, ids: { clean: clean.id, edited: edited.id, added: added.id } };
}

async function reopened(server, name, declare) {
  const db = new Dexie(name, { addons: ADDONS });
  declare(db);
  db.tidemark.configure(options(server));
  await db.open();
  return db;
}

const TABLES = { companies: 'id, name, region', contacts: 'id, company' };

test('a new version keeps unsent edits and the state of the replica', async () => {
  const { server, name, ids } = await before();
  const db = await reopened(server, name, (dexie) => {
    dexie.version(1).stores(TABLES);
    dexie.version(2).stores({ companies: 'id, name, region, phone', visits: '++id' });
  });
  const { added, modified } = await db.tidemark.pending();
  assert.deepEqual([added, modified], [1, 1]);
  assert.ok(db.tidemark.lastSync);
  await sync(db);
  assert.equal(server.fields('companies', ids.edited).phone, 'mine');
  assert.ok(server.record('companies', ids.added));
  assert.equal(server.replicas.size, 1);
});

test('only the newest version declared, the older ones forgotten: the same', async () => {
  const { server, name } = await before();
  const db = await reopened(server, name, (dexie) => dexie.version(5).stores(TABLES));
  assert.equal((await db.tidemark.pending()).total, 2);
  assert.equal((await sync(db)).applied, 2);
});

test('an upgrade that writes is tracked like any other write; fields of the application alone change nothing', async () => {
  const { server, name, ids } = await before();
  const db = await reopened(server, name, (dexie) => {
    dexie.version(1).stores(TABLES);
    dexie
      .version(2)
      .stores({})
      .upgrade((tx) => tx.table('companies').toCollection().modify({ starred: true }));
    dexie
      .version(3)
      .stores({})
      .upgrade((tx) => tx.table('companies').update(ids.clean, { phone: '+47 1' }));
  });
  assert.equal((await db.companies.get(ids.edited)).starred, true);
  await sync(db);
  assert.equal(server.fields('companies', ids.clean).phone, '+47 1');
});

test('an upgrade that empties a table deletes nothing on the server, keeps unsent edits, and the rest comes back', async () => {
  const { server, name, ids } = await before();
  const db = await reopened(server, name, (dexie) => {
    dexie.version(1).stores(TABLES);
    dexie
      .version(2)
      .stores({})
      .upgrade((tx) => tx.table('companies').clear());
  });
  assert.deepEqual((await db.companies.toCollection().primaryKeys()).sort(), [ids.edited, ids.added].sort());
  await sync(db);
  assert.equal(server.tables.get('companies').size, 3);
  assert.equal(await db.companies.count(), 3);
});

test('an application that takes Tidemark up without a new version number gets the hidden tables', async () => {
  const server = new ModelServer();
  const name = `crm-${Math.random()}`;
  const plain = new Dexie(name);
  plain.version(1).stores(TABLES);
  const record = { id: 'c0000000-0000-4000-8000-000000000001', name: 'From before', region: 'emea' };
  await plain.companies.add(record);
  plain.close();
  const warn = console.warn;
  console.warn = () => {};
  try {
    const db = await reopened(server, name, (dexie) => dexie.version(1).stores(TABLES));
    await sync(db);
    assert.equal(server.fields('companies', record.id).name, 'From before');
    assert.equal((await db.tidemark.pending()).total, 0);
  } finally {
    console.warn = warn;
  }
});

test('rows that the application puts into a new database are sent', async () => {
  const server = new ModelServer();
  const db = new Dexie(`crm-${Math.random()}`, { addons: ADDONS });
  db.version(1).stores(TABLES);
  const record = company(db);
  db.on('populate', () => db.companies.add(record));
  db.tidemark.configure(options(server));
  await sync(db);
  assert.ok(server.record('companies', record.id));
});

test('a database that is closed and opened again recalls what it is', async () => {
  const { server, name } = await before();
  const db = await reopened(server, name, (dexie) => dexie.version(1).stores(TABLES));
  await sync(db);
  const { lastSync } = db.tidemark;
  db.close({ disableAutoOpen: false });
  await db.companies.count();
  assert.equal(db.tidemark.lastSync, lastSync);
});

test('a class of the application that extends Dexie works too', async () => {
  class Crm extends Dexie {
    constructor() {
      super(`crm-${Math.random()}`, { addons: ADDONS });
      this.version(1).stores(TABLES);
    }
  }
  const server = new ModelServer();
  const db = new Crm();
  db.tidemark.configure(options(server));
  await db.companies.add(company(db));
  assert.equal((await sync(db)).applied, 1);
});

test('an upgrade that runs before configure() is tracked like any other', async () => {
  const { server, name, ids } = await before();
  const db = new Dexie(name, { addons: ADDONS });
  db.version(1).stores(TABLES);
  db.version(2)
    .upgrade(async (tx) => {
      await tx.table('companies').update(ids.clean, { phone: '+47 1' });
      await tx.table('visits').add({ at: 'Fjord' });
    })
    .stores({ visits: '++id' });
  // The page shows what is there; who is signed in is not known yet.
  assert.equal(await db.companies.count(), 3);
  db.tidemark.configure(options(server));
  await sync(db);
  assert.equal(server.fields('companies', ids.clean).phone, '+47 1');
});
