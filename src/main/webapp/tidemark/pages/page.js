import { ID_BYTES, bytesOf, compareIds, idAt } from './uuid-bytes.js';
import { META } from '../record/hidden-tables.js';
import { UUID } from '../record/values.js';

/**
 * A page: records kept together as they came, which IndexedDB writes many times faster than one by one, and a sorted
 * list of keys beside it for each index. Written once; what of it does not count any more is told by its leaf. Pure.
 *
 * @typedef {import('dexie').DBCoreIndex} DBCoreIndex
 * @typedef {import('dexie').DBCoreKeyRange} DBCoreKeyRange
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../types.js').Upsert} Upsert
 * @typedef {(left: any, right: any) => number} Compare
 *
 * @typedef {object} Leaf an entry of a collection's directory
 * @property {string} page its name, never used again
 * @property {string} scope
 * @property {number} size
 * @property {number} left how many of its records still count
 * @property {Uint8Array | null} dead a bit for each that does not: its row is in the table, or it is gone
 *
 * @typedef {{upserts: Upsert[], texts: string[]}} Cut records, and each as JSON
 * @typedef {{key: any[], texts: string[]}} Chunk some records, each as JSON: what is read to read one of them
 * @typedef {{key: any[], ids: Uint8Array, versions: Float64Array, chunk: number}} Ids in order, which is that of the
 *   records; chunk: how many of them are on each
 * @typedef {{key: any[], keys: any[], at: Uint16Array}} Keys sorted by key, then id; at: whose they are
 * @typedef {{size: number, isOfIds: boolean, keyAt: (i: number) => any, atOf: (i: number) => number,
 *   against?: (key: any) => ((i: number) => number) | null}} View an index of a page as it is searched
 */

/** Mutable for tests, which have few records. */
export const LAYOUT = {
  /** Records on a page, at most. */
  page: 1000,
  /** And characters of their text. */
  text: 1 << 20,
  /** Characters on a chunk, about: to read one record is to read its chunk. */
  chunk: 24_000,
  /** Characters of records that a cursor reads ahead, about, and of chunks that each collection keeps. */
  ahead: 15_000_000,
  kept: 10_000_000,
  /** Fewer are written as rows at once. */
  least: 500,
  /** Records that become rows at a time, about: whoever writes meanwhile waits for it. */
  step: 100,
  /** Milliseconds without a read or a write: who does so now will probably do so again. */
  quiet: 200,
  /** Pages become rows by themselves. */
  unpack: true,
};

/**
 * Records that came together, cut into pages in the order of their ids: whoever walks all pages by id reads each chunk
 * once, and those of one answer one after the other.
 * @param {Upsert[]} upserts
 * @returns {Generator<Cut>}
 */
export function* cut(upserts) {
  const empty = () => ({ upserts: /** @type {Upsert[]} */ ([]), texts: /** @type {string[]} */ ([]) });
  let [page, length] = [empty(), 0];
  const sorted = [...upserts].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  for (const upsert of sorted) {
    const text = JSON.stringify(upsert);
    const held = page.texts.length;
    if (held === LAYOUT.page || (held > 0 && length + text.length > LAYOUT.text)) {
      yield page;
      [page, length] = [empty(), 0];
    }
    page.upserts.push(upsert);
    page.texts.push(text);
    length += text.length;
  }
  if (page.texts.length > 0) yield page;
}

/**
 * @param {string} collection
 * @param {string} page its name
 * @param {Cut} cut of at most 65,536 records
 * @param {string} scope
 * @param {DBCoreIndex[]} indexes
 * @param {Compare} compare
 * @returns {{ids: Ids, keys: Keys[], chunks: Chunk[]}} what is stored
 */
export function pack(collection, page, { upserts, texts }, scope, indexes, compare) {
  const wrong = upserts.find(({ id }) => !UUID.test(id));
  if (wrong)
    throw new TypeError(`${collection}: the server sent an id that is no lower-case UUID: ${wrong.id}`);
  const ids = new Uint8Array(upserts.length * ID_BYTES);
  upserts.forEach(({ id }, at) => bytesOf(id, ids, at));
  const versions = Float64Array.from(upserts, ({ version }) => version);
  const rows = upserts.map((upsert) => rowOf(upsert, scope));
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  const chunk = Math.max(1, Math.floor((LAYOUT.chunk * texts.length) / length));
  const chunks = [];
  for (let n = 0; n * chunk < texts.length; n++)
    chunks.push({ key: [collection, page, n], texts: texts.slice(n * chunk, (n + 1) * chunk) });
  return {
    ids: { key: partKey(collection, page), ids, versions, chunk },
    keys: indexes.map((index) => ({
      key: partKey(collection, page, index),
      ...sortedKeys(rows, index, compare),
    })),
    chunks,
  };
}

/**
 * @param {string} collection
 * @param {string} page its name
 * @param {DBCoreIndex} [index] none: the primary key
 */
export function partKey(collection, page, index) {
  // An index that gets another meaning must get another name: Dexie's names say all but this.
  const part = !index || index.isPrimaryKey ? '' : `${index.multiEntry ? '*' : ''}${index.name}`;
  return [collection, page, part];
}

/**
 * @param {Upsert} upsert
 * @param {string} scope
 * @returns {Fields} a row as the table would hold it
 */
export function rowOf({ id, version, fields }, scope) {
  // The id comes first, as in rows: an application may list the names as it finds them.
  const row = { id, ...fields, [META]: { version, scope } };
  row.id = id;
  return row;
}

/**
 * @param {Fields[]} rows in the order of their ids
 * @param {DBCoreIndex} index
 * @param {Compare} compare
 * @returns {{keys: any[], at: Uint16Array}}
 */
