import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, plain } from '../../../main/webapp/app/state/rejection.js';

const missing = 'companies 10e38d97-0000-0000-0000-000000000000 does not exist';

for (const [what, refusal, text] of [
  [
    'a right that lacks',
    { reason: 'forbidden', detail: 'you may not write in the scope that the record would get' },
    'You may not move it to that region.',
  ],
  [
    'a reference to what is gone',
    { reason: 'constraint', violations: [{ field: 'company', message: missing }] },
    'What it belongs to is not there any more.',
  ],
  [
    'a value that is taken',
    {
      reason: 'constraint',
      violations: [{ field: 'vatNumber', message: 'a value that must be unique is taken' }],
    },
    'It collides with another record.',
  ],
  ['what nobody foresaw', { reason: 'odd', detail: 'so it is' }, 'The server refused it: so it is'],
  ['no word at all', { reason: 'limit' }, 'The server keeps no more conflicts for now.'],
])
  test(`${what} is told in plain words`, () => {
    assert.equal(explain({ collection: 'contacts', id: '1', .../** @type {any} */ (refusal) }), text);
  });

test('no identifier is shown to people', () => {
  assert.doesNotMatch(plain(missing), /[0-9a-f]{8}-/);
  assert.equal(plain('must not be null'), 'must not be null');
});
