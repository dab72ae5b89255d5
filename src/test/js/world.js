// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { Dexie, liveQuery } from 'dexie';
import { randomUUID } from 'node:crypto';
import { tidemark } from '../../main/webapp/tidemark/index.js';
import { LAYOUT } from '../../main/webapp/tidemark/pages/page.js';

/** Worlds for the tests: browsers with a database each, and a network between them and the server that can fail. */

export { Dexie, liveQuery, tidemark };

/** Those that every browser has; encrypted.js adds one. */
export const ADDONS = [tidemark];

// Nothing is done behind the back of a test: who looks at it turns it on.
LAYOUT.unpack = false;

/** Runs `work` with pages of so many records, however few there are; Infinity: with rows alone. */
export async function withPages(records, work) {
  const before = { ...LAYOUT };
  const layout = records === Infinity ? { least: Infinity } : { page: records, chunk: 200, least: 1 };
  Object.assign(LAYOUT, layout, { unpack: false });
  try {
    return await work();
  } finally {
    Object.assign(LAYOUT, before);
  }
}

export const SCHEMA = { companies: 'id, name, region', contacts: 'id, company' };
export const QUICK = { retry: { base: 1, max: 5, attempts: 2 }, timeout: 2000, syncOnOnline: false };
export const ONCE = { retry: { base: 1, max: 1, attempts: 1 } };
export const SETTINGS = { url: '/api', collections: ['companies', 'contacts'], syncOnOnline: false };

/** A browser of `user`. A second one with the same `name` is another tab, or the browser after a restart. */
export async function browser(
  server,
  user = 'alice',
  { name = `crm-${randomUUID()}`, fetch, options, schema, dexie } = {},
) {
  const db = new Dexie(name, { addons: ADDONS, ...dexie });
  db.version(1).stores(schema ?? SCHEMA);
  db.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], fetch: fetch ?? server.as(user) },
    ...QUICK,
    ...options,
  });
  await db.open();
  return db;
}

/** What an event tells when it comes next. */
export const next = (db, event) => new Promise((resolve) => db.tidemark.on(event, resolve));

export const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A record that is not stored yet. */
export const company = (db, more) => ({
  id: db.tidemark.newId(),
  name: 'Fjord AS',
  region: 'emea',
  phone: '1',
  ...more,
});

/** The plain content of a table, for comparison. */
export async function rowsOf(db, table = 'companies') {
  return (await db.table(table).toArray()).sort((a, b) => (a.id < b.id ? -1 : 1));
}

export async function sync(db, expected = 'synced') {
  const report = await db.tidemark.sync();
  if (expected && report.status !== expected) {
    throw new Error(`sync ended as ${report.status} (${report.reason}), not ${expected}`);
  }
  return report;
}

/** A company that Bob and this browser's user have edited at once: it is in conflict here. */
export async function companyInConflict(db, server) {
  const record = company(db);
  await db.companies.add(record);
  await sync(db);
  server.write('bob', 'companies', record.id, { phone: 'bob' });
  await db.companies.update(record.id, { phone: 'alice' });
  await sync(db, 'conflicts');
  return record;
}
