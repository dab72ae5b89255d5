/** The fields of the demo's records: how each is called, shown and edited. */
import { h } from './element.js';

/** @typedef {'text' | 'email' | 'tel' | 'integer' | 'decimal' | 'date' | 'region' | 'long' | 'reference'} Kind */
/** @typedef {{ path: string, label: string, kind: Kind, required?: boolean, max?: number }} Field */
/** @typedef {import('../state/values.js').Values} Values */

export const regions = { emea: 'EMEA', apac: 'APAC', amer: 'AMER' };

/** @type {Record<string, Field[]>} */
export const fieldsOf = {
  companies: [
    { path: 'name', label: 'Name', kind: 'text', required: true, max: 200 },
    { path: 'region', label: 'Region', kind: 'region', required: true },
    { path: 'vatNumber', label: 'VAT number', kind: 'text', max: 20 },
    { path: 'phone', label: 'Phone', kind: 'tel', max: 40 },
    { path: 'email', label: 'E-mail', kind: 'email', max: 200 },
    { path: 'address.street', label: 'Street', kind: 'text', max: 200 },
    { path: 'address.postalCode', label: 'Postal code', kind: 'text', max: 20 },
    { path: 'address.city', label: 'City', kind: 'text', max: 100 },
    { path: 'address.country', label: 'Country', kind: 'text', max: 100 },
    { path: 'employees', label: 'Employees', kind: 'integer' },
    { path: 'annualRevenue', label: 'Annual revenue', kind: 'decimal' },
    { path: 'founded', label: 'Founded', kind: 'date' },
    { path: 'notes', label: 'Notes', kind: 'long', max: 4000 },
  ],
  contacts: [
    { path: 'name', label: 'Name', kind: 'text', required: true, max: 200 },
    { path: 'company', label: 'Company', kind: 'reference', required: true },
    { path: 'role', label: 'Role', kind: 'text', max: 100 },
    { path: 'phone', label: 'Phone', kind: 'tel', max: 40 },
    { path: 'email', label: 'E-mail', kind: 'email', max: 200 },
  ],
};

/** @type {Record<string, string>} */
export const nounOf = { companies: 'company', contacts: 'contact' };

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
  if (field.kind === 'integer') return new Intl.NumberFormat('en').format(value);
  if (field.kind === 'decimal') return grouped(String(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A decimal travels as a string so that nobody rounds it; grouping it by text keeps it so. @param {string} decimal */
function grouped(decimal) {
  const [whole = '', cents] = decimal.split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (cents === undefined ? '' : `.${cents}`);
}

/** Takes commas out only where they stand between thousands: in 12,5 it means something else. @param {string} number */
const ungrouped = (number) =>
  /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(number) ? number.replaceAll(',', '') : number;

/**
 * @param {Field} field
 * @param {string} text as typed
 * @returns {{ value: string | number | null, wrong?: string }}
 */
export function parse(field, text) {
  const typed = field.kind === 'long' ? text : text.trim();
  if (typed === '')
    return field.required ? { value: null, wrong: `${field.label} is needed.` } : { value: null };
  if (field.kind === 'integer') {
    const plain = ungrouped(typed);
    return /^-?\d{1,9}$/.test(plain)
      ? { value: Number(plain) }
      : { value: null, wrong: 'Enter a whole number.' };
  }
  if (field.kind === 'decimal') {
    const plain = ungrouped(typed);
    return /^-?\d{1,13}(\.\d{1,2})?$/.test(plain)
      ? { value: plain }
      : { value: null, wrong: 'Enter an amount such as 12500.00.' };
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
  control.validity.badInput ? { value: null, wrong: 'Enter a whole date.' } : parse(field, control.value);

/**
 * @param {Field} field
 * @param {any} value
 * @param {import('./element.js').Props} [props]
 * @returns {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement}
 */
export function input(field, value, props = {}) {
  const common = {
    ...props,
    value: value === null || value === undefined ? '' : String(value),
    maxlength: field.max,
  };
  if (field.kind === 'region') {
    const options = Object.entries(regions).map(([key, label]) => h('option', { value: key }, label));
    return h('select', { ...common, maxlength: null }, h('option', { value: '' }, 'Choose…'), options);
  }
  if (field.kind === 'long') return h('textarea', { ...common, rows: 3 });
  const mode = { integer: 'numeric', decimal: 'decimal', tel: 'tel', email: 'email' }[
    /** @type {string} */ (field.kind)
  ];
  const type = field.kind === 'date' ? 'date' : field.kind === 'tel' ? 'tel' : 'text';
  return h('input', { type, inputmode: mode, autocomplete: 'off', ...common });
}
