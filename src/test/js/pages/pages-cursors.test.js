import test from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { id, named, serverWith, synced } from '../paged.js';

/**
 * Cursors in transactions that write meanwhile: each step sees the table as it is then, wherever a record was before.
 */

const key = fc.integer({ min: 1, max: 12 });
const name = fc.integer({ min: 0, max: 30 }).map((n) => `Company ${n / 2}`);
const step = fc.record({
  write: fc.option(
    fc.oneof(
      fc.record({ do: fc.constant('put'), key, name }),
      fc.record({ do: fc.constant('delete'), key }),
      fc.record({ do: fc.constant('clear') }),
    ),
  ),
  move: fc.oneof(
    fc.constant({ by: 'continue' }),
    fc.record({ by: fc.constant('advance'), steps: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ by: fc.constant('to'), name }),
  ),
});

async function write(companies, one) {
  if (one?.do === 'put') await companies.put(named(one.key, one.name));
  if (one?.do === 'delete') await companies.delete(id(one.key));
  if (one?.do === 'clear') await companies.clear();
}

/** What a cursor sees that makes these steps and goes on to its end. */
async function walk(db, { index, reverse, unique, values, between, steps }) {
  const seen = [];
  await db.transaction('rw', db.companies, async (tx) => {
    const { idbtrans: trans } = tx;
    const table = db.core.table('companies');
    const range = between
      ? { type: 2, lower: 'Company 2', lowerOpen: true, upper: 'Company 8', upperOpen: false }
      : { type: 3 };
    const query = { index: table.schema.getIndexByKeyPath(index), range };
    const cursor = await table.openCursor({ trans, values, query, reverse, unique });
    const left = [...steps];
    await cursor?.start(() => {
      seen.push([cursor.key, cursor.primaryKey, values ? cursor.value : null]);
      const { write: one, move } = left.shift() ?? { write: null, move: { by: 'continue' } };
      const isAhead =
        move.by === 'to' && index === 'name' && (reverse ? move.name < cursor.key : move.name > cursor.key);
      write(tx.table('companies'), one)
        .then(() => {
          if (move.by === 'advance') cursor.advance(move.steps);
          else if (isAhead) cursor.continue(move.name);
          else cursor.continue();
        })
        .catch(cursor.fail);
    });
  });
  return seen;
}

test('a cursor sees what was written meanwhile, and nothing that is gone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        ...{ index: fc.constantFrom('name', 'region', 'id'), reverse: fc.boolean(), unique: fc.boolean() },
        ...{ values: fc.boolean(), between: fc.boolean(), steps: fc.array(step, { maxLength: 8 }) },
      }),
      fc.integer({ min: 1, max: 4 }),
      fc.array(key, { maxLength: 4 }),
      async (asked, page, lifted) => {
        const query = asked.index === 'name' ? asked : { ...asked, between: false };
        const seen = [];
        for (const size of [page, Infinity]) {
          const db = await synced(serverWith(10), size);
          for (const n of lifted) await db.companies.update(id(n), { phone: 'lifted' });
          seen.push(await walk(db, query));
          await db.delete();
        }
        assert.deepEqual(seen[0], seen[1]);
      },
    ),
    { numRuns: 150 },
  );
});

test('a table that is emptied under a cursor has nothing more for it', async () => {
  for (const [size, values] of [2, Infinity].flatMap((size) =>
    [true, false].map((values) => [size, values]),
  )) {
    const db = await synced(serverWith(10), size);
    // Not tracked any more: the table is cleared as a whole.
    db.tidemark.configure({ url: '/api', collections: ['contacts'] });
    const seen = [];
    await db.transaction('rw', db.companies, async (tx) => {
      const table = db.core.table('companies');
      const query = { index: table.schema.primaryKey, range: { type: 3 } };
      const cursor = await table.openCursor({ trans: tx.idbtrans, values, query });
      await cursor.start(() => {
        seen.push(cursor.primaryKey);
        const cleared = seen.length === 3 ? tx.table('companies').clear() : Promise.resolve();
        cleared.then(() => cursor.continue()).catch(cursor.fail);
      });
    });
    assert.deepEqual(seen, [1, 2, 3].map(id), `pages of ${size}`);
    assert.equal(await db.companies.count(), 0);
  }
});

test('what is no key is refused in the same words', async () => {
  const asked = [
    (table) => table.where('name').equals(true).toArray(),
    (table) => table.where('name').equals(true).reverse().primaryKeys(),
    (table) => table.where('name').equals({}).count(),
    (table) => table.where('name').above(NaN).first(),
    (table) =>
      table
        .where('name')
        .equals(true)
        .each(() => {}),
    (table) => table.get({ id: true }),
    (table) => table.bulkGet([id(1), {}]),
  ];
  for (const ask of asked) {
    const said = [];
    for (const size of [2, Infinity]) {
      const db = await synced(serverWith(4), size);
      said.push(await ask(db.companies).then(JSON.stringify, ({ name }) => name));
    }
    assert.equal(said[0], said[1], String(ask));
  }
});
