/** Values in a record: read and set by path, and compared. A path is `phone` or `address.city`. Pure. */

/** @typedef {Record<string, any>} Values a record, or the fields of one */

/**
 * @param {Values | null | undefined} values
 * @param {string} path
 * @returns {any} the value, null where there is none
 */
export const read = (values, path) =>
  path.split('.').reduce((/** @type {any} */ at, name) => own(at, name), values) ?? null;

/** A member may be called like one that each object has. @param {any} object @param {string} name */
const own = (object, name) =>
  object !== null && typeof object === 'object' && Object.hasOwn(object, name) ? object[name] : undefined;

/**
 * Sets one value in a set of changes whose top-level members are whole wire fields: an address travels as one.
 *
 * @param {Values} changes
 * @param {Values | null | undefined} record what the other members of an embedded object are taken from
 * @param {string} path
 * @param {unknown} value
 */
export function write(changes, record, path, value) {
  const [top = '', ...inner] = path.split('.');
  changes[top] = inner.length ? put(changes[top] ?? record?.[top], inner, value) : value;
}

/** @param {any} object @param {string[]} path @param {unknown} value @returns {Values} */
const put = (object, [name = '', ...rest], value) => ({
  ...object,
  [name]: rest.length ? put(object?.[name], rest, value) : value,
});

/**
 * Equal on the wire. A member that is missing equals one that is null: servers do not tell them apart.
 *
 * @param {any} left
 * @param {any} right
 * @returns {boolean}
 */
export function equal(left, right) {
  if (left === right) return true;
  if (left == null || right == null) return left == right;
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  if (Array.isArray(left) !== Array.isArray(right) || left.length !== right.length) return false;
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => equal(own(left, name), own(right, name)));
}

/** @param {any} value @returns {value is Values} */
export const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
