import test from 'node:test';
import assert from 'node:assert/strict';
import { IdMap, bytesOf, idAt } from '../../../main/webapp/tidemark/pages/uuid-bytes.js';
import { id } from '../paged.js';

/** Ids as bytes. */

test('ids and numbers: a map of many finds each, and nothing else', () => {
  const ids = [...Array(3000).keys()].map((n) => bytesOf(id(n * 7)));
  const map = new IdMap(3000);
  ids.forEach((one, n) => map.set(one, 0, n));
  ids.forEach((one, n) => map.set(one, 0, n + 1));
  assert.deepEqual(
    ids.map((one) => map.get(one, 0)),
    [...Array(3000).keys()].map((n) => n + 1),
  );
  assert.equal(map.get(bytesOf(id(8)), 0), undefined);
  assert.equal(idAt(ids[5], 0), id(35));
});
