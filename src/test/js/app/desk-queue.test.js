import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, decided, placeOf, queued } from '../../../main/webapp/app/state/desk-queue.js';

test('the desk leads from one conflict to the next, and back to the first that was skipped', () => {
  queued(['a', 'b', 'c']);
  assert.deepEqual(placeOf('b'), { at: 2, of: 3, previous: 'a', next: 'c' });
  assert.equal(after('b'), 'c');
  decided('b');
  assert.deepEqual(placeOf('c'), { at: 2, of: 2, previous: 'a', next: null });
  assert.equal(after('c'), 'a');
  decided('c');
  assert.equal(after('a'), null);
});

test('a conflict that the list does not show leads to the first of it', () => {
  queued(['a', 'b']);
  assert.deepEqual(placeOf('x'), { at: 0, of: 2, previous: null, next: null });
  assert.equal(after('x'), 'a');
});
