/** Values in a record: read and set by path, and compared. A path is `phone` or `address.city`. */

/** @typedef {Record<string, any>} Values a record, or the fields of one */

/**
 * @param {Values | null | undefined} values
 * @param {string} path
 * @returns {any} the value, null where there is none
 */
export const read = (values, path) =>
  path.split('.').reduce((/** @type {any} */ at, name) => at?.[name], values) ?? null;

/**
 * Sets one value in a set of changes whose top-level members are whole wire fields: an address travels as one.
 *
 * @param {Values} changes
 * @param {Values | null | undefined} record what the other members of an embedded object are taken from
 * @param {string} path
 * @param {unknown} value
 */
export function write(changes, record, path, value) {
  const [top, inner] = /** @type {[string, string?]} */ (path.split('.'));
  if (inner) changes[top] = { ...(changes[top] ?? record?.[top]), [inner]: value };
  else changes[top] = value;
}

/** @param {unknown} a @param {unknown} b */
export const equal = (a, b) => (a ?? null) === (b ?? null);

/** Whether two lists hold the same records, in whichever order. @param {Values[]} some @param {Values[]} others */
export const same = (some, others) => sealOf(some) === sealOf(others);

/** @param {Values[]} records */
const sealOf = (records) =>
  records
    .map((record) => JSON.stringify(record, inOrder))
    .sort()
    .join();

/** A member that is null says no more than one that is absent. @param {string} _ @param {any} value */
const inOrder = (_, value) =>
  value === null || typeof value !== 'object' || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, member]) => member !== null)
          .sort(([one], [other]) => (one < other ? -1 : 1)),
      );
