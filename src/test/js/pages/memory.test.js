import test from 'node:test';
import assert from 'node:assert/strict';
import { Kept } from '../../../main/webapp/tidemark/pages/lru-cache.js';
import { mergedCursor } from '../../../main/webapp/tidemark/pages/merged-cursor.js';

/** What reads of pages hold in memory is bounded by its size, and not by its number alone. */

const RECORDS = 2_000;

/** Walks over records whose texts are so long. Returns the most characters that were read at once. */
async function mostAtOnce(length) {
  const text = 'x'.repeat(length);
  let left = RECORDS;
  let most = 0;
  let seen = 0;
  const cursor = mergedCursor({
    trans: {},
    native: null,
    reopen: async () => null,
    writes: () => 0,
    isQueued: false,
    inTurn: (step) => step(),
    walk: {
      take(count) {
        const taken = Math.min(count, left);
        left -= taken;
        return Array.from({ length: taken }, (_, at) => ({ key: at, id: `${at}`, leaf: { dead: null }, at }));
      },
      seek() {},
    },
    reverse: false,
    unique: false,
    compare: (a, b) => a - b,
    fill: async (found) => {
      most = Math.max(most, found.length * length);
      for (const one of found) one.text = text;
    },
    promised: (work) => work,
  });
  await cursor.start(() => {
    seen += 1;
    cursor.continue();
  });
  assert.equal(seen, RECORDS);
  return most;
}

test('a cursor reads few large records ahead, and many small ones', async () => {
  assert.ok((await mostAtOnce(300_000)) <= 16_000_000);
  assert.equal(
    await mostAtOnce(600),
    (RECORDS - 1 - 16 - 256) * 600,
    'all that are left, at the fourth time',
  );
});

test('one that is larger than what is read ahead is read alone', async () => {
  assert.equal(await mostAtOnce(20_000_000), 20_000_000);
});

test('the last few are kept as far as they weigh no more than the limit', () => {
  const kept = new Kept(10);
  for (let i = 0; i < 100; i++) kept.set(i, i, 3);
  assert.deepEqual(
    [96, 97, 98, 99].map((key) => kept.get(key)),
    [undefined, 97, 98, 99],
  );
  kept.get(97);
  kept.set('large', 1, 5);
  assert.deepEqual(
    [97, 98, 99, 'large'].map((key) => kept.get(key)),
    [97, undefined, undefined, 1],
  );
  kept.set('largest', 1, 11);
  assert.equal(kept.get('largest'), undefined);
  kept.set(1, 1, 10);
  kept.set(1, 2, 1);
  kept.set(2, 2, 9);
  assert.deepEqual([kept.get(1), kept.get(2)], [2, 2]);
});
