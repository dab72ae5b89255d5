import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numbersIn } from '../../../main/webapp/app/state/numbers.js';

for (const [locale, typed] of [
  ['en', '1234567890123.45'],
  ['de', '1234567890123,45'],
  ['de-CH', '1234567890123.45'],
  ['de-AT', '1234567890123,45'],
  ['fr', '1234567890123,45'],
])
  test(`an amount keeps every digit in ${locale}, there and back`, () => {
    const numbers = numbersIn(locale);
    const money = numbers.money('1234567890123.45');
    assert.equal(money.replace(/\D/g, ''), '123456789012345');
    assert.match(money, /€|EUR/);
    assert.equal(numbers.typed('1234567890123.45'), typed);
    assert.equal(numbers.read(typed), '1234567890123.45');
    assert.equal(numbers.read(money.replace(/[^\d]*(€|EUR)[\s\u00a0]*/, '')), '1234567890123.45', money);
    assert.equal(numbers.read(numbers.whole(-12345)), '-12345');
  });

test('what is no number in a language is not guessed', () => {
  const [en, de] = [numbersIn('en'), numbersIn('de')];
  for (const text of ['12,5', '1.2.3', '1e3', 'many', '', '-', '1,2345'])
    assert.equal(en.read(text), null, text);
  for (const text of ['12.5', '1,2,3', '1.2345']) assert.equal(de.read(text), null, text);
  assert.equal(de.read('12,5'), '12.5');
  assert.equal(de.read('1.234'), '1234');
  assert.equal(en.read('1.234'), '1.234');
});

test('a day is the same day wherever its reader is', () => {
  assert.equal(numbersIn('en-GB').day('1974-10-13'), '13 Oct 1974');
  assert.equal(numbersIn('de').day('1974-10-13'), '13.10.1974');
  assert.equal(numbersIn('en').day('soon'), 'soon');
});
