/** Values as JSON sees them: what counts as equal decides what counts as a change. Pure. */

/** @typedef {import('../types.js').Fields} Fields */

/**
 * The value as it travels: dates as ISO text, long numbers as strings, bytes as base64.
 * @param {any} value
 * @returns {any}
 */
export function toWire(value) {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof ArrayBuffer) return base64(new Uint8Array(value));
  if (ArrayBuffer.isView(value))
    return base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (Array.isArray(value)) return value.map(toWire);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  // Not by assignment: a member may be called like one that each object has.
  return Object.fromEntries(members.map(([name, member]) => [name, toWire(member)]));
}

/**
 * Equal on the wire. A member that is missing equals one that is null: servers do not tell them apart.
 * @param {any} left
 * @param {any} right
 * @returns {boolean}
 */
export function equal(left, right) {
  return same(toWire(left), toWire(right));
}

/**
 * @param {any} left
 * @param {any} right
 * @returns {boolean}
 */
function same(left, right) {
  if (left === right) return true;
  if (left == null || right == null) return left == right;
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  if (Array.isArray(left) && left.length !== right.length) return false;
  return union(left, right).every((name) => same(own(left, name), own(right, name)));
}

/**
 * @param {object} left
 * @param {object} right
 * @returns {string[]}
 */
function union(left, right) {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])];
}

/**
 * Names of the fields in which two records differ.
 * @param {Fields | null | undefined} left
 * @param {Fields | null | undefined} right
 * @param {(name: string) => boolean} [counts] which fields count; all, unless told
 * @returns {string[]}
 */
export function changedFields(left, right, counts = () => true) {
  const [a, b] = [left ?? {}, right ?? {}];
  return union(a, b).filter((name) => counts(name) && !equal(own(a, name), own(b, name)));
}

/**
 * @param {Fields | null | undefined} object
 * @param {string} name perhaps one that each object has, like `constructor`
 * @returns {any}
 */
export const own = (object, name) => (object && Object.hasOwn(object, name) ? object[name] : undefined);

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/**
 * A copy without some of its members.
 * @template {object} T
 * @template {keyof T} K
 * @param {T} object
 * @param {...K} names
 * @returns {Omit<T, K>}
 */
export function without(object, ...names) {
  const copy = { ...object };
  for (const name of names) delete copy[name];
  return copy;
}

/** Ids are lower-case UUIDs, made by whoever creates the record. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * A new UUID. Also where crypto.randomUUID is missing: plain http on another host than localhost.
 * @returns {string}
 */
export function newId() {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * Adds to the list of a key.
 * @template K, T
 * @param {Map<K, T[]>} lists
 * @param {K} key
 * @param {T} value
 */
export function into(lists, key, value) {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
