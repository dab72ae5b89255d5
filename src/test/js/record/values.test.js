import test from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changedFields, equal, newId, toWire, UUID } from '../../../main/webapp/tidemark/record/values.js';

const json = fc.jsonValue({ maxDepth: 3 });

test('a value equals itself after it has travelled', () => {
  fc.assert(fc.property(json, (value) => equal(value, JSON.parse(JSON.stringify(toWire(value))))));
});

test('equality is symmetric', () => {
  fc.assert(fc.property(json, json, (a, b) => equal(a, b) === equal(b, a)));
});

test('the order of members does not count', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), (object) => {
      return equal(object, Object.fromEntries(Object.entries(object).reverse()));
    }),
  );
});

for (const [left, right, expected, why] of [
  [undefined, null, true, 'a missing member is one that is null'],
  [{ city: null }, {}, true, 'also inside an embedded object'],
  [{}, null, false, 'an empty object is something'],
  ['', null, false, 'an empty text is something'],
  [0, false, false, 'no conversion between types'],
  ['12.50', '12.5', false, 'decimals are text: the server alone says which are equal'],
  [1n, '1', true, 'long numbers travel as text'],
  [new Date('2026-11-24T09:30:00Z'), '2026-11-24T09:30:00.000Z', true, 'dates travel as ISO text'],
  [new Uint8Array([1, 2, 3]), 'AQID', true, 'bytes travel as base64'],
  [NaN, null, true, 'JSON has no NaN'],
  [[1, 2], [2, 1], false, 'the order of a list counts'],
  [[1], { 0: 1 }, false, 'a list is not an object'],
]) {
  test(`${why}: ${String(left)} and ${String(right)} are ${expected ? 'equal' : 'different'}`, () => {
    assert.equal(equal(left, right), expected);
  });
}

test('changed fields are those that differ, of those that count', () => {
  const left = { a: 1, b: 2, c: 3 };
  const right = { a: 1, b: 9, d: 4 };
  assert.deepEqual(changedFields(left, right), ['b', 'c', 'd']);
  assert.deepEqual(
    changedFields(left, right, (name) => name !== 'd'),
    ['b', 'c'],
  );
  assert.deepEqual(changedFields(null, { a: null }), []);
});

test('ids are lower-case UUIDs, with and without crypto.randomUUID', () => {
  assert.match(newId(), UUID);
  const original = crypto.randomUUID;
  try {
    crypto.randomUUID = undefined;
    assert.match(newId(), UUID);
    assert.notEqual(newId(), newId());
  } finally {
    crypto.randomUUID = original;
  }
});
