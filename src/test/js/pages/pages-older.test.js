import test from 'node:test';
import assert from 'node:assert/strict';
import { decode } from '../../../main/webapp/tidemark/pages/directory.js';
import { bury, isDead } from '../../../main/webapp/tidemark/pages/page.js';
import { bytesOf, idAt } from '../../../main/webapp/tidemark/pages/uuid-bytes.js';
import { PAGES, id, serverWith, synced } from '../paged.js';
import { browser, rowsOf, sync, withPages } from '../world.js';

/** Pages that an earlier version of the client has stored. */

const reversed = (list) => Array.from(list).reverse();

/** A page as it was: all records together, in the order in which they came, which is the reverse one here. */
async function agePage(table, { key: [collection, page], ids, versions }) {
  const parts = (await table.toArray()).filter(({ key }) => key[1] === page && key.length === 3);
  const chunks = parts.filter(({ texts }) => texts);
  const last = versions.length - 1;
  const came = new Uint8Array(ids.length);
  for (let at = 0; at <= last; at++) bytesOf(idAt(ids, last - at), came, at);
  await table.bulkDelete(chunks.map(({ key }) => key));
  await table.bulkPut([
    { key: [collection, page], upserts: reversed(chunks.flatMap(({ texts }) => texts)) },
    {
      key: [collection, page, ''],
      ...{ ids: came, versions: Float64Array.from(reversed(versions)) },
      at: Uint16Array.from(reversed(versions.keys())),
    },
    ...parts.filter(({ keys }) => keys).map((list) => ({ ...list, at: list.at.map((at) => last - at) })),
  ]);
}

function ageLeaf(leaf) {
  const aged = { ...leaf, left: leaf.size, dead: null };
  for (let at = 0; at < leaf.size; at++) if (isDead(leaf, at)) bury(aged, leaf.size - 1 - at);
  return aged;
}

async function age(db) {
  const table = db.table(PAGES);
  for (const row of await table.toArray()) {
    if (row.versions) await agePage(table, row);
    if (row.key.length === 1) await table.put({ key: row.key, pages: decode(row).pages.map(ageLeaf) });
  }
}

test('pages of an earlier version are read, written and synchronised, and no edit is lost', async () => {
  const server = serverWith(13);
  const db = await synced(server, 5);
  await db.companies.update(id(2), { name: 'mine' });
  await db.companies.delete(id(4));
  const answers = async (db) => [
    await rowsOf(db),
    await db.companies.orderBy('name').reverse().primaryKeys(),
    (await db.tidemark.pending()).total,
  ];
  const before = await answers(db);
  await age(db);
  db.close();
  const tabs = [1, 2].map(() => browser(server, 'alice', { name: db.name }));
  const [next, tab] = await Promise.all(tabs);
  for (const one of [next, tab]) assert.deepEqual(await answers(one), before);
  await next.companies.update(id(7), { name: 'later' });
  server.erase('carol', 'companies', id(9));
  await sync(next);
  assert.deepEqual(
    [2, 7].map((n) => server.fields('companies', id(n)).name),
    ['mine', 'later'],
  );
  const held = await rowsOf(tab);
  assert.deepEqual(
    held.map((row) => row.id),
    [1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13].map(id),
  );
});

test('a first synchronisation that an earlier version has begun goes on', async () => {
  const server = serverWith(9);
  let requests = 0;
  const fetch = async (url, init) => {
    if (url.endsWith('/sync') && ++requests > 2) throw new TypeError('offline');
    return server.as('alice')(url, init);
  };
  const db = await browser(server, 'alice', { fetch, options: { page: 4 } });
  await withPages(3, () => sync(db, null));
  await age(db);
  db.close();
  const next = await browser(server, 'alice', { name: db.name });
  await withPages(3, () => sync(next));
  assert.deepEqual(
    (await rowsOf(next)).map(({ name }) => name),
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `Company ${n}`),
  );
});
