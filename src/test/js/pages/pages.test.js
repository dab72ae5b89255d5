import test from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unpackPage } from '../../../main/webapp/tidemark/pages/unpacker.js';
import { ModelServer } from '../model-server.js';
import { ESTATE } from '../model/estate.js';
import { Dexie, rowsOf } from '../world.js';
import { id, onPages, synced as syncedPlain } from '../paged.js';

/**
 * Records on pages answer as records in rows do. Most of it is told by one comparison: the same records in both
 * layouts, the same writes to both, and whatever Dexie can ask must have the same answer.
 */

const SCHEMA = {
  companies: 'id, name, region, size, *tags, [region+name], [region+size]',
  contacts: 'id, company',
};
const fieldsOf = [...ESTATE.companies.fields, { name: 'size', type: 'any' }, { name: 'tags', type: 'any' }];
const estate = { ...ESTATE, companies: { ...ESTATE.companies, fields: fieldsOf } };

const synced = (server, page, more) => syncedPlain(server, page, { schema: SCHEMA, ...more });

const word = fc.constantFrom('a', 'A', 'ab', 'b', 'bc', 'ä', 'Z', '');
const number = fc.constantFrom(-1, 0, 1, 1.5, 2, 10);
const fields = fc.record({
  name: fc.oneof(word, fc.constant(null)),
  size: fc.oneof(number, fc.constant(null), word),
  tags: fc.oneof(
    fc.array(fc.oneof(word, number, fc.constant(null)), { maxLength: 4 }),
    word,
    fc.constant(null),
  ),
});
const key = fc.integer({ min: 1, max: 14 });

const write = fc.oneof(
  fc.record({ do: fc.constant('put'), key, fields }),
  fc.record({ do: fc.constant('add'), key, fields }),
  fc.record({ do: fc.constant('update'), key, fields }),
  fc.record({ do: fc.constant('delete'), key }),
  fc.record({ do: fc.constant('bulk'), keys: fc.array(key, { maxLength: 5 }), fields }),
  fc.record({
    do: fc.constant('modify'),
    index: fc.constantFrom('name', 'tags', 'size'),
    value: word,
    fields,
  }),
  fc.record({ do: fc.constant('deleteWhere'), value: word }),
  fc.record({ do: fc.constant('unpack') }),
  fc.record({ do: fc.constant('abort'), key, fields }),
);

/** What came of it, good or bad. */
const told = (promise) =>
  promise.then(
    (result) => ({ result }),
    ({ name, failedKeys }) => ({ name, failedKeys }),
  );

/** Does the same to any database; what a write says of itself is compared too. */
async function carryOut(db, step) {
  const row = (n) => ({ id: id(n), region: 'emea', ...step.fields });
  const { companies } = db;
  switch (step.do) {
    case 'put':
      return told(companies.put(row(step.key)));
    case 'add':
      return told(companies.add(row(step.key)));
    case 'update':
      return told(companies.update(id(step.key), step.fields));
    case 'delete':
      return told(companies.delete(id(step.key)));
    case 'bulk':
      return told(companies.bulkAdd(step.keys.map(row)));
    case 'modify':
      return told(companies.where(step.index).aboveOrEqual(step.value).modify(step.fields));
    case 'deleteWhere':
      return told(companies.where('name').equals(step.value).delete());
    case 'unpack':
      await unpackPage(db, 'companies');
      return null;
    case 'abort':
      return told(
        db.transaction('rw', companies, async () => {
          await companies.put(row(step.key));
          await companies.where('name').equals('a').delete();
          throw new RangeError('taken back');
        }),
      );
  }
}

const ranges = fc.oneof(
  ...['name', 'size', 'tags', 'region', ':id'].map((index) => {
    const bound = index === ':id' ? key.map(id) : index === 'region' ? word : fc.oneof(word, number);
    return fc.oneof(
      fc.record({
        index: fc.constant(index),
        by: fc.constantFrom('equals', 'above', 'aboveOrEqual', 'below', 'belowOrEqual', 'notEqual'),
        args: fc.tuple(bound),
      }),
      fc.record({
        index: fc.constant(index),
        by: fc.constant('between'),
        args: fc.tuple(bound, bound, fc.boolean(), fc.boolean()),
      }),
      fc.record({ index: fc.constant(index), by: fc.constant('anyOf'), args: fc.tuple(fc.array(bound)) }),
      fc.record({ index: fc.constant(index), by: fc.constant('noneOf'), args: fc.tuple(fc.array(bound)) }),
      fc.record({ index: fc.constant(index), by: fc.constant('all'), args: fc.constant([]) }),
    );
  }),
  fc.record({
    index: fc.constant('name'),
    by: fc.constantFrom('startsWith', 'startsWithIgnoreCase', 'equalsIgnoreCase'),
    args: fc.tuple(word),
  }),
  fc.record({
    index: fc.constantFrom('[region+name]', '[region+size]'),
    by: fc.constant('between'),
    args: fc.constant([
      ['emea', Dexie.minKey],
      ['emea', Dexie.maxKey],
    ]),
  }),
  fc.record({
    index: fc.constant('[region+name]'),
    by: fc.constant('equals'),
    args: word.map((name) => [['emea', name]]),
  }),
);

