/** What a change makes of a record, field by field: before, and after. */
import { h } from './element.js';
import { fieldsOf, show } from './field.js';
import { equal, read } from '../state/values.js';
import { say } from '../texts/texts.js';

/** @typedef {import('../state/values.js').Values} Values */
/** @typedef {{ collection: string, kind: string, before: Values | null, after: Values | null, names?: Record<string, string> }} Change names: of the records that references name */

/** @param {Change} change @returns {HTMLElement | null} */
export function changedValues({ collection, kind, before, after, names = {} }) {
  if (kind === 'deleted') return null;
  const rows = (fieldsOf[collection] ?? []).flatMap((field) => {
    const [was, is] = [read(before, field.path), read(after, field.path)];
    if (equal(was, is)) return [];
    const text = (/** @type {any} */ value) =>
      (field.kind === 'reference' ? names[value] : show(field, value)) || null;
    return [row(field.label, kind === 'added' ? undefined : text(was), text(is))];
  });
  return rows.length ? h('dl', { class: 'changed' }, rows) : null;
}

/**
 * What stands in a draft, so that it can be read also where its record has gone.
 *
 * @param {string} key of the draft
 * @param {Record<string, string>} values as typed, by path
 * @returns {HTMLElement | null}
 */
export function typedValues(key, values) {
  const fields = fieldsOf[key.split(' ')[0] ?? ''] ?? [];
  const rows = Object.entries(values ?? {}).map(([path, text]) =>
    row(fields.find((field) => field.path === path)?.label ?? say('desk_note'), undefined, text || null),
  );
  return rows.length ? h('dl', { class: 'changed' }, rows) : null;
}

/** @param {string} label @param {string | null | undefined} was undefined: there was no record @param {string | null} is */
const row = (label, was, is) =>
  h(
    'div',
    {},
    h('dt', {}, label),
    was !== undefined &&
      h('dd', { class: 'was' }, h('span', { class: 'unseen' }, `${say('before')}: `), value(was)),
    h(
      'dd',
      {},
      was !== undefined && h('span', { class: 'arrow', 'aria-hidden': 'true' }, '→ '),
      h('span', { class: 'unseen' }, `${say('after')}: `),
      value(is),
    ),
  );

/** @param {string | null} text */
const value = (text) => (text === null ? h('span', { class: 'none' }, say('empty')) : h('bdi', {}, text));
