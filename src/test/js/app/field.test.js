import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldsOf, parse, show } from '../../../main/webapp/app/part/field.js';
import { read, write } from '../../../main/webapp/app/state/values.js';

const field = (/** @type {string} */ path) => {
  const found = fieldsOf.companies.find((one) => one.path === path);
  if (!found) throw new Error(path);
  return found;
};

test('a decimal stays the text that it is, with every digit', () => {
  assert.equal(show(field('annualRevenue'), '1234567890123.45'), '€1,234,567,890,123.45');
  assert.deepEqual(parse(field('annualRevenue'), '1,234,567,890,123.45'), { value: '1234567890123.45' });
  assert.deepEqual(parse(field('annualRevenue'), '-12.5'), { value: '-12.5' });
});

test('what is no number is said, not guessed', () => {
  for (const text of ['many', '1.5', '1e3']) assert.ok(parse(field('employees'), text).wrong, text);
  for (const text of ['12,5', '12,5 million', '1.234'])
    assert.ok(parse(field('annualRevenue'), text).wrong, text);
});

test('an empty text is no value, and wrong only where one is needed', () => {
  assert.deepEqual(parse(field('phone'), '  '), { value: null });
  assert.equal(parse(field('name'), '  ').wrong, 'Enter a name.');
});

test('spaces around a value go, those in notes stay', () => {
  assert.equal(parse(field('name'), ' Fjord AS ').value, 'Fjord AS');
  assert.equal(parse(field('notes'), '  two\n  lines').value, '  two\n  lines');
});

test('a change of one member of an address carries the whole address', () => {
  const record = { address: { city: 'Bergen', street: 'a' } };
  const changes = {};
  write(changes, record, 'address.city', 'Oslo');
  write(changes, record, 'phone', '1');
  assert.deepEqual(changes, { address: { city: 'Oslo', street: 'a' }, phone: '1' });
  assert.equal(read(record, 'address.city'), 'Bergen', 'the record itself is untouched');
});