export function sortedKeys(rows, index, compare) {
  const found = rows.flatMap((row, at) => keysOf(row, index, compare).map((key) => ({ key, at })));
  // The sort is stable: what is equal stays in the order of the ids.
  found.sort((a, b) => compare(a.key, b.key));
  return { keys: found.map(({ key }) => key), at: Uint16Array.from(found, ({ at }) => at) };
}

/**
 * The keys under which IndexedDB would file a row.
 * @param {Fields} row
 * @param {DBCoreIndex} index
 * @param {Compare} compare
 * @returns {any[]}
 */
export function keysOf(row, index, compare) {
  const key = /** @type {(value: any) => any} */ (index.extractKey)(row);
  if (!index.multiEntry || !Array.isArray(key)) return isKey(key) ? [key] : [];
  const keys = key.filter(isKey);
  return keys.filter((one, i) => keys.findIndex((other) => compare(one, other) === 0) === i);
}

/**
 * @param {any} key
 * @returns {boolean}
 */
function isKey(key) {
  if (typeof key === 'string') return true;
  if (typeof key === 'number') return !Number.isNaN(key);
  if (key instanceof Date) return !Number.isNaN(key.getTime());
  if (Array.isArray(key)) return key.every(isKey);
  return key instanceof ArrayBuffer || ArrayBuffer.isView(key);
}

/**
 * The order of IndexedDB, which needs not be asked for what is nearly always there.
 * @param {Compare} cmp
 * @returns {Compare}
 */
export function comparing(cmp) {
  return (left, right) => {
    const type = typeof left;
    const isPlain = (type === 'string' || type === 'number') && type === typeof right;
    if (isPlain) return left < right ? -1 : left > right ? 1 : 0;
    return cmp(left, right);
  };
}

/**
 * @param {Ids} ids
 * @returns {View}
 */
export const viewOfIds = ({ ids, versions }) => ({
  size: versions.length,
  isOfIds: true,
  keyAt: (i) => idAt(ids, i),
  atOf: (i) => i,
  // Without a text for each that is looked at.
  against: (key) => {
    if (typeof key !== 'string' || !UUID.test(key)) return null;
    const bytes = bytesOf(key);
    return (i) => compareIds(ids, i, bytes, 0);
  },
});

/**
 * @param {Keys} keys
 * @returns {View}
 */
export const viewOfKeys = ({ keys, at }) => ({
  size: at.length,
  isOfIds: false,
  keyAt: (i) => keys[i],
  atOf: (i) => at[i],
});

/**
 * @param {Pick<View, 'size' | 'keyAt' | 'against'>} view
 * @param {DBCoreKeyRange} range
 * @param {Compare} compare
 * @returns {[number, number]} from, to: what lies in the range
 */
export function bounds({ size, keyAt, against }, range, compare) {
  const { type, lower, lowerOpen, upper, upperOpen } = range;
  if (type === /* never */ 4) return [0, 0];
  const isAny = type === /* any */ 3;
  const to = (/** @type {any} */ key) =>
    against?.(key) ?? ((/** @type {number} */ i) => compare(keyAt(i), key));
  const [toLower, toUpper] = [to(lower), to(upper)];
  const from = isAny || lower === undefined ? 0 : first(size, (i) => toLower(i) >= (lowerOpen ? 1 : 0));
  const end = isAny || upper === undefined ? size : first(size, (i) => toUpper(i) >= (upperOpen ? 0 : 1));
  return [from, Math.max(from, end)];
}

/**
 * @param {Ids} page
 * @param {Uint8Array} id
 * @returns {number} where it stands on the page; -1: it does not
 */
export function find({ ids, versions: { length } }, id) {
  const at = first(length, (k) => compareIds(ids, k, id, 0) >= 0);
  return at < length && compareIds(ids, at, id, 0) === 0 ? at : -1;
}

/**
 * @param {number} size
 * @param {(i: number) => boolean} isPast false for some, then true for all
 * @returns {number} the first for which it is true
 */
function first(size, isPast) {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isPast(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * @param {Leaf} leaf
 * @param {number} at
 */
export const isDead = ({ dead }, at) => dead !== null && (dead[at >> 3] & (1 << (at & 7))) !== 0;

/**
 * The record does not count any more.
 * @param {Leaf} leaf
 * @param {number} at
 */
export function bury(leaf, at) {
  if (isDead(leaf, at)) return;
  leaf.dead ??= new Uint8Array((leaf.size + 7) >> 3);
  leaf.dead[at >> 3] |= 1 << (at & 7);
  leaf.left -= 1;
}

/**
 * It counts again.
 * @param {Leaf} leaf
 * @param {number} at
 */
export function exhume(leaf, at) {
  if (!leaf.dead || !isDead(leaf, at)) return;
  leaf.dead[at >> 3] &= ~(1 << (at & 7));
  leaf.left += 1;
}

/**
 * @param {any} key
 * @param {DBCoreKeyRange} range
 * @param {Compare} compare
 */
export function inRange(key, range, compare) {
  const [from, to] = bounds({ size: 1, keyAt: () => key }, range, compare);
  return to > from;
}

/**
 * @param {DBCoreKeyRange} range
 * @param {any} key which is in it
 * @param {{reverse: boolean, isOpen: boolean}} options isOpen: without the key itself
 * @param {Compare} compare
 * @returns {DBCoreKeyRange | null} what of the range begins there; null: nothing
 */
export function rest({ lower, lowerOpen, upper, upperOpen }, key, { reverse, isOpen }, compare) {
  const end = reverse ? lower : upper;
  if (isOpen && end !== undefined && compare(key, end) === 0) return null;
  return reverse
    ? { type: 2, lower, lowerOpen, upper: key, upperOpen: isOpen }
    : { type: 2, lower: key, lowerOpen: isOpen, upper, upperOpen };
}
