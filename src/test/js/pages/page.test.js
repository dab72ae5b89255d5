import test from 'node:test';
import assert from 'node:assert/strict';
import { LAYOUT, cut } from '../../../main/webapp/tidemark/pages/page.js';
import { id } from '../paged.js';

/** One page: where it is cut. */

test('pages are cut by the number of their records and by the length of their text', () => {
  const upserts = [1, 1, 3000, 1, 1, 1, 1].map((length, n) => ({
    ...{ id: id(n), version: n + 1, fields: { name: 'x'.repeat(length) } },
  }));
  const before = { ...LAYOUT };
  Object.assign(LAYOUT, { page: 3, text: 1000 });
  const pages = [...cut(upserts)];
  Object.assign(LAYOUT, before);
  assert.deepEqual(
    pages.map(({ texts }) => texts.length),
    [2, 1, 3, 1],
  );
  assert.deepEqual(
    pages.flatMap(({ upserts }) => upserts),
    upserts,
  );
  assert.deepEqual(
    pages.flatMap(({ texts }) => texts),
    upserts.map((one) => JSON.stringify(one)),
  );
  assert.deepEqual([...cut([])], []);
});
