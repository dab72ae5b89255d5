import test from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RULES, outcomeOf } from '../../../main/webapp/components/conflict/rule.js';
import { read } from '../../../main/webapp/components/conflict/values.js';
import { collections, conflict } from './conflicts.js';

const disputed = () => conflict({ phone: '2', name: 'mine' }, { phone: '3', notes: 'theirs' });
const free = () => conflict({ phone: '2' }, { notes: 'theirs' });
const of = (it, rule, deletions = 'open') => {
  const { choice, what, drops } = outcomeOf(it, collections, rule, deletions);
  return { choice: choice?.fields ?? choice, what, drops };
};

test('"keep both" decides what nobody has to be asked about, and leaves the rest open', () => {
  assert.deepEqual(of(free(), 'combine'), {
    choice: { phone: '2', notes: 'theirs' },
    what: 'combined',
    drops: [],
  });
  assert.deepEqual(of(disputed(), 'combine'), { choice: null, what: 'asked', drops: [] });
});

test('with a side for what both changed, only that is dropped', () => {
  assert.deepEqual(of(disputed(), 'combine-client'), {
    choice: { name: 'mine', phone: '2', notes: 'theirs' },
    what: 'combined',
    drops: ['Phone'],
  });
  assert.deepEqual(of(disputed(), 'combine-server').choice, { name: 'mine', phone: '3', notes: 'theirs' });
});

test('a whole side names all that it drops', () => {
  assert.deepEqual(of(disputed(), 'client'), { choice: 'client', what: 'client', drops: ['Phone', 'Notes'] });
  assert.deepEqual(of(disputed(), 'server'), { choice: 'server', what: 'server', drops: ['Name', 'Phone'] });
});

test('no rule deletes a record, or brings one back, unless that is chosen too', () => {
  for (const rule of RULES) {
    for (const it of [conflict(null, { phone: '3' }), conflict({ phone: '2' }, null)])
      assert.equal(of(it, rule).choice, null, rule);
    assert.equal(of(conflict(null, { phone: '3' }), rule, 'keep').choice, 'server');
    assert.equal(of(conflict(null, { phone: '3' }), rule, 'delete').choice, 'client');
    assert.equal(of(conflict({ phone: '2' }, null), rule, 'keep').choice, 'client');
    assert.equal(of(conflict({ phone: '2' }, null), rule, 'delete').choice, 'server');
  }
});

const value = fc.constantFrom(null, 'a', 'b', 'c');
const record = fc.record({ name: value, phone: value, notes: value });

test('what the preview says is written is what is written, whatever the conflict', () => {
  fc.assert(
    fc.property(record, record, record, fc.constantFrom(...RULES), (base, mine, theirs, rule) => {
      const it = conflict(mine, theirs, base);
      const { choice, taken } = outcomeOf(it, collections, rule, 'open');
      if (choice === null) return;
      const written =
        typeof choice === 'string' ? it[choice].fields : { ...it.server.fields, ...choice.fields };
      for (const { difference, side } of taken)
        assert.equal(read(written, difference.field.path), difference[side], difference.field.path);
    }),
  );
});
