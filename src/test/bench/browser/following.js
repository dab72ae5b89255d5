import { openTidemark } from './database.js';
import { device } from './device.js';
import { define } from './operations.js';

/* global db, operations -- in the page */

/**
 * Row 3: what an application does right after the first synchronisation, and the same once all records are rows:
 * node following.js <server> <folder> <count>. Prints milliseconds of edits, of a cursor over all, and of the read that
 * loses most.
 */

/** What takes less is as good as nothing, in either layout. */
const NOTHING = 5;

const [url, folder, count] = process.argv.slice(2);
const { page, close } = await device({ url, folder, user: 'alice' });
await openTidemark(page);
await page.evaluate(define);
const [pages, rows] = await page.evaluate(async (expected) => {
  const { LAYOUT } = await import('@tidemark/client');
  const { liveQuery } = await import('dexie');
  LAYOUT.unpack = false;
  const report = await db.tidemark.sync();
  const found = await db.companies.count();
  if (found !== expected) throw new Error(`${found} of ${expected} records: ${JSON.stringify(report)}`);
  const first = await operations(db, { liveQuery });
  db.close();
  LAYOUT.unpack = true;
  await db.open();
  while ((await db.table('$tidemark_pages').count()) > 0) await new Promise((go) => setTimeout(go, 1000));
  return [first, await operations(db, { liveQuery })];
}, Number(count));
await close();

const both = (name) => ({ name, pages: pages[name], rows: rows[name] });
const reads = Object.keys(pages)
  .filter((name) => !/first time|update|edit,|edits,? (one|in)|bulkPut|modify|writes|add|delete/.test(name))
  .map(both)
  .filter((one) => one.pages > NOTHING)
  .sort((a, b) => b.pages / b.rows - a.pages / a.rows);
console.log(
  JSON.stringify({ edits: both('bulkPut of 100'), cursor: both('each'), read: reads[0] ?? both('get') }),
);
