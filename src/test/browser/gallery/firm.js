/** The firm of the pictures: its companies, what people have decided about them, and what they still ask. */
import { call } from '../api.js';

const address = { street: 'Am Wall 101', postalCode: '28195', city: 'Bremen', country: 'Germany' };

const about = (/** @type {string} */ city, /** @type {string} */ country) => ({
  address: { street: 'Havnegata 7', postalCode: '5013', city, country },
  employees: 48,
  annualRevenue: '7400000.00',
  founded: '1968-05-02',
});

const notes =
  'The harbour office opens at seven and closes at four. Deliveries go to the second gate, behind the weighbridge. ' +
  'Ask for Ingrid at the desk. Invoices are sent by letter, one for each ship, and never before the end of the month. ' +
  'The framework contract runs until March and is renewed each spring.';

/** By a short name. @type {Record<string, Record<string, any>>} */
export const companies = {
  weser: {
    name: 'Weserkontor GmbH',
    phone: '+49 421 300 80',
    email: 'kontor@weser.example',
    notes: 'Prefers letters.',
    employees: 512,
    vatNumber: 'DE811103042',
    annualRevenue: '58200000.00',
    founded: '1968-05-02',
    address,
  },
  tejo: { name: 'Tejo Conservas Lda', phone: '+351 21 340 9010', ...about('Lisboa', 'Portugal') },
  saare: { name: 'Saaremaa Laevad OÜ', phone: '+372 45 33 111', notes, ...about('Kuressaare', 'Estonia') },
  marstal: { name: 'Marstal Navigation A/S', phone: '+45 62 53 10 10', ...about('Marstal', 'Denmark') },
  haifa: {
    name: 'מספנות חיפה בע״מ',
    phone: '+972 4 851 0200',
    notes: 'מעדיפים מכתבים.',
    ...about('חיפה', 'Israel'),
  },
  harbour: { name: 'ميناء الإسكندرية', phone: '+20 3 480 0100', ...about('الإسكندرية', 'Egypt') },
  atelier: { name: 'Atelier Delacroix', phone: '+33 2 40 11 22', ...about('Nantes', 'France') },
  amrum: { name: 'Amrum Reederei KG', phone: '+49 4682 960', ...about('Wittdün', 'Germany') },
  lotsen: { name: 'Helgoland Lotsen eG', phone: '+49 4725 800', ...about('Helgoland', 'Germany') },
};

const [kept, his] = ['+47 22 41 00 12', '+47 22 41 00 99'];

/** What people decided before: name, whose change, against whose, of which field, and how. */
const decided = [
  ['Nida Bernstein UAB', 'alice', 'bob', 'phone', 'client'],
  ['Riga Osta SIA', 'bob', 'alice', 'phone', 'client'],
  ['Klaipėda Dokas UAB', 'alice', 'bob', 'phone', 'client'],
  ['Liepāja Osta SIA', 'bob', 'alice', 'phone', 'client'],
  ['Gotland Bageri AB', 'alice', 'bob', 'phone', 'client'],
  ['Åland Fisk Ab', 'bob', 'alice', 'phone', 'client'],
  ['Trondheim Kran AS', 'bob', 'alice', 'notes', 'server'],
  ['Esbjerg Havn A/S', 'bob', 'carol', 'notes', 'server'],
];

/** What waits at the desk. */
const open = [
  ['Bornholm Røgeri A/S', 'bob', 'alice', 'phone'],
  ['Ystad Varv AB', 'bob', 'carol', 'notes'],
];

/** Each person at one device. @type {Map<string, { replica: string, number: number }>} */
const devices = new Map();

/**
 * @param {string} user
 * @param {Record<string, any>} changes
 */
export async function push(user, changes) {
  const device = devices.get(user) ?? { replica: crypto.randomUUID(), number: 0 };
  devices.set(user, device);
  device.number += 1;
  const body = { replica: device.replica, push: { number: device.number, changes } };
  return (await call(user, '/sync', { method: 'POST', body })).push;
}

/** @param {string} user @param {Record<string, any>} fields @returns {Promise<{ id: string, version: number }>} */
async function add(user, fields) {
  const id = crypto.randomUUID();
  const { applied } = await push(user, {
    companies: { added: [{ id, fields: { region: 'emea', ...fields } }] },
  });
  return { id, version: applied[0].version };
}

/** @returns {Promise<Record<string, { id: string, version: number }>>} the companies, by their short names */
export async function found() {
  /** @type {Record<string, { id: string, version: number }>} */
  const all = {};
  for (const [key, fields] of Object.entries(companies)) all[key] = await add('bob', fields);
  const contacts = [
    { name: 'Heike Brandt', role: 'Purchasing', phone: '+49 421 300 81', email: 'brandt@weser.example' },
    { name: 'Sven Köhler', role: 'Warehouse', phone: '+49 421 300 85', email: null },
  ].map((fields) => ({ id: crypto.randomUUID(), fields: { company: all.weser.id, ...fields } }));
  await push('bob', { contacts: { added: contacts } });
  for (const [name, mine, theirs, field, outcome] of decided) {
    const conflict = await dispute(name, mine, theirs, field);
    const body = { outcome, version: conflict.server.version };
    await call('carol', `/conflicts/${conflict.id}/resolution`, { method: 'POST', body });
  }
  for (const [name, mine, theirs, field] of open) await dispute(name, mine, theirs, field);
  const { conflicts } = await call('carol', '/conflicts?status=open&limit=1000');
  const [first] = conflicts;
  const body = { note: 'bob is on holiday until Monday', assignee: 'steward' };
  await call('carol', `/conflicts/${first.id}/follow-up`, { method: 'POST', body });
  for (const [user, { replica }] of devices)
    await call('carol', `/replicas/${replica}/label`, {
      method: 'PUT',
      body: { label: `Office of ${user}` },
    });
  return all;
}

/** @param {string} name @param {string} mine @param {string} theirs @param {string} field */
async function dispute(name, mine, theirs, field) {
  const before = field === 'phone' ? '+47 22 41 00 10' : 'Prefers letters.';
  const { id, version } = await add(theirs, { name, ...about('Bergen', 'Norway'), [field]: before });
  const [one, other] = field === 'phone' ? [kept, his] : ['Prefers calls before noon.', 'Closed in July.'];
  await push(theirs, { companies: { modified: [{ id, version, fields: { [field]: other } }] } });
  const edit = { id, version, fields: { [field]: one }, base: { [field]: before } };
  const { conflicts } = await push(mine, { companies: { modified: [edit] } });
  return conflicts[0];
}
