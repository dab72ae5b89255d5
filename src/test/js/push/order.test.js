import test from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { kindOf } from '../../../main/webapp/tidemark/record/entry.js';
import { inSendingOrder } from '../../../main/webapp/tidemark/push/sending-order.js';

const entry = (id, kind, group) => ({
  ...{
    collection: 'companies',
    id,
    isFromServer: kind !== 'added',
    isActive: kind !== 'deleted',
    isModified: kind === 'modified',
  },
  ...(group ? { group } : {}),
});
const ids = (units) => units.map(({ entries }) => entries.map(({ id }) => id));

test('what was added goes parents first, what was deleted children first, modifications between', () => {
  const items = [
    { entry: entry('child', 'added'), parents: ['parent'] },
    { entry: entry('old-parent', 'deleted'), parents: [] },
    { entry: entry('old-child', 'deleted'), parents: ['old-parent'] },
    { entry: entry('edited', 'modified'), parents: ['parent'] },
    { entry: entry('parent', 'added'), parents: [] },
  ];
  assert.deepEqual(ids(inSendingOrder(items, kindOf)), [
    ['parent'],
    ['child'],
    ['edited'],
    ['old-child'],
    ['old-parent'],
  ]);
});

test('whatever the tree, a parent is never after its child, and nothing is lost', () => {
  const trees = fc.array(fc.nat(), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(trees, fc.infiniteStream(fc.nat()), (shape, shuffle) => {
      const items = shape.map((parent, i) => ({
        entry: entry(`r${i}`, 'added'),
        parents: i === 0 ? [] : [`r${parent % i}`],
      }));
      const mixed = items.map((item) => [shuffle.next().value, item]).sort((a, b) => a[0] - b[0]);
      const sent = ids(
        inSendingOrder(
          mixed.map(([, item]) => item),
          kindOf,
        ),
      ).flat();
      assert.equal(sent.length, items.length);
      for (const { entry: child, parents } of items) {
        for (const parent of parents) assert.ok(sent.indexOf(parent) < sent.indexOf(child.id));
      }
    }),
  );
});

test('records that refer to each other in a circle are sent, each once', () => {
  const items = [
    { entry: entry('a', 'added'), parents: ['b'] },
    { entry: entry('b', 'added'), parents: ['a'] },
  ];
  assert.deepEqual(ids(inSendingOrder(items, kindOf)).flat().sort(), ['a', 'b']);
});

test('a chain of parents may be as long as the outbox', () => {
  const items = Array.from({ length: 20_000 }, (_, i) => ({
    entry: entry(`r${i}`, 'added'),
    parents: [`r${i + 1}`],
  }));
  assert.equal(ids(inSendingOrder(items, kindOf))[0][0], 'r19999');
});

test('a group stays one unit', () => {
  const items = [
    { entry: entry('a', 'added', 'g'), parents: [] },
    { entry: entry('b', 'modified'), parents: [] },
    { entry: entry('c', 'deleted', 'g'), parents: [] },
  ];
  assert.deepEqual(ids(inSendingOrder(items, kindOf)), [['a', 'c'], ['b']]);
});
