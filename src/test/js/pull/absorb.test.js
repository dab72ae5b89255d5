import test from 'node:test';
import assert from 'node:assert/strict';
import { absorb, absorbRemoval } from '../../../main/webapp/tidemark/pull/apply-record.js';

/** The matrix: how the record stands here × what the pull brings. */

const all = () => true;
const RULES = { counts: all, served: (name) => name !== 'starred', otherEpoch: false };
const MINE = { id: 'x', name: 'mine', phone: '1' };
const BASE = { name: 'old', phone: '1' };
const entry = (more) => ({
  ...{ collection: 'companies', id: 'x', isFromServer: true, isModified: true, isActive: true },
  ...{ version: 7, scope: 'emea', base: BASE, edits: 3, ...more },
});
const clean = (meta) => ({
  entry: null,
  row: { id: 'x', ...BASE, $tidemark: { version: 7, scope: 'emea', ...meta } },
});

const LOCAL = {
  absent: { entry: null, row: null },
  clean: clean(),
  'clean, just acknowledged': clean({ acked: 1, scope: null }),
  modified: { entry: entry(), row: MINE },
  'modified, under way': { entry: entry({ sent: 4 }), row: MINE },
  'in conflict': { entry: entry({ conflict: 'c' }), row: MINE },
  'added here': {
    entry: entry({ isFromServer: false, isModified: false, version: null, scope: null, base: null }),
    row: MINE,
  },
  deleted: { entry: entry({ isActive: false, isModified: false }), row: null },
};

const REMOTE = {
  'an older version': { version: 5, fields: { name: 'older', phone: '1' } },
  'the same version': { version: 7, fields: { name: 'old', phone: '1' } },
  'a newer version': { version: 9, fields: { name: 'theirs', phone: '2' } },
  'a newer version like ours': { version: 9, fields: { name: 'mine', phone: '1' } },
};

const MATRIX = {
  absent: ['takes it', 'takes it', 'takes it', 'takes it'],
  clean: ['stays', 'stays', 'takes it', 'takes it'],
  'clean, just acknowledged': ['stays', 'takes it', 'takes it', 'takes it'],
  modified: ['stays', 'stays modified', 'keeps it beside', 'takes it'],
  'modified, under way': ['stays', 'stays', 'keeps it beside', 'keeps it beside'],
  'in conflict': ['stays', 'stays', 'keeps it beside', 'keeps it beside'],
  'added here': ['keeps it beside', 'keeps it beside', 'keeps it beside', 'takes it'],
  deleted: ['stays', 'stays modified', 'keeps it beside', 'keeps it beside'],
};

function what(outcome, local, upsert) {
  if (outcome === null) return 'stays';
  if (!outcome.entry) {
    assert.deepEqual(outcome.meta, { version: upsert.version, scope: 'emea' });
    assert.deepEqual(outcome.row, { ...upsert.fields });
    return 'takes it';
  }
  assert.equal(outcome.row?.name, local.row?.name, 'an unsent edit is never overwritten');
  if (outcome.entry.server) {
    assert.deepEqual(outcome.entry.server.fields, upsert.fields);
    return 'keeps it beside';
  }
  return 'stays modified';
}

for (const [name, outcomes] of Object.entries(MATRIX)) {
  Object.entries(REMOTE).forEach(([remote, upsert], i) => {
    test(`a record that is ${name} and ${remote}: ${outcomes[i]}`, () => {
      const outcome = absorb(LOCAL[name], { id: 'x', ...upsert }, 'emea', RULES);
      assert.equal(what(outcome, LOCAL[name], upsert), outcomes[i]);
    });
  });
}

const REMOVALS = {
  absent: 'stays',
  clean: 'removed',
  'clean, just acknowledged': 'removed',
  modified: 'kept, gone on the server',
  'modified, under way': 'kept, gone on the server',
  'in conflict': 'kept, gone on the server',
  'added here': 'stays',
  deleted: 'removed',
};

for (const [name, expected] of Object.entries(REMOVALS)) {
  test(`a record that is ${name} and removed on the server: ${expected}`, () => {
    const outcome = absorbRemoval(LOCAL[name], 'emea');
    const seen = !outcome ? 'stays' : outcome.entry?.server?.deleted ? 'kept, gone on the server' : 'removed';
    assert.equal(seen, expected);
    if (outcome?.entry) assert.deepEqual(outcome.row, LOCAL[name].row);
  });
}

test('a record that arrived in another scope is not removed by the scope that it left', () => {
  assert.equal(absorbRemoval(clean({ scope: 'apac' }), 'emea'), null);
  const moved = { entry: entry({ server: { version: 9, scope: 'apac', fields: {} } }), row: MINE };
  assert.equal(absorbRemoval(moved, 'emea'), null);
});

test("the application's own fields survive a pull", () => {
  const local = { entry: null, row: { ...clean().row, starred: true } };
  const outcome = absorb(local, { id: 'x', version: 9, fields: { name: 'theirs' } }, 'emea', RULES);
  assert.deepEqual(outcome.row, { name: 'theirs', starred: true });
});

test('what the server made of an acknowledged edit becomes the base of the next, and shows where it was not edited', () => {
  const local = {
    entry: entry({ base: { name: 'old', phone: '1-2' } }),
    row: { id: 'x', name: 'mine', phone: '1-2' },
  };
  const upsert = { id: 'x', version: 7, fields: { name: 'Old', phone: '12' } };
  const { entry: after, row } = absorb(local, upsert, 'emea', RULES);
  assert.deepEqual(
    [after.base, row],
    [
      { name: 'Old', phone: '12' },
      { name: 'mine', phone: '12' },
    ],
  );
});

test('a push in doubt that turns out to have arrived is no conflict with oneself', () => {
  const local = {
    entry: entry({ doubt: { fields: { name: 'mine', phone: '1' } } }),
    row: { ...MINE, phone: '2' },
  };
  const { entry: after, row } = absorb(
    local,
    { id: 'x', version: 9, fields: { name: 'mine', phone: '1' } },
    'emea',
    RULES,
  );
  assert.deepEqual([after.version, after.base, after.doubt], [9, { name: 'mine', phone: '1' }, undefined]);
  assert.deepEqual(row, { name: 'mine', phone: '2' });
});

test('in another epoch a version says nothing: the older number replaces the newer', () => {
  const outcome = absorb(clean(), { id: 'x', version: 2, fields: { name: 'restored' } }, 'emea', {
    ...RULES,
    otherEpoch: true,
  });
  assert.equal(outcome.row.name, 'restored');
});
