import test from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { disputed, merged, newer, rebase } from '../../../main/webapp/tidemark/record/merge.js';
import { equal } from '../../../main/webapp/tidemark/record/values.js';

const NAMES = ['a', 'b', 'c', 'd'];
const fields = fc.record(
  Object.fromEntries(NAMES.map((name) => [name, fc.constantFrom('1', '2', '3', null)])),
);
const all = () => true;
const changed = (from, to) => NAMES.filter((name) => !equal(from[name], to[name]));

test('a rebased edit keeps each field that it changed, and takes every other from the new base', () => {
  fc.assert(
    fc.property(fields, fields, fields, (base, local, onto) => {
      const moved = rebase(base, local, onto, all);
      const edited = changed(base, local);
      return NAMES.every((name) => equal(moved[name], edited.includes(name) ? local[name] : onto[name]));
    }),
  );
});

test('an edit rebased onto its own base is what it was', () => {
  fc.assert(fc.property(fields, fields, (base, local) => equal(rebase(base, local, base, all), local)));
});

test('a field that the edit took away stays away', () => {
  assert.equal(rebase({ a: '1', b: '1' }, { b: '1' }, { a: '2', b: '2' }, all).a, null);
});

test("the application's own fields stay, whatever the server sends", () => {
  const counts = (name) => name !== 'starred';
  assert.deepEqual(rebase({ a: '1' }, { a: '1', starred: true }, { a: '2' }, counts), {
    a: '2',
    starred: true,
  });
});

test('in dispute is what both sides changed, differently', () => {
  fc.assert(
    fc.property(fields, fields, fields, (base, client, server) => {
      const both = changed(base, client).filter((name) => changed(base, server).includes(name));
      const expected = both.filter((name) => !equal(client[name], server[name]));
      return equal(disputed(base, client, server, all).sort(), expected.sort());
    }),
  );
});

test('a mix holds every undisputed change of both sides', () => {
  fc.assert(
    fc.property(fields, fields, fields, (base, client, server) => {
      const mix = merged(base, client, server, all);
      const open = disputed(base, client, server, all);
      return NAMES.every((name) => {
        const isMine = changed(base, client).includes(name) && !open.includes(name);
        return equal(mix[name], isMine ? client[name] : server[name]);
      });
    }),
  );
});

test('with one side deleted a mix starts from the other', () => {
  assert.deepEqual(merged({ a: '1' }, null, { a: '2' }, all), { a: '2' });
  assert.deepEqual(merged({ a: '1' }, { a: '3' }, null, all), { a: '3' });
});

test('the newer server side wins; one without a version came later than any with', () => {
  const old = { version: 3, fields: {} };
  const young = { version: 5, fields: {} };
  const gone = { version: null, deleted: true };
  assert.equal(newer(old, young), young);
  assert.equal(newer(young, old), young);
  assert.equal(newer(old, gone), gone);
  assert.equal(newer(undefined, old), old);
});
