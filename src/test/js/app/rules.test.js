import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenRule, choicesOf, compare, infoOf } from '../../../main/webapp/app/state/rules.js';

const description = /** @type {any} */ ({
  writableScopes: ['emea'],
  collections: [
    {
      name: 'companies',
      scope: 'region',
      fields: [
        { name: 'name', type: 'string', required: true, maxLength: 5, rules: { notBlank: true } },
        { name: 'address', type: 'object', fields: [{ name: 'city', type: 'string', maxLength: 3 }] },
      ],
    },
  ],
});

test('a field is found by its path, and what is not described has no rules', () => {
  assert.equal(infoOf(description, 'companies', 'address.city')?.maxLength, 3);
  for (const [collection, path] of [
    ['companies', 'phone'],
    ['companies', 'name.first'],
    ['contacts', 'name'],
  ])
    assert.equal(brokenRule(infoOf(description, collection, path), 'anything at all'), null);
  assert.equal(infoOf(null, 'companies', 'name'), null);
});

test('a record stays where its user may write', () => {
  assert.deepEqual(choicesOf(description, 'companies', 'region'), ['emea']);
  assert.equal(choicesOf(description, 'companies', 'name'), null);
  assert.equal(choicesOf({ ...description, writableScopes: null }, 'companies', 'region'), null);
  assert.equal(choicesOf(null, 'companies', 'region'), null);
});

const day = (/** @type {number} */ days) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

for (const [type, rules, right, wrong] of /** @type {[string, any, any[], any[]][]} */ ([
  [
    'string',
    { email: true },
    ['a@b', 'a.b@c.example', '"a b"@c', null],
    ['a', '@b', 'a@', 'a b@c', 'a@b..c'],
  ],
  ['string', { minLength: 2 }, ['ab'], ['a']],
  ['string', { notBlank: true }, ['a', null], ['  ']],
  ['string', { patterns: [{ regexp: '[A-Z]+', flags: '' }] }, ['AB'], ['aB', 'AB1']],
  ['string', { patterns: [{ regexp: '[A-Z]+', flags: 'CASE_INSENSITIVE' }] }, ['aB'], ['1']],
  // Another language, or flags that are not ours: the server decides.
  ['string', { patterns: [{ regexp: '[a-z&&[^b]]+', flags: '' }] }, ['b'], []],
  ['string', { patterns: [{ regexp: '\\p{Alpha}++', flags: '' }] }, ['1'], []],
  ['string', { patterns: [{ regexp: '(?i)abc', flags: '' }] }, ['1'], []],
  ['string', { patterns: [{ regexp: 'a', flags: 'CANON_EQ' }] }, ['1'], []],
  ['integer', { min: '0', max: '10' }, [0, 10], [-1, 11]],
  [
    'decimal',
    { above: '0', below: '12345678901234567890.5' },
    ['12345678901234567890.49'],
    ['0', '12345678901234567890.50'],
  ],
  ['decimal', { integer: 2, fraction: 2 }, ['-12.34', '012.3400', '0.5'], ['123', '0.123']],
  ['date', { time: 'past' }, [day(0), day(-1), '1901-02-03'], [day(3)]],
  ['date', { time: 'futureOrPresent' }, [day(0), day(1)], [day(-3)]],
]))
  test(`${JSON.stringify(rules)} of a ${type} refuses what is wrong and nothing else`, () => {
    for (const value of right)
      assert.equal(brokenRule({ name: '', type, rules }, value), null, String(value));
    for (const value of wrong) assert.ok(brokenRule({ name: '', type, rules }, value), String(value));
  });

test('what must be there, and how long it may be', () => {
  const info = infoOf(description, 'companies', 'name');
  assert.equal(brokenRule(info, null)?.key, 'required');
  assert.equal(brokenRule(info, ' ')?.key, 'required');
  assert.equal(brokenRule(info, '123456')?.key, 'tooLong');
  assert.equal(brokenRule(info, '12345'), null);
});

test('decimals are compared digit by digit', () => {
  assert.ok(compare('-2', '-1.5') < 0);
  assert.ok(compare('9007199254740993', '9007199254740992') > 0);
  assert.equal(compare('1.50', '1.5'), 0);
  assert.ok(compare('-0.5', '0') < 0);
});
