/** Conflicts as the store gives them. */

export const fields = [
  { path: 'name', label: 'Name', kind: 'text' },
  { path: 'phone', label: 'Phone', kind: 'text' },
  { path: 'notes', label: 'Notes', kind: 'long' },
  { path: 'address.street', label: 'Street', kind: 'text' },
  { path: 'address.city', label: 'City', kind: 'text' },
];

export const collections = { companies: { noun: 'company', title: ({ name }) => name, fields } };

export const before = {
  name: 'Fjord',
  phone: '1',
  notes: null,
  address: { street: 'S', city: 'B', zip: '1' },
};

let number = 0;

/** Two edits that met; null deletes. */
export function conflict(mine, theirs, base = before) {
  const side = (change) => (change === null ? { deleted: true } : { fields: { ...base, ...change } });
  const kind = (change) => (change === null ? 'deleted' : base ? 'modified' : 'added');
  number += 1;
  return {
    ...{ id: `conflict-${number}`, collection: 'companies', record: `record-${number}` },
    ...{ kind: `${kind(mine)}-${kind(theirs)}`, detectedAt: '2026-11-30T10:00:00Z' },
    base: base && { version: 1, fields: base },
    client: side(mine),
    server: { version: 2, modifiedBy: 'bob', modifiedAt: '2026-11-30T09:00:00Z', ...side(theirs) },
  };
}
