import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whole } from '../../../main/webapp/app/state/whole.js';

const server = { version: 4, fields: { name: 'Of bob', phone: '1', region: 'emea' } };

test('what neither the edit nor its base names is as on the server', () => {
  const { base, client } = whole({
    base: { fields: { phone: '0' } },
    client: { fields: { phone: '2' } },
    server,
  });
  assert.deepEqual(base?.fields, { name: 'Of bob', phone: '0', region: 'emea' });
  assert.deepEqual(client.fields, { name: 'Of bob', phone: '2', region: 'emea' });
});

test('what the edit does not name stays as the server has it, whatever its base tells', () => {
  const { base, client } = whole({
    base: { fields: { name: 'Before' } },
    client: { fields: { phone: '2' } },
    server,
  });
  assert.equal(base?.fields?.['name'], 'Before');
  assert.equal(client.fields?.['name'], 'Of bob');
});

test('a field that the edit changed, and its base does not name, stays unknown in the base', () => {
  const { base } = whole({ base: { fields: {} }, client: { fields: { phone: '2' } }, server });
  assert.ok(!('phone' in (base?.fields ?? {})));
});

test('a deleted side gets no fields, and no base none either', () => {
  const deleted = whole({ base: null, client: { deleted: true }, server });
  assert.deepEqual(deleted, { base: null, client: { deleted: true }, server });
});