const seldom = fc.nat({ max: 4 }).map((n) => n === 0);

const query = fc.record({
  range: ranges,
  reverse: fc.boolean(),
  distinct: seldom,
  filter: seldom,
  offset: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null, freq: 1 }),
  limit: fc.option(fc.integer({ min: 0, max: 6 }), { nil: null, freq: 1 }),
  until: seldom,
  ask: fc.constantFrom(
    ...[
      'toArray',
      'primaryKeys',
      'keys',
      'uniqueKeys',
      'count',
      'first',
      'last',
      'each',
      'eachKey',
      'eachUniqueKey',
      'sortBy',
    ],
  ),
});

async function ask(db, { range, reverse, distinct, filter, offset, limit, until, ask }) {
  const { index, by, args } = range;
  let found = by === 'all' ? db.companies.orderBy(index) : db.companies.where(index)[by](...args);
  if (reverse) found = found.reverse();
  if (distinct) found = found.distinct();
  if (filter) found = found.filter(({ size }) => size !== 1);
  if (until) found = found.until(({ name }) => name === 'bc');
  if (offset !== null) found = found.offset(offset);
  if (limit !== null) found = found.limit(limit);
  const seen = [];
  if (ask === 'each') {
    await found.each((row, cursor) => seen.push([row, cursor.key, cursor.primaryKey]));
    return seen;
  }
  if (ask === 'eachKey' || ask === 'eachUniqueKey') {
    await found[ask]((value, cursor) => seen.push([value, cursor.primaryKey]));
    return seen;
  }
  return ask === 'sortBy' ? found.sortBy('size') : found[ask]();
}

test('whatever is written and asked, pages and rows give the same answers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fields, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.tuple(write, fc.array(query, { minLength: 5, maxLength: 15 })), {
        minLength: 1,
        maxLength: 6,
      }),
      async (records, page, steps) => {
        const server = new ModelServer({ estate });
        records.forEach((one, n) =>
          server.write('alice', 'companies', id(n + 1), { region: 'emea', ...one }),
        );
        const both = [await synced(server, page), await synced(server, Infinity)];
        assert.equal(await onPages(both[0]), records.length);
        assert.equal(await onPages(both[1]), 0);
        for (const [write, queries] of steps) {
          const written = [await carryOut(both[0], write), await carryOut(both[1], write)];
          assert.deepEqual(written[0], written[1], JSON.stringify(write));
          for (const query of queries) {
            const found = [await told(ask(both[0], query)), await told(ask(both[1], query))];
            assert.deepEqual(found[0], found[1], JSON.stringify(query));
          }
        }
        assert.deepEqual(await rowsOf(both[0]), await rowsOf(both[1]));
        for (const n of records.keys())
          assert.deepEqual(await both[0].companies.get(id(n + 1)), await both[1].companies.get(id(n + 1)));
        const entries = both.map((db) => db.table('$tidemark_entries').toArray());
        assert.deepEqual(await entries[0], await entries[1]);
        for (const db of both) await db.delete();
      },
    ),
    { numRuns: 80 },
  );
});

test('a record has the same members in the same order on a page and in a row, whatever the server calls its fields', async () => {
  const texts = [];
  for (const size of [1, Infinity]) {
    const server = new ModelServer({
      estate: {
        companies: { ...ESTATE.companies, fields: [...ESTATE.companies.fields, { name: 'id', type: 'any' }] },
      },
    });
    server.write('alice', 'companies', id(1), { name: 'a', region: 'emea', id: 'another' });
    texts.push(JSON.stringify(await (await synced(server, size)).companies.toArray()));
  }
  assert.equal(texts[0], texts[1]);
});
