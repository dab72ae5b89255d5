import assert from 'node:assert/strict';
import { id, serverOf } from './companies.js';
import { browser, sync, withPages } from './world.js';

/** What the tests of pages have in common. */

export const PAGES = '$tidemark_pages';

export { id };

export const named = (n, name = `Company ${n}`) => ({ id: id(n), name, region: 'emea' });

export const serverWith = (count) => serverOf(count, (n) => named(n));

/** A browser that has synchronised for the first time; page: records on each, Infinity: rows alone. */
export const synced = (server, page, more) =>
  withPages(page, async () => {
    const db = await browser(server, 'alice', more);
    await sync(db);
    return db;
  });

/** How many records of a collection count on its pages. */
export const onPages = async (db) =>
  (await db.table(PAGES).get(['companies']))?.counts.reduce((sum, count, i) => sum + (i % 2) * count, 0) ?? 0;

/** How many rows are in the table itself, as IndexedDB counts them. */
export function rawCount(db) {
  return new Promise((resolve, reject) => {
    const request = db.backendDB().transaction('companies').objectStore('companies').count();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export async function until(is) {
  for (let n = 0; n < 500; n++) {
    if (await is()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail('it did not come about');
}
