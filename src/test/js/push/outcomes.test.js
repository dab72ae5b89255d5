import test from 'node:test';
import assert from 'node:assert/strict';
import { absorb } from '../../../main/webapp/tidemark/pull/apply-record.js';
import { kindOf, written } from '../../../main/webapp/tidemark/record/entry.js';
import { toChange } from '../../../main/webapp/tidemark/push/push.js';
import { applied } from '../../../main/webapp/tidemark/push/push-outcomes.js';
import { META } from '../../../main/webapp/tidemark/record/hidden-tables.js';

/** A record {name a, phone 1, mail x} at version 5; phone 2 was sent, while the server had got name b at version 6. */
const all = () => true;
const rules = { counts: all, served: all };
const base = { name: 'a', phone: '1', mail: 'x' };
const sent = { kind: 'modified', edits: 1, fields: { ...base, phone: '2' } };
const entry = {
  ...{ collection: 'c', id: 'i', isFromServer: true, isModified: true, isActive: true },
  ...{ version: 5, scope: 's', base, edits: 1, sent: 7 },
};
const withMeta = (row, meta) => ({ ...row, id: 'i', [META]: meta });
const merged = { version: 7, merged: true };

test('an acknowledged record carries the version of what was sent, or the old one if the server merged it', () => {
  assert.equal(applied(entry, sent.fields, sent, { version: 6 }, rules).meta?.version, 6);
  const outcome = applied(entry, sent.fields, sent, merged, rules);
  assert.equal(outcome.entry, null);
  assert.equal(outcome.meta?.version, 5);
  assert.equal(outcome.row?.phone, '2');
});

test('the pull brings what a merge made, over a row without newer edits', () => {
  const { row, meta } = applied(entry, sent.fields, sent, merged, rules);
  const upsert = { id: 'i', version: 7, fields: { name: 'b', phone: '2', mail: 'x' } };
  const outcome = absorb({ entry: null, row: withMeta(row, meta) }, upsert, 's', {
    ...rules,
    otherEpoch: false,
  });
  assert.equal(outcome?.row?.name, 'b');
  assert.equal(outcome?.meta?.version, 7);
});

test("an edit between a merge's acknowledgement and the pull is based on what its user saw", () => {
  const { row, meta } = applied(entry, sent.fields, sent, merged, rules);
  const edited = { ...row, mail: 'y' };
  const next = written('c', 'i', null, withMeta(row, meta), edited, all).entry;
  const change = toChange(next, 'modified', edited, all);
  assert.deepEqual([change.version, change.base], [5, { mail: 'x' }]);
});

test('what the server had already as it was sent takes over what is its own in it', () => {
  const server = { version: 6, scope: 's', fields: { ...sent.fields, rating: 5 } };
  const { entry: left, row, meta } = applied({ ...entry, server }, sent.fields, sent, { version: 6 }, rules);
  assert.deepEqual([left, row?.rating, meta], [null, 5, { version: 6, scope: 's' }]);
  const edited = applied(
    { ...entry, server, edits: 2 },
    { ...sent.fields, mail: 'y' },
    sent,
    { version: 6 },
    rules,
  );
  assert.deepEqual([edited.entry?.version, edited.row?.mail], [6, 'y']);
});

test('an edit made while the merged one was under way keeps the old version, and is still to be sent', () => {
  const edited = { ...sent.fields, mail: 'y' };
  const outcome = applied({ ...entry, edits: 2 }, edited, sent, merged, rules);
  assert.equal(outcome.entry?.version, 5);
  assert.deepEqual(toChange(outcome.entry, 'modified', edited, all).base, { mail: 'x' });
});

test('a new record that the server made something else of is known to it, and an edit of it is a modification', () => {
  const fresh = { ...entry, isFromServer: false, version: null, scope: null, base: null };
  const { entry: none, row, meta } = applied(fresh, sent.fields, { ...sent, kind: 'added' }, merged, rules);
  assert.deepEqual([none, meta?.version], [null, 6]);
  const edited = { ...row, mail: 'y' };
  const next = written('c', 'i', null, withMeta(row, meta), edited, all).entry;
  assert.equal(kindOf(next), 'modified');
  const change = toChange(next, 'modified', edited, all);
  assert.deepEqual([change.version, change.base], [6, { mail: 'x' }]);
  const pulled = { id: 'i', version: 7, fields: { ...sent.fields, name: 'A' } };
  const outcome = absorb({ entry: null, row: withMeta(row, meta) }, pulled, 's', {
    ...rules,
    otherEpoch: false,
  });
  assert.equal(outcome?.row?.name, 'A');
});

test('an edit meanwhile is no conflict with what the application made, where only people merge', () => {
  const pulled = { id: 'i', version: 7, fields: { ...sent.fields, name: 'A', mail: 'X' } };
  const manual = { ...rules, otherEpoch: false, isManual: true };
  const edited = { ...sent.fields, mail: 'y' };
  const { entry: left } = applied({ ...entry, edits: 2 }, edited, sent, merged, rules);
  const { entry: based, row } = absorb({ entry: left, row: edited }, pulled, 's', manual);
  assert.deepEqual([based?.version, based?.server, based?.merged], [7, undefined, undefined]);
  assert.deepEqual([row?.name, row?.mail, based?.base?.mail], ['A', 'y', 'X']);
  const gone = applied({ ...entry, edits: 2, isActive: false }, null, sent, merged, rules).entry;
  assert.equal(absorb({ entry: gone, row: null }, pulled, 's', manual).entry?.version, 7);
  const byOthers = absorb({ entry: left, row: edited }, { ...pulled, version: 8 }, 's', manual).entry;
  assert.deepEqual([byOthers?.version, byOthers?.server?.version], [5, 8]);
  const byServer = absorb({ entry: left, row: edited }, pulled, 's', { ...manual, isManual: false }).entry;
  assert.equal(byServer?.version, 5);
});

test('a merge that a pull brought before its answer is shown at once', () => {
  const server = { version: 7, scope: 's', fields: { name: 'b', phone: '2', mail: 'x' } };
  const outcome = applied({ ...entry, server }, sent.fields, sent, merged, rules);
  assert.equal(outcome.row?.name, 'b');
  assert.equal(outcome.meta?.version, 7);
});

test('what was edited while it was under way, and is taken back later, still waits for what the server made of it', () => {
  const answered = { number: 7, ...sent };
  const edited = { ...sent.fields, mail: 'y' };
  const { entry: left } = applied({ ...entry, edits: 2 }, edited, answered, { version: 6 }, rules);
  const { entry: none, meta } = written('c', 'i', left, edited, sent.fields, all);
  assert.deepEqual([none, meta], [null, { version: 6, scope: 's', acked: 7 }]);
  const pulled = { id: 'i', version: 6, fields: { ...sent.fields, name: 'in order' } };
  const { entry: based } = absorb({ entry: left, row: edited }, pulled, 's', { ...rules, otherEpoch: false });
  assert.deepEqual([based?.base?.name, based?.acked], ['in order', undefined]);
});
