/**
 * Both people's changes in one record: what one of them alone changed is taken, and what both changed is asked. Pure.
 */
import { fieldsOn } from './difference.js';
import { read, write } from './values.js';

/** @typedef {import('./difference.js').Difference} Difference */
/** @typedef {import('./difference.js').Conflict} Conflict */
/** @typedef {{ side: import('./difference.js').Origin } | { text: string }} Pick a value that is there, or own words */
/** @typedef {ReadonlyMap<string, Pick>} Picks by path */
/** @typedef {'client' | 'server' | { fields: import('./values.js').Values }} Choice what `resolve` takes */

/** @param {Difference} difference @param {Picks} picks @returns {Pick | undefined} undefined: to be asked */
export const pickOf = ({ field, kind }, picks) =>
  picks.get(field.path) ?? (kind === 'client' || kind === 'server' ? { side: kind } : undefined);

/** @param {Difference[]} list @param {Picks} picks @returns {Difference[]} the questions without an answer */
export const unanswered = (list, picks) =>
  list.filter((one) => one.kind === 'both' && !picks.has(one.field.path));

/**
 * @param {Difference} difference
 * @param {string} text as typed
 * @param {string} notANumber
 * @returns {{ value: unknown, wrong?: string }}
 */
export function typed({ field }, text, notANumber) {
  if (field.parse) return field.parse(text);
  if (text.trim() === '') return { value: null };
  if (field.kind !== 'number') return { value: field.kind === 'long' ? text : text.trim() };
  const value = Number(text.replace(',', '.'));
  return Number.isFinite(value) ? { value } : { value: null, wrong: notANumber };
}

/**
 * @param {Conflict} conflict
 * @param {Difference[]} list
 * @param {Picks} picks an answer for each question; what is not picked of one-sided changes is taken
 * @param {string} [notANumber]
 * @returns {{ choice: { fields: import('./values.js').Values }, wrong: Map<string, string> }} wrong: by path
 */
export function combined(conflict, list, picks, notANumber = '') {
  const [client, server] = [fieldsOn('client', conflict), fieldsOn('server', conflict)];
  const fields = {};
  /** @type {Map<string, string>} */
  const wrong = new Map();
  for (const difference of list) {
    const pick = pickOf(difference, picks);
    if (!pick) continue;
    const { path } = difference.field;
    const given =
      'side' in pick ? { value: difference[pick.side] } : typed(difference, pick.text, notANumber);
    if ('wrong' in given && given.wrong) wrong.set(path, given.wrong);
    write(fields, server, path, given.value);
  }
  // An object that one side has not and of which nothing is chosen is none.
  for (const [top, value] of Object.entries(fields)) {
    const isMissing = [client, server].some((side) => read(side, top) === null);
    if (isMissing && isEmpty(value)) Reflect.set(fields, top, null);
  }
  return { choice: { fields }, wrong };
}

/** @param {unknown} value */
const isEmpty = (value) =>
  value !== null &&
  typeof value === 'object' &&
  !Array.isArray(value) &&
  Object.values(value).every((member) => member === null || member === undefined);
