/** What a change makes of a record, field by field: before, and after. */
import { html, nothing } from 'lit';
import { fieldsOf, show } from './field.js';
import { equal, read } from '../state/values.js';
import { say } from '../texts/texts.js';

/** @typedef {import('../state/values.js').Values} Values */
/** @typedef {{ collection: string, kind: string, before: Values | null, after: Values | null, names?: Record<string, string> }} Change names: of the records that references name */

/** @param {Change} change */
export function changedValues({ collection, kind, before, after, names = {} }) {
  if (kind === 'deleted') return nothing;
  const rows = (fieldsOf[collection] ?? []).flatMap((field) => {
    const [was, is] = [read(before, field.path), read(after, field.path)];
    if (equal(was, is)) return [];
    const text = (/** @type {any} */ value) =>
      (field.kind === 'reference' ? names[value] : show(field, value)) || null;
    return [row(field.label, kind === 'added' ? undefined : text(was), text(is))];
  });
  return listOf(rows);
}

/**
 * What stands in a draft, so that it can be read also where its record has gone.
 *
 * @param {string} key of the draft
 * @param {Record<string, string>} values as typed, by path
 */
export function typedValues(key, values) {
  const fields = fieldsOf[key.split(' ')[0] ?? ''] ?? [];
  const rows = Object.entries(values ?? {}).map(([path, text]) =>
    row(fields.find((field) => field.path === path)?.label ?? say('desk_note'), undefined, text || null),
  );
  return listOf(rows);
}

/** @param {unknown[]} rows */
const listOf = (rows) => (rows.length ? html`<dl class="changed">${rows}</dl>` : nothing);

/** @param {string} label @param {string | null | undefined} was undefined: there was no record @param {string | null} is */
const row = (label, was, is) =>
  html`<div>
    <dt>${label}</dt>
    ${was === undefined ? nothing : html`<dd class="was">${named('before')}${value(was)}</dd>`}
    <dd>${was === undefined ? nothing : arrow}${named('after')}${value(is)}</dd>
  </div>`;

/** @param {'before' | 'after'} key */
const named = (key) => html`<span class="unseen">${say(key)}: </span>`;

const arrow = html`<span class="arrow" aria-hidden="true">→ </span>`;

/** @param {string | null} text */
const value = (text) =>
  text === null ? html`<span class="none">${say('empty')}</span>` : html`<bdi>${text}</bdi>`;
