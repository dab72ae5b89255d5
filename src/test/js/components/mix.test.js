import test from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { differences, dropped, matters } from '../../../main/webapp/components/conflict/difference.js';
import { combined, unanswered } from '../../../main/webapp/components/conflict/mix.js';
import { equal, read, write } from '../../../main/webapp/components/conflict/values.js';
import { before, conflict, fields } from './conflicts.js';

const kinds = (it, described = fields) =>
  Object.fromEntries(
    differences(it, described)
      .filter(({ kind }) => kind !== 'agreed')
      .map(({ field, kind }) => [field.path, kind]),
  );
const none = new Map();
const mix = (it, picks = none) => combined(it, differences(it, fields), picks).choice.fields;

test('what one of them alone changed is taken, also within one address', () => {
  const it = conflict(
    { phone: '2', address: { ...before.address, street: 'mine' } },
    { notes: 'theirs', address: { ...before.address, city: 'theirs' } },
  );
  assert.deepEqual(kinds(it), {
    phone: 'client',
    notes: 'server',
    'address.street': 'client',
    'address.city': 'server',
  });
  assert.deepEqual(unanswered(differences(it, fields), none), []);
  assert.deepEqual(mix(it), {
    phone: '2',
    notes: 'theirs',
    address: { street: 'mine', city: 'theirs', zip: '1' },
  });
});

test('a member of an address that nobody described is compared and kept like the others', () => {
  const it = conflict(
    { address: { ...before.address, zip: 'mine' } },
    { address: { ...before.address, city: 'C' } },
  );
  assert.deepEqual(kinds(it), { 'address.city': 'server', 'address.zip': 'client' });
  assert.deepEqual(mix(it).address, { street: 'S', city: 'C', zip: 'mine' });
});

test('an object that nobody described is one value', () => {
  const it = conflict({ address: { street: 'mine' } }, { address: { street: 'theirs' } });
  assert.deepEqual(kinds(it, []), { address: 'both' });
});

test('lists and objects that are equal do not differ, whatever the order of their members', () => {
  const it = conflict(
    { tags: ['a'], more: { x: 1, y: null } },
    { tags: ['a'], more: { y: undefined, x: 1 } },
  );
  assert.deepEqual(kinds(it, []), {});
});

test('a field called like one that each object has is a field', () => {
  const it = conflict({ constructor: 'mine' }, { phone: '3' });
  assert.deepEqual(kinds(it, []), { phone: 'server', constructor: 'client' });
});

test('own words are read as the field says, and what is wrong is told', () => {
  const it = conflict({ phone: '2', employees: 5 }, { phone: '3', employees: 6 });
  const described = [...fields, { path: 'employees', label: 'Employees', kind: 'number' }];
  const list = differences(it, described);
  const picks = (text) =>
    new Map([
      ['phone', { side: 'base' }],
      ['employees', { text }],
    ]);
  assert.deepEqual(combined(it, list, picks('7')).choice.fields, { phone: '1', employees: 7 });
  assert.deepEqual(
    [...combined(it, list, picks('many'), 'Enter a number.').wrong],
    [['employees', 'Enter a number.']],
  );
});

test('an address that one of them removed stays removed if nothing of it is chosen', () => {
  const it = conflict({ address: null }, { phone: '3' });
  assert.equal(mix(it).address, null);
});

test('a side that may no longer be read has removed nothing', () => {
  const it = { ...conflict({ phone: '2' }, {}), server: { version: 2 } };
  assert.deepEqual(kinds(it), { phone: 'client' });
  assert.deepEqual(
    mix({ ...it, client: { fields: { ...before, address: { ...before.address, city: 'C' } } } }),
    {
      address: { street: 'S', city: 'C', zip: '1' },
    },
  );
});

test('two records added under one id have no base: each field that differs is asked', () => {
  const it = conflict({ name: 'A', phone: '1' }, { name: 'B', phone: '1' }, null);
  assert.deepEqual(kinds(it), { name: 'both' });
});

test('what a whole side drops is named, and what a deletion loses is shown', () => {
  const it = conflict({ phone: '2', name: 'N' }, { phone: '3', notes: 'x' });
  assert.deepEqual(dropped(differences(it, fields), 'client'), ['Phone', 'Notes']);
  assert.deepEqual(dropped(differences(it, fields), 'server'), ['Name', 'Phone']);
  const deleted = conflict(null, { phone: '3' });
  assert.deepEqual(
    differences(deleted, fields)
      .filter((one) => matters(deleted, one))
      .map(({ field }) => field.label),
    ['Phone'],
  );
});

const value = fc.constantFrom(null, 'a', 'b', 'c');
const record = fc.record({
  name: value,
  phone: value,
  notes: value,
  address: fc.record({ street: value, city: value, zip: value }),
});

test('whatever two people did, nothing that one of them alone changed is lost', () => {
  fc.assert(
    fc.property(record, record, record, (base, mine, theirs) => {
      const it = conflict(mine, theirs, base);
      const list = differences(it, fields);
      const picks = new Map(unanswered(list, none).map(({ field }) => [field.path, { side: 'client' }]));
      const result = { ...it.server.fields, ...combined(it, list, picks).choice.fields };
      for (const { field, base: was, client, server, kind } of list) {
        const now = read(result, field.path);
        const expected = kind === 'server' ? server : kind === 'agreed' ? server : client;
        assert.ok(equal(now, expected), `${field.path}: ${was}, ${client}, ${server} became ${now}`);
      }
    }),
  );
});

test('a value is written at any depth, and touches nothing beside it', () => {
  const changes = {};
  write(changes, { a: { b: { c: 1, d: 2 }, e: 3 } }, 'a.b.c', 9);
  assert.deepEqual(changes, { a: { b: { c: 9, d: 2 }, e: 3 } });
});
