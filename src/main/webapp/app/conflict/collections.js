/** The demo's records, as the components for conflicts are told of them. */
import '../../components/index.js';
import { fieldsOf, nounOf, parse, regions, show } from '../part/field.js';

/** @typedef {import('../../components/conflict/collections.js').Field} Described */

/** How the kinds of the forms are called there. @type {Record<string, Described['kind']>} */
const kinds = {
  ...{ text: 'text', email: 'text', tel: 'text', long: 'long', date: 'date' },
  ...{ integer: 'number', decimal: 'number', region: 'choice', reference: 'reference' },
};

/** Shown as it is written elsewhere in the application. A text is shown as it is, and a long one by its changes. */
const formatted = new Set(['integer', 'decimal', 'date']);

/** @param {import('../part/field.js').Field} field @returns {Described} */
function described(field) {
  const { path, label, kind, max } = field;
  const mode = { integer: 'numeric', decimal: 'decimal', tel: 'tel', email: 'email' }[
    /** @type {string} */ (kind)
  ];
  return {
    ...{
      path,
      label,
      kind: kinds[kind] ?? 'text',
      parse: (/** @type {string} */ text) => parse(field, text),
    },
    ...(formatted.has(kind) && { show: (/** @type {any} */ value) => show(field, value) }),
    ...(kind === 'region' && { options: regions }),
    ...(kind === 'reference' && { target: 'companies' }),
    ...(mode && { inputmode: mode }),
    ...(max && { max }),
  };
}

export const collections = Object.fromEntries(
  Object.entries(fieldsOf).map(([name, fields]) => [
    name,
    {
      noun: nounOf[name] ?? name,
      title: (/** @type {any} */ record) => record.name,
      fields: fields.map(described),
    },
  ]),
);
