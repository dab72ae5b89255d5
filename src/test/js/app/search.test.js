import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folded, searchFor } from '../../../main/webapp/app/state/search.js';

const company = {
  name: 'Ægir Škoda Großhandel',
  phone: '+47 22 41 00 10',
  email: 'post@aegir.example',
  vatNumber: null,
  address: { city: 'Łódź', street: 'Strandgaten 12' },
};
const contacts = [{ name: 'Zoë Müller', phone: '0171/555-77', email: 'zoe@elsewhere.example', role: null }];

for (const text of [
  'ægir',
  'aegir skoda',
  'grosshandel LODZ',
  'zoe muller',
  'Müller łódź',
  'post@aegir',
  'elsewhere',
  '22 41 00',
  '2241 0010',
  '+472241',
  '017155577',
  'strandgaten 12',
])
  test(`"${text}" finds it`, () => assert.ok(searchFor(text)?.(company, contacts)));

for (const text of ['aegir bergen', 'muller oslo', '99 88 77', 'null'])
  test(`"${text}" does not`, () => assert.equal(searchFor(text)?.(company, contacts), false));

test('nothing looks for nothing', () => {
  for (const text of ['', '  ']) assert.equal(searchFor(text), null);
  assert.equal(folded('ÅNGSTRÖM ı'), 'angstrom i');
});
