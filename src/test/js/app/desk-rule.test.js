import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bulkOutcome } from '../../../main/webapp/app/part/desk-rule.js';
import { conflict } from '../components/conflicts.js';

const both = conflict({ phone: 'hers', notes: 'hers' }, { phone: 'his', employees: 5 });
const apart = conflict({ phone: 'hers' }, { employees: 5 });
const deleted = conflict(null, { phone: 'his' });

test('a rule for several names all that it drops, also what one person alone has changed', () => {
  assert.deepEqual(bulkOutcome(both, 'client').drops, ['Phone', 'Employees']);
  assert.deepEqual(bulkOutcome(both, 'server').drops, ['Phone', 'Notes']);
  assert.deepEqual(bulkOutcome(apart, 'client').drops, ['Employees']);
});

test('both people’s changes are kept where none meets the other, and nothing else is decided', () => {
  const { choice, drops } = bulkOutcome(apart, 'combine');
  assert.deepEqual(/** @type {any} */ (choice).fields, { phone: 'hers', employees: 5 });
  assert.deepEqual(drops, []);
  assert.deepEqual(
    [both, deleted].map((one) => [bulkOutcome(one, 'combine').choice, bulkOutcome(one, 'combine').what]),
    [
      [null, 'asked'],
      [null, 'deletion'],
    ],
  );
});

test('a deletion is kept or taken, as the side says', () => {
  assert.deepEqual(
    [bulkOutcome(deleted, 'client').what, bulkOutcome(deleted, 'server').what],
    ['deleted', 'kept'],
  );
});
