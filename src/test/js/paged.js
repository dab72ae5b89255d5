import assert from 'node:assert/strict';
import { ModelServer } from './model-server.js';
import { browser, sync, withPages } from './world.js';

/** What the tests of pages have in common. */

export const PAGES = '$tidemark_pages';

export const id = (n) => `c0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const named = (n, name = `Company ${n}`) => ({ id: id(n), name, region: 'emea' });

export function serverWith(count) {
  const server = new ModelServer();
  for (let n = 1; n <= count; n++) server.write('alice', 'companies', id(n), named(n));
  return server;
}

/** A browser that has synchronised for the first time; page: records on each, Infinity: rows alone. */
export const synced = (server, page, more) =>
  withPages(page, async () => {
    const db = await browser(server, 'alice', more);
    await sync(db);
    return db;
  });

/** How many records of a collection count on its pages. */
export const onPages = async (db) =>
  (await db.table(PAGES).get(['companies']))?.pages.reduce((sum, { left }) => sum + left, 0) ?? 0;

export async function until(is) {
  for (let n = 0; n < 500; n++) {
    if (await is()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail('it did not come about');
}
