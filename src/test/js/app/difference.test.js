import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences } from '../../../main/webapp/app/conflict/difference.js';
import { dropped, matters } from '../../../main/webapp/components/conflict/difference.js';

const base = {
  version: 1,
  fields: { name: 'n', phone: 'p', notes: null, address: { city: 'Bergen', street: 'a' } },
};
const conflict = (/** @type {any} */ sides) => ({
  ...{ id: 'c', collection: 'companies', record: 'r', kind: 'modified-modified', detectedAt: '' },
  ...{ base, client: base, server: base, ...sides },
});
const changed = (/** @type {any} */ values) => ({ fields: { ...base.fields, ...values } });

/** @param {any} sides @param {string} path */
const kindOf = (sides, path) => differences(conflict(sides)).find(({ field }) => field.path === path)?.kind;

for (const [what, client, server, kind] of /** @type {const} */ ([
  ['changed by nobody', {}, {}, 'agreed'],
  ['changed on my side alone', { phone: 'x' }, {}, 'client'],
  ['changed on the server alone', {}, { phone: 'x' }, 'server'],
  ['changed on both sides, differently', { phone: 'x' }, { phone: 'y' }, 'both'],
  ['changed on both sides, alike', { phone: 'x' }, { phone: 'x' }, 'agreed'],
  ['emptied on my side', { phone: null }, {}, 'client'],
])) {
  test(`a field ${what} is ${kind}`, () => {
    assert.equal(kindOf({ client: changed(client), server: changed(server) }, 'phone'), kind);
  });
}

test('an embedded object is compared member by member', () => {
  const sides = {
    client: changed({ address: { city: 'Oslo', street: 'a' } }),
    server: changed({ address: { city: 'Bergen', street: 'b' } }),
  };
  assert.equal(kindOf(sides, 'address.city'), 'client');
  assert.equal(kindOf(sides, 'address.street'), 'server');
});

test('without a base everything that differs is disputed', () => {
  assert.equal(kindOf({ base: null, client: changed({ phone: 'x' }) }, 'phone'), 'both');
});

test('absent and null are the same nothing', () => {
  assert.equal(kindOf({ client: { fields: { name: 'n', phone: 'p' } } }, 'notes'), 'agreed');
});

test('a field that nobody described is shown too, so that no difference hides', () => {
  assert.equal(kindOf({ server: changed({ rating: 'A' }) }, 'rating'), 'server');
});

test('a side chosen in full drops what the other changed, and says so', () => {
  const list = differences(
    conflict({ client: changed({ phone: 'x', name: 'm' }), server: changed({ phone: 'y', notes: 'z' }) }),
  );
  assert.deepEqual(dropped(list, 'client'), ['Phone', 'Notes']);
  assert.deepEqual(dropped(list, 'server'), ['Name', 'Phone']);
});

test('against a deletion only what the other side changed matters', () => {
  const deletion = conflict({ client: { deleted: true }, server: changed({ phone: 'x' }) });
  const paths = differences(deletion).filter((one) => matters(deletion, one));
  assert.deepEqual(
    paths.map(({ field }) => field.path),
    ['phone'],
  );
});

test('a deletion whose base is not known shows all that would be lost', () => {
  const deletion = conflict({ base: { version: 1 }, client: { deleted: true }, server: changed({}) });
  const paths = differences(deletion).filter((one) => matters(deletion, one));
  assert.deepEqual(
    paths.map(({ field }) => field.path),
    ['name', 'phone', 'address.street', 'address.city'],
  );
});
