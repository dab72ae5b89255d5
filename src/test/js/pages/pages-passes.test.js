import test from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ModelServer } from '../model-server.js';
import { PAGES, id, named } from '../paged.js';
import { browser, rowsOf, sync, withPages } from '../world.js';

/** Whatever the server tells in one pass, pages hold what rows would. */

const key = fc.integer({ min: 1, max: 14 });

const version = fc.integer({ min: 1, max: 4 });
const came = fc.record({
  scope: fc.constantFrom('emea', 'apac'),
  upserted: fc.uniqueArray(fc.record({ key, version }), { selector: ({ key }) => key, maxLength: 6 }),
  removed: fc.array(key, { maxLength: 2 }),
});

/** The real server's description, and then pages as they are told. */
function tellingPages(server, pages) {
  const queue = [...pages];
  return async (url, init) => {
    if (!url.endsWith('/sync')) return server.as('carol')(url, init);
    const { scope, reset, upserted, removed } = queue.shift();
    const changes = {
      upserted: upserted.map(({ key, version }) => ({
        ...{ id: id(key), version, fields: { ...named(key, `${scope} ${version}`), id: undefined } },
      })),
      removed: removed.map(id),
    };
    const pull = {
      cursor: `${queue.length}`,
      more: queue.length > 0,
      scopes: [{ scope, reset, changes: { companies: changes } }],
    };
    return new Response(JSON.stringify({ syncedAt: '2026-01-01T00:00:00Z', epoch: server.epoch, pull }));
  };
}

test('whatever comes in one pass, and in which order, pages and rows end as the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(came, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 6 }),
      async (told, page) => {
        const server = new ModelServer();
        const all = ['emea', 'apac']
          .map((scope) => ({ scope, reset: true, upserted: [], removed: [] }))
          .concat(told);
        const ended = [];
        for (const size of [page, Infinity]) {
          const db = await withPages(size, async () => {
            const db = await browser(server, 'carol', { fetch: tellingPages(server, all) });
            await sync(db);
            return db;
          });
          const rows = await rowsOf(db);
          const versions = rows.map(async ({ id }) => (await db.tidemark.status('companies', id)).version);
          ended.push({ rows, count: await db.companies.count(), versions: await Promise.all(versions) });
          const pages = (await db.table(PAGES).toCollection().primaryKeys()).length;
          assert.equal(pages > 0, size !== Infinity && rows.length > 0);
          await db.delete();
        }
        assert.deepEqual(ended[0], ended[1]);
      },
    ),
    { numRuns: 60 },
  );
});

test('an id that is none fails the synchronisation by its name, and nothing is stored', async () => {
  const server = new ModelServer();
  const [first, second] = [1, 2].map((key) => ({
    ...{ scope: 'emea', reset: key === 1, upserted: [{ key, version: 1 }], removed: [] },
  }));
  const telling = tellingPages(server, [first, ...Array(5).fill(second)]);
  const fetch = async (...request) => {
    const text = await (await telling(...request)).text();
    return new Response(text.replaceAll(id(2), 'two'));
  };
  const db = await browser(server, 'carol', { fetch });
  const report = await withPages(1, () => db.tidemark.sync());
  assert.equal(report.status, 'failed');
  assert.match(report.reason, /companies\/upserted\/0\/id is not a lower-case UUID/);
  assert.equal(await db.companies.count(), 0);
});
