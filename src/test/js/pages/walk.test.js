import test from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bury, exhume, viewOfIds, viewOfKeys } from '../../../main/webapp/tidemark/pages/page.js';
import { decode, encode } from '../../../main/webapp/tidemark/pages/directory.js';
import { bytesOf } from '../../../main/webapp/tidemark/pages/uuid-bytes.js';
import { Walk } from '../../../main/webapp/tidemark/pages/walk.js';
import { id } from '../paged.js';

/** The entries of many pages in one order, and what is stored of which of them count. */

const compare = (left, right) => (left < right ? -1 : left > right ? 1 : 0);

/** A page of these records [number, key], in the order of their ids, of which some do not count. */
function opened(records, dead) {
  const sorted = [...records].sort(([a], [b]) => a - b);
  const bytes = new Uint8Array(sorted.length * 16);
  sorted.forEach(([n], at) => bytesOf(id(n), bytes, at));
  const ids = { ids: bytes, versions: new Float64Array(sorted.length) };
  const order = sorted.map(([, key], at) => ({ key, at })).sort((a, b) => a.key - b.key);
  const keys = { keys: order.map(({ key }) => key), at: order.map(({ at }) => at) };
  const leaf = { page: 'p', scope: 'emea', size: sorted.length, left: sorted.length, dead: null };
  for (const at of dead) if (at < leaf.size) bury(leaf, at);
  return { leaf, ids, keys, records: sorted.filter((_, at) => !dead.includes(at)) };
}

const record = fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 0, max: 9 }));
const page = fc.tuple(
  fc.uniqueArray(record, { selector: ([n]) => n, maxLength: 8 }),
  fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 3 }),
);

test('a walk gives what counts in order, from any key, in parts of any size', () => {
  fc.assert(
    fc.property(
      fc.record({
        ...{ pages: fc.array(page, { maxLength: 5 }), byKey: fc.boolean(), reverse: fc.boolean() },
        ...{ unique: fc.boolean(), bounds: fc.tuple(fc.nat(9), fc.nat(9)), seek: fc.option(fc.nat(9)) },
        part: fc.integer({ min: 1, max: 5 }),
      }),
      ({ pages, byKey, reverse, unique, bounds, seek, part }) => {
        const taken = new Set();
        const all = pages.map(([records, dead]) => {
          const mine = records.filter(([n]) => !taken.has(n));
          for (const [n] of mine) taken.add(n);
          return opened(mine, dead);
        });
        const [low, high] = bounds.sort((a, b) => a - b);
        const keyOf = (n) => (byKey ? n : id(n * 10));
        const range = { type: 2, lower: keyOf(low), lowerOpen: true, upper: keyOf(high), upperOpen: false };
        const views = all.map(({ leaf, ids, keys }) => ({
          ...{ leaf, ids, view: byKey ? viewOfKeys(keys) : viewOfIds(ids) },
        }));
        const walk = new Walk(views, range, compare, { reverse, unique });
        const sought = seek !== null && seek > low && seek <= high ? keyOf(seek) : null;
        if (sought !== null) walk.seek(sought);
        const seen = [];
        for (let some = walk.take(part); some.length > 0; some = walk.take(part))
          seen.push(...some.map(({ key, id }) => ({ key, id })));

        const sign = reverse ? -1 : 1;
        let expected = all
          .flatMap(({ records }) => records.map(([n, key]) => ({ key: byKey ? key : id(n), id: id(n) })))
          .filter(({ key }) => key > range.lower && key <= range.upper)
          .filter(({ key }) => sought === null || sign * compare(key, sought) >= 0)
          .sort((a, b) => compare(a.key, b.key) || compare(a.id, b.id));
        if (unique) expected = expected.filter(({ key }, i) => i === 0 || expected[i - 1].key !== key);
        if (reverse) expected.reverse();
        assert.deepEqual(seen, expected);
      },
    ),
    { numRuns: 500 },
  );
});

test('which records of a page count is stored and read as it was', () => {
  const leaf = (page, size, dead) => {
    const one = { page, scope: page, size, left: size, dead: null };
    for (const at of dead) bury(one, at);
    return one;
  };
  const directory = {
    key: ['companies'],
    pages: [leaf('a', 9, [0, 8]), leaf('b', 3, []), leaf('c', 16, [7])],
  };
  const read = decode(structuredClone(encode(directory)));
  assert.deepEqual(
    read.pages.map(({ dead, ...more }) => ({ ...more, dead: dead && [...dead] })),
    directory.pages.map(({ dead, ...more }) => ({ ...more, dead: dead && [...dead] })),
  );
  exhume(read.pages[0], 8);
  bury(read.pages[0], 8);
  assert.deepEqual(encode(read), encode(directory));
});
