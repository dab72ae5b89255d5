import { readFileSync } from 'node:fs';
import { openTidemark, SCHEMA } from './database.js';
import { device } from './device.js';

/* global db, PouchDB -- in the page */

/**
 * Row 3: the first synchronisation of a new browser, until its records can be queried:
 * node first-sync.js <tidemark | dexie | pouchdb> <server> <folder> <count>
 *   [<PouchDB's server> <its records> <PouchDB's script>]
 */

const [who, url, folder, count, remote, held, script] = process.argv.slice(2);
// PouchDB's page comes from its own server, so that no request has to ask for permission first.
const { page, close } = await device(remote ? { url: remote, folder } : { url, folder, user: 'alice' });
const measure = { tidemark, dexie, pouchdb }[who];
console.log(JSON.stringify({ seconds: await measure() }));
await close();

async function tidemark() {
  await openTidemark(page);
  return page.evaluate(async (expected) => {
    const start = performance.now();
    const report = await db.tidemark.sync();
    const found = await db.companies.where('region').equals('emea').count();
    const seconds = (performance.now() - start) / 1000;
    if (found !== expected) throw new Error(`${found} of ${expected} records: ${JSON.stringify(report)}`);
    return seconds;
  }, Number(count));
}

/** The limit: the same records, in memory already, into the same table by the library alone. */
function dexie() {
  return page.evaluate(
    async ({ schema, expected }) => {
      const records = [];
      for (let cursor = null, more = true; more;) {
        const answer = await fetch('/api/sync', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({
            replica: (globalThis.id ??= crypto.randomUUID()),
            pull: { cursor, page: 5000 },
          }),
        });
        const { pull } = await answer.json();
        for (const { changes } of pull.scopes)
          for (const { id, fields } of changes?.companies?.upserted ?? []) records.push({ id, ...fields });
        ({ cursor, more } = pull);
      }
      const { Dexie } = await import('dexie');
      const db = new Dexie('bare');
      db.version(1).stores(schema);
      await db.open();
      const start = performance.now();
      await db.companies.bulkPut(records);
      const found = await db.companies.where('region').equals('emea').count();
      const seconds = (performance.now() - start) / 1000;
      if (found !== expected) throw new Error(`${found} of ${expected} records`);
      return seconds;
    },
    { schema: SCHEMA, expected: Number(count) },
  );
}

/** Counted up from what its server holds, which is kind to it: it slows down as it fills. */
async function pouchdb() {
  await page.addScriptTag({ content: readFileSync(script, 'utf8') });
  const seconds = await page.evaluate(async (expected) => {
    const local = new PouchDB('bench');
    const start = performance.now();
    await local.replicate.from(`${location.origin}/companies`, { batch_size: 1000 });
    const { doc_count: found } = await local.info();
    const seconds = (performance.now() - start) / 1000;
    if (found < expected) throw new Error(`${found} of ${expected} records`);
    return seconds;
  }, Number(held));
  return (seconds / Number(held)) * Number(count);
}
