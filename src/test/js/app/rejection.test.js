import assert from 'node:assert/strict';
import { test } from 'node:test';
import { telTo } from '../../../main/webapp/app/part/mail.js';
import { explain, plain } from '../../../main/webapp/app/state/rejection.js';

const missing = 'companies 10e38d97-0000-0000-0000-000000000000 does not exist';

for (const [what, refusal, text] of [
  [
    'a right that lacks',
    { reason: 'forbidden', detail: 'you may not write in the scope that the record would get' },
    'You cannot move it to that region.',
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
    'Another record already has such a value.',
  ],
  [
    'a deletion of what is needed',
    { reason: 'constraint', fields: null },
    'Something else still belongs to it, so it was not deleted.',
  ],
  [
    'a value that the database names no field for',
    { reason: 'constraint', fields: { name: 'Fjord' } },
    'It does not fit together with what is stored already.',
  ],
  [
    'what nobody foresaw',
    { reason: 'odd', detail: 'so it is' },
    'The server refused it. The server says: so it is',
  ],
  ['no word at all', { reason: 'limit' }, 'The server keeps no more conflicts for now.'],
])
  test(`${what} is told in plain words`, () => {
    assert.equal(explain({ collection: 'contacts', id: '1', .../** @type {any} */ (refusal) }), text);
  });

test('no identifier is shown to people', () => {
  assert.doesNotMatch(plain(missing, 'Company'), /[0-9a-f]{8}-/);
});

for (const [message, text] of [
  ['must not be null', 'Enter something here.'],
  ['must be a well-formed email address', 'Enter an e-mail address such as name@company.com.'],
  ['must be greater than or equal to 0', 'Enter 0 or more.'],
  ['size must be between 0 and 20', 'Enter at most 20 characters.'],
  ['a value that must be unique is taken', 'Already used by another record.'],
  ['wears no hat', 'The server says: wears no hat'],
])
  test(`"${message}" is told with its cure`, () => assert.equal(plain(message, 'Name'), text));

test('a telephone dials digits, and a plus in front', () => {
  assert.equal(telTo(' +47 (22) 33-44.5 '), 'tel:+472233445');
  assert.equal(telTo('022 33'), 'tel:02233');
});
