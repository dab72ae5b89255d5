/** The sample estate: which fields a collection has, and where a record's scope comes from. */
export const ESTATE = {
  companies: {
    fields: [
      { name: 'name', type: 'string', required: true },
      { name: 'region', type: 'string', required: true },
      { name: 'vatNumber', type: 'string', unique: true },
      { name: 'phone', type: 'string' },
      { name: 'notes', type: 'string' },
      { name: 'address', type: 'object' },
      { name: 'rating', type: 'integer', readOnly: true },
    ],
    scope: (_server, fields) => fields.region,
  },
  contacts: {
    fields: [
      { name: 'company', type: 'reference', target: 'companies', required: true },
      { name: 'name', type: 'string', required: true },
      { name: 'phone', type: 'string' },
    ],
    scope: (server, fields) => server.record('companies', fields.company)?.scope,
  },
};
