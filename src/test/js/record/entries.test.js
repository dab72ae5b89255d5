import test from 'node:test';
import assert from 'node:assert/strict';
import { erased, kindOf, written } from '../../../main/webapp/tidemark/record/entry.js';

/** The matrix: how a record stands × what is written. The outcome in words of the outbox. */

const all = () => true;
const BASE = { name: 'old' };
const entry = (more) => ({
  ...{ collection: 'companies', id: 'x', isFromServer: true, isModified: true, isActive: true },
  ...{ version: 7, scope: 'emea', base: BASE, edits: 3, ...more },
});
const META = { version: 7, scope: 'emea' };

const STATES = {
  absent: { entry: null, row: null },
  clean: { entry: null, row: { id: 'x', ...BASE, $tidemark: META } },
  added: {
    entry: entry({ isFromServer: false, isModified: false, version: null, scope: null, base: null }),
    row: { id: 'x', name: 'mine' },
  },
  'added, under way': {
    entry: entry({ isFromServer: false, isModified: false, version: null, base: null, sent: 4 }),
    row: { id: 'x', name: 'mine' },
  },
  modified: { entry: entry(), row: { id: 'x', name: 'mine' } },
  'modified, under way': { entry: entry({ sent: 4 }), row: { id: 'x', name: 'mine' } },
  'modified, in conflict': { entry: entry({ conflict: 'c' }), row: { id: 'x', name: 'mine' } },
  'modified, newer on the server': {
    entry: entry({ server: { version: 9, scope: 'emea', fields: { name: 'theirs' } } }),
    row: { id: 'x', name: 'mine' },
  },
  rejected: { entry: entry({ rejected: { reason: 'invalid' } }), row: { id: 'x', name: 'mine' } },
  deleted: { entry: entry({ isModified: false, isActive: false }), row: null },
  'added, under way, then deleted': {
    entry: entry({
      isFromServer: false,
      isModified: false,
      isActive: false,
      version: null,
      base: null,
      sent: 4,
    }),
    row: null,
  },
};

const WRITES = {
  'another value': (state) =>
    written('companies', 'x', state.entry, state.row, { id: 'x', name: 'new' }, all),
  'the base value': (state) => written('companies', 'x', state.entry, state.row, { id: 'x', ...BASE }, all),
  'a delete': (state) => ({ entry: erased('companies', 'x', state.entry, state.row), meta: null }),
};

const MATRIX = {
  absent: { 'another value': 'added', 'the base value': 'added', 'a delete': 'nothing' },
  clean: { 'another value': 'modified', 'the base value': 'clean', 'a delete': 'deleted' },
  added: { 'another value': 'added', 'the base value': 'added', 'a delete': 'nothing' },
  'added, under way': { 'another value': 'added', 'the base value': 'added', 'a delete': 'waiting' },
  modified: { 'another value': 'modified', 'the base value': 'clean', 'a delete': 'deleted' },
  'modified, under way': { 'another value': 'modified', 'the base value': 'modified', 'a delete': 'deleted' },
  'modified, in conflict': {
    'another value': 'modified',
    'the base value': 'modified',
    'a delete': 'deleted',
  },
  'modified, newer on the server': {
    'another value': 'modified',
    'the base value': 'waiting',
    'a delete': 'deleted',
  },
  rejected: { 'another value': 'modified', 'the base value': 'clean', 'a delete': 'deleted' },
  deleted: { 'another value': 'modified', 'the base value': 'clean', 'a delete': 'deleted' },
  'added, under way, then deleted': {
    'another value': 'added',
    'the base value': 'added',
    'a delete': 'waiting',
  },
};

/** `waiting`: an entry that stands in no list until an answer or a pull comes. */
function standing({ entry: after, meta }) {
  if (after) return kindOf(after) ?? 'waiting';
  return meta ? 'clean' : 'nothing';
}

for (const [name, outcomes] of Object.entries(MATRIX)) {
  for (const [write, expected] of Object.entries(outcomes)) {
    test(`${name}, then ${write}: ${expected}`, () => {
      assert.equal(standing(WRITES[write](STATES[name])), expected);
    });
  }
}

test('the matrix names every state', () => {
  assert.deepEqual(Object.keys(MATRIX), Object.keys(STATES));
});

test('each write raises the edit counter, so that an acknowledgement knows of it', () => {
  const { entry: after } = WRITES['another value'](STATES.modified);
  assert.equal(after.edits, 4);
});

test('the base is the row at the base version, however often it is edited', () => {
  const first = WRITES['another value'](STATES.clean).entry;
  const { entry: second } = written(
    'companies',
    'x',
    first,
    { id: 'x', name: 'new' },
    { id: 'x', name: 'newer' },
    all,
  );
  assert.deepEqual([second.base, second.version], [BASE, 7]);
});

test('an edit clears the mark of a refusal', () => {
  assert.equal(WRITES['another value'](STATES.rejected).entry.rejected, undefined);
});

test('a field that the server does not know is no modification', () => {
  const value = { id: 'x', ...BASE, starred: true };
  const { entry: after, meta } = written(
    'companies',
    'x',
    null,
    STATES.clean.row,
    value,
    (name) => name !== 'starred',
  );
  assert.deepEqual([after, meta], [null, META]);
});
