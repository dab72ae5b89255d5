import test from 'node:test';
import assert from 'node:assert/strict';
import { inOrder, place } from '../../../main/webapp/components/conflict/queue.js';
import { choices, matches } from '../../../main/webapp/components/conflict/search.js';
import { folded, wordDifference } from '../../../main/webapp/components/conflict/word-difference.js';
import { fieldsOf, relatedOf, titleOf } from '../../../main/webapp/components/conflict/collections.js';
import { conflict } from './conflicts.js';

const all = { text: '', person: '', collection: '', kind: '' };
const open = (...ids) => ids.map((id) => ({ id }));

test('the place among the open ones, and the ways from there', () => {
  const list = [...open('a', 'b'), { id: 'done', resolution: {} }, ...open('c')];
  assert.deepEqual(place(list, 'b', new Set()), { at: 2, count: 3, previous: 'a', next: 'c', then: 'c' });
  assert.deepEqual(place(list, 'c', new Set()), { at: 3, count: 3, previous: 'b', next: null, then: 'a' });
});

test('what was skipped comes again when the others are decided', () => {
  assert.equal(place(open('a', 'b', 'c'), 'a', new Set(['b'])).then, 'c');
  assert.equal(place(open('a', 'b'), 'a', new Set(['b'])).then, 'b');
  assert.equal(place(open('a'), 'a', new Set(['a'])).then, null);
});

test('a search finds words of both versions, in any order, without accents and case', () => {
  const it = conflict({ name: 'Führ Reederei', phone: '2' }, { name: 'Führ Reederei', phone: '99' });
  for (const text of ['', 'fuhr', 'REEDEREI führ', '99 führ', 'bob', 'hafen'])
    assert.ok(matches(it, { ...all, text }, ['Hafen AG']), text);
  assert.ok(!matches(it, { ...all, text: 'führ alice' }));
});

test('filters by person, collection and what happened', () => {
  const [it, other] = [conflict({ phone: '2' }, { phone: '3' }), conflict(null, { phone: '3' })];
  assert.ok(matches(it, { ...all, person: 'bob' }) && !matches(it, { ...all, person: 'carol' }));
  assert.ok(
    !matches(it, { ...all, kind: 'deleted-modified' }) && matches(other, { ...all, kind: other.kind }),
  );
  assert.deepEqual(choices([it, other]), {
    people: ['bob'],
    collections: ['companies'],
    kinds: ['deleted-modified', 'modified-modified'],
  });
});

const long = (word) =>
  `${'one two three four five '.repeat(8)}${word} ${'six seven eight nine '.repeat(8)}end.`;

test('of a long text the changed words are shown, and a few around them', () => {
  const pieces = folded(wordDifference(long('old'), long('new')));
  assert.deepEqual(
    pieces.map(({ kind }) => kind),
    ['fold', 'same', 'removed', 'added', 'same', 'fold'],
  );
  assert.equal(pieces.map(({ kind, text }) => (kind === 'removed' ? '' : text)).join(''), long('new'));
});

test('two texts without anything in common are not compared for ever', () => {
  const text = (seed) => Array.from({ length: 20_000 }, (_, i) => `${seed}${(i * 7919) % 10_007}`).join(' ');
  assert.equal(wordDifference(text('a'), text('b')), null);
});

test('fields that nobody described have a name that people can read', () => {
  const it = conflict({ vatNumber: 'x' }, { phone: '3' });
  assert.ok(fieldsOf(it).some(({ label }) => label === 'Vat number'));
  assert.equal(titleOf(it), 'Fjord');
});

test('a contact names its company', () => {
  const fields = [{ path: 'company', label: 'Company', kind: 'reference', target: 'companies' }];
  const it = { ...conflict({ company: 'id-1' }, { phone: '3' }), collection: 'contacts' };
  assert.deepEqual(
    relatedOf(it, { contacts: { fields } }).map(({ field, id }) => [field.target, id]),
    [['companies', 'id-1']],
  );
});

test('conflicts stand in the order of their names, numbers as numbers', () => {
  const named = ['Fjord 10', 'fjord 2', 'Ålesund', 'Fjord 1'].map((name) =>
    conflict({ name }, { phone: '2' }),
  );
  const collections = { companies: { title: (/** @type {any} */ { name }) => name } };
  assert.deepEqual(
    inOrder(named, /** @type {any} */ (collections)).map((one) => one.client.fields?.name),
    ['Ålesund', 'Fjord 1', 'fjord 2', 'Fjord 10'],
  );
});
