/** The fields of the demo's records: how each is called, shown and edited. */
import { html } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { drawn } from './draw.js';
import { numbersIn } from '../state/numbers.js';
import { choicesOf, infoOf } from '../state/rules.js';
import { locale, say } from '../texts/texts.js';

/** @typedef {'text' | 'email' | 'tel' | 'integer' | 'decimal' | 'date' | 'region' | 'long' | 'reference'} Kind */
/** @typedef {{ path: string, label: string, kind: Kind, required?: boolean, max?: number, choices?: string[] | null, isReadOnly?: boolean }} Field `choices`: of a region, those to choose from; null: all */
/** @typedef {import('../state/values.js').Values} Values */

export const regions = { emea: 'EMEA', apac: 'APAC', amer: 'AMER' };

const numbers = numbersIn(locale);

/** @param {Field} field */
export const missingText = ({ path, label }) => {
  const own = /** @type {const} */ ({ name: 'enter_name', region: 'enter_region', company: 'enter_company' });
  return path in own ? say(own[/** @type {keyof typeof own} */ (path)]) : say('enterValue', { field: label });
};

/** @type {Record<string, Field[]>} */
export const fieldsOf = {
  companies: [
    { path: 'name', label: say('label_name'), kind: 'text', required: true, max: 200 },
    { path: 'region', label: say('label_region'), kind: 'region', required: true },
    { path: 'vatNumber', label: say('label_vatNumber'), kind: 'text', max: 20 },
    { path: 'phone', label: say('label_phone'), kind: 'tel', max: 40 },
    { path: 'email', label: say('label_email'), kind: 'email', max: 200 },
    { path: 'address.street', label: say('label_street'), kind: 'text', max: 200 },
    { path: 'address.postalCode', label: say('label_postalCode'), kind: 'text', max: 20 },
    { path: 'address.city', label: say('label_city'), kind: 'text', max: 100 },
    { path: 'address.country', label: say('label_country'), kind: 'text', max: 100 },
    { path: 'employees', label: say('label_employees'), kind: 'integer' },
    { path: 'annualRevenue', label: say('label_annualRevenue'), kind: 'decimal' },
    { path: 'founded', label: say('label_founded'), kind: 'date' },
    { path: 'notes', label: say('label_notes'), kind: 'long', max: 4000 },
  ],
  contacts: [
    { path: 'name', label: say('label_name'), kind: 'text', required: true, max: 200 },
    { path: 'company', label: say('label_company'), kind: 'reference', required: true },
    { path: 'role', label: say('label_role'), kind: 'text', max: 100 },
    { path: 'phone', label: say('label_phone'), kind: 'tel', max: 40 },
    { path: 'email', label: say('label_email'), kind: 'email', max: 200 },
  ],
};

/** @type {Record<string, string>} */
export const nounOf = { companies: say('company'), contacts: say('contact') };

/** @param {string} collection @returns {string} what one of its records is called, at the beginning of a line */
export const nameOfCollection = (collection) => capital(nounOf[collection] ?? collection);

/** @param {string} word */
export const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * @param {Field} field
 * @param {any} value
 * @returns {string} as people read it, empty when there is no value
 */
export function show(field, value) {
  if (value === null || value === undefined || value === '') return '';
  if (field.kind === 'region') return regions[/** @type {keyof typeof regions} */ (value)] ?? String(value);
  if (field.kind === 'integer') return numbers.whole(value);
  if (field.kind === 'decimal') return numbers.money(String(value));
  if (field.kind === 'date') return numbers.day(String(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * @param {Field} field
 * @param {any} value
 * @returns {string} as it stands in a control, to be edited
 */
export function asText(field, value) {
  if (value === null || value === undefined) return '';
  return field.kind === 'decimal' ? numbers.typed(String(value)) : String(value);
}

/**
 * @param {Field} field
 * @param {string} text as typed
 * @returns {{ value: string | number | null, wrong?: string }}
 */
export function parse(field, text) {
  const typed = field.kind === 'long' ? text : text.trim();
  if (typed === '') return field.required ? { value: null, wrong: missingText(field) } : { value: null };
  if (field.kind === 'integer') {
    const number = numbers.read(typed) ?? '';
    return /^-?\d{1,9}$/.test(number) ? { value: Number(number) } : { value: null, wrong: say('enterWhole') };
  }
  if (field.kind === 'decimal') {
    const number = numbers.read(typed) ?? '';
    return /^-?\d{1,13}(\.\d{1,2})?$/.test(number)
      ? { value: number }
      : { value: null, wrong: say('enterAmount', { example: numbers.typed('12500.00') }) };
  }
  return { value: typed };
}

/**
 * @param {Field} field
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} control
 * @returns {{ value: string | number | null, wrong?: string }} what stands in it; half a date has no text, and is not
 *   nothing
 */
export const typed = (field, control) =>
  control.validity.badInput ? { value: null, wrong: say('enterDate') } : parse(field, control.value);

/** @type {Partial<Record<Kind, 'numeric' | 'decimal' | 'tel' | 'email'>>} */
const modes = { integer: 'numeric', decimal: 'decimal', tel: 'tel', email: 'email' };

/**
 * @param {Field} field
 * @param {any} value
 * @param {string} id its note has the same with `-note`
 * @returns {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} drawn once: what is typed stands in it alone
 */
export const input = (field, value, id) => drawn(control(field, value, id));

/** @param {Field} field @param {any} value @param {string} id */
function control(field, value, id) {
  const { kind, required, max, choices, isReadOnly } = field;
  const text = asText(field, value);
  if (kind === 'region')
    return html`<select
      id=${id}
      ?required=${required}
      aria-describedby=${`${id}-note`}
      ?disabled=${isReadOnly}
    >
      <option value="">${say('choose')}</option>
      ${Object.entries(regions)
        // What stands there stays, whoever may have put it there.
        .filter(([key]) => !choices || choices.includes(key) || key === value)
        .map(([key, label]) => html`<option value=${key} ?selected=${key === text}>${label}</option>`)}
    </select>`;
  if (kind === 'long')
    return html`<textarea
      dir="auto"
      id=${id}
      ?required=${required}
      aria-describedby=${`${id}-note`}
      .value=${text}
      maxlength=${ifDefined(max)}
      rows="3"
      ?readonly=${isReadOnly}
    ></textarea>`;
  const type = kind === 'date' ? 'date' : kind === 'tel' ? 'tel' : 'text';
  return html`<input
    type=${type}
    dir=${ifDefined(type === 'text' ? 'auto' : undefined)}
    inputmode=${ifDefined(modes[kind])}
    autocomplete="off"
    id=${id}
    ?required=${required}
    aria-describedby=${`${id}-note`}
    .value=${text}
    maxlength=${ifDefined(max)}
    ?readonly=${isReadOnly}
  />`;
}

/**
 * @param {Field} field
 * @param {import('@tidemark/client').ServerInfo | null} description
 * @param {string} collection
 * @returns {Field} with what the server says of it; as the application knows it before the server was met
 */
export function informed(field, description, collection) {
  const info = infoOf(description, collection, field.path);
  if (!info) return field;
  return {
    ...field,
    required: field.required || info.required,
    max: info.maxLength ?? field.max,
    isReadOnly: info.readOnly,
    choices: choicesOf(description, collection, field.path),
  };
}
