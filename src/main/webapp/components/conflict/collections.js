/** What an application says of its collections, so that people read names and not fields. All of it may be absent. */
import { isObject, read } from './values.js';

/**
 * @typedef {object} Field
 * @property {string} path `phone` or `address.city`
 * @property {string} label
 * @property {'text' | 'long' | 'number' | 'date' | 'choice' | 'reference' | 'other'} kind
 * @property {Record<string, string>} [options] of a choice: its labels by value
 * @property {string} [target] of a reference: its collection
 * @property {(value: any) => string} [show] as people read it, empty when there is no value
 * @property {(text: string) => { value: unknown, wrong?: string }} [parse] what somebody typed
 * @property {string} [inputmode]
 * @property {number} [max] longest text
 */

/**
 * @typedef {object} Collection
 * @property {string} noun one of them, in the language of the page: `company`
 * @property {(fields: import('./values.js').Values) => string | undefined} title
 * @property {Field[]} fields in the order in which they are shown
 */

/** @typedef {Record<string, Partial<Collection>>} Collections by name */
/** @typedef {import('./difference.js').Conflict} Conflict */

/** `vatNumber` is `Vat number` where nobody says better. @param {string} path */
const labelOf = (path) => {
  const words = path.replace(/[._]/g, ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
};

/** A text that wants a larger field than a line. */
const LONG = 80;

/** @param {string} path @param {any[]} values @returns {Field} */
function guessed(path, values) {
  const known = values.filter((value) => value !== null && value !== undefined);
  const all = (/** @type {string} */ type) =>
    known.length > 0 && known.every((value) => typeof value === type);
  const isLong = known.some(
    (value) => typeof value === 'string' && (value.length > LONG || value.includes('\n')),
  );
  const text = isLong ? 'long' : 'text';
  const kind = all('number') ? 'number' : all('string') || !known.length ? text : 'other';
  return { path, label: labelOf(path), kind };
}

/**
 * The fields of a record in conflict: those described, in their order, then the rest of what the sides have.
 *
 * @param {Conflict} conflict
 * @param {Field[]} [described]
 * @returns {Field[]}
 */
export function fieldsOf({ base, client, server }, described = []) {
  const sides = [base, client, server].map((side) => side?.fields);
  const paths = new Set(described.map(({ path }) => path));
  const tops = new Set([...paths].map((path) => path.split('.')[0]));
  // Of an object that is described member by member, the members that are not, too: none may be lost unseen.
  const names = sides.flatMap((side) =>
    Object.entries(side ?? {}).flatMap(([name, value]) =>
      !tops.has(name) ? [name] : isObject(value) ? Object.keys(value).map((inner) => `${name}.${inner}`) : [],
    ),
  );
  const isShown = (/** @type {string} */ path) =>
    path !== 'id' && !paths.has(path) && ![...paths].some((one) => one.startsWith(`${path}.`));
  const rest = [...new Set(names)].filter((path) => isShown(path) && !paths.has(path.split('.')[0] ?? ''));
  return [
    ...described,
    ...rest.map((path) =>
      guessed(
        path,
        sides.map((side) => read(side, path)),
      ),
    ),
  ];
}

/** @param {Conflict} conflict @returns {import('./values.js').Values} the fields that name the record best */
const naming = ({ client, server, base }) => client.fields ?? server.fields ?? base?.fields ?? {};

/**
 * @param {Conflict} conflict
 * @param {Collections} [collections]
 * @returns {string | undefined} undefined: nothing names it
 */
export function titleOf(conflict, collections = {}) {
  const fields = naming(conflict);
  const title = collections[conflict.collection]?.title;
  const named = title ? title(fields) : (fields.name ?? fields.title ?? fields.label);
  return named === null || named === undefined || named === '' ? undefined : String(named);
}

/**
 * @param {Conflict} conflict
 * @param {Collections} [collections]
 * @returns {{ field: Field, id: string }[]} the records that it belongs to, such as a contact's company
 */
export const relatedOf = (conflict, collections = {}) =>
  (collections[conflict.collection]?.fields ?? [])
    .filter(({ kind, target }) => kind === 'reference' && target)
    .map((field) => ({ field, id: read(naming(conflict), field.path) }))
    .filter(({ id }) => typeof id === 'string');
