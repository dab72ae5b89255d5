import { changedFields, without } from './values.js';
import { ackedOf, fieldsOf, metaOf } from './hidden-tables.js';

/**
 * What a local write does to a record's entry. Pure: the old state and the write in, the new state out.
 * `isFromServer`, `isModified` and `isActive` keep the meaning that the pattern gives them.
 *
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../types.js').Kind} Kind
 * @typedef {import('../types.js').Meta} Meta
 * @typedef {{entry: Entry | null, meta: Meta | null}} Tracked meta: what the row carries if it is clean
 * @typedef {(name: string) => boolean} Counts whether the server takes a field; others are the application's own
 */

/**
 * In which list of the outbox a record stands: the pattern's three filters.
 * @param {Entry} entry
 * @returns {Kind | null}
 */
export function kindOf(entry) {
  if (!entry.isFromServer && entry.isActive) return 'added';
  if (entry.isModified && entry.isFromServer && entry.isActive) return 'modified';
  if (!entry.isActive && entry.isFromServer) return 'deleted';
  return null;
}

/**
 * @param {Entry} entry
 * @returns {string | null} the scope that the last pull told; null: none did
 */
export const scopeOf = ({ server, scope }) => server?.scope ?? scope;

/**
 * @param {string} collection
 * @param {string} id
 * @param {Entry | null} entry
 * @param {Fields | null} row the row before, with its meta
 * @param {Fields} value the row after
 * @param {Counts} counts
 * @returns {Tracked}
 */
export function written(collection, id, entry, row, value, counts) {
  const meta = metaOf(row);
  if (!entry && !meta) return { entry: added(collection, id), meta: null };
  if (!entry) {
    const base = fieldsOf(/** @type {Fields} */ (row));
    if (changedFields(base, fieldsOf(value), counts).length === 0) return { entry: null, meta };
    return { entry: fromClean(collection, id, /** @type {Meta} */ (meta), base, true), meta: null };
  }
  const rest = without(entry, 'rejected', 'tried', 'withheld');
  return settle({ ...rest, isActive: true, edits: entry.edits + 1 }, value, counts);
}

/**
 * @param {string} collection
 * @param {string} id
 * @param {Entry | null} entry
 * @param {Fields | null} row the row before, with its meta
 * @returns {Entry | null} null: nobody but this replica ever knew the record
 */
export function erased(collection, id, entry, row) {
  const meta = metaOf(row);
  if (!entry) return meta && row ? fromClean(collection, id, meta, fieldsOf(row), false) : null;
  if (!entry.isFromServer && !entry.server && isIdle(entry)) return null;
  return { ...without(entry, 'rejected', 'tried'), isActive: false, edits: entry.edits + 1 };
}

/**
 * @param {Entry} entry
 * @returns {boolean} no answer or decision about it is to come
 */
export const isIdle = (entry) => !entry.sent && !entry.conflict && !entry.doubt;

/**
 * Sets isModified from the values, and lets the record be clean again where nothing speaks against it. A record that
 * is under way never becomes clean by itself: the server may hold what was sent. Nor does one in conflict.
 * @param {Entry} entry
 * @param {Fields | null} row null: deleted here
 * @param {Counts} counts
 * @returns {Tracked}
 */
export function settle(entry, row, counts) {
  if (!entry.isFromServer || !entry.isActive || !row) return { entry, meta: null };
  const differs = !entry.base || changedFields(entry.base, fieldsOf(row), counts).length > 0;
  const next = { ...entry, isModified: differs || entry.sent !== undefined || entry.conflict !== undefined };
  const pinned =
    next.isModified || next.conflict || next.server || next.doubt || next.rejected || next.withheld;
  if (pinned || next.version === null) return { entry: next, meta: null };
  return { entry: null, meta: { version: next.version, scope: next.scope, ...ackedOf(next) } };
}

/**
 * As settle(), with the row that stays: a record that is clean again looks exactly as on the server.
 * @param {Entry} entry
 * @param {Fields | null} row
 * @param {Counts} counts
 * @param {Counts} isServed
 * @returns {{entry: Entry | null, row: Fields | null, meta: Meta | null}}
 */
export function settleRow(entry, row, counts, isServed) {
  const { entry: left, meta } = settle(entry, row, counts);
  if (left || !row) return { entry: left, row, meta };
  return { entry: null, row: { ...only(entry.base, isServed), ...row, ...only(entry.base, counts) }, meta };
}

/**
 * @param {Fields | null} fields
 * @param {Counts} counts
 * @returns {Fields}
 */
export function only(fields, counts) {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([name]) => counts(name)));
}

/**
 * @param {string} collection
 * @param {string} id
 * @returns {Entry} of a record that nobody but this replica knows
 */
export function added(collection, id) {
  return {
    ...{ collection, id, isFromServer: false, isModified: false, isActive: true },
    ...{ version: null, scope: null, base: null, edits: 1 },
  };
}

/**
 * @param {string} collection
 * @param {string} id
 * @param {Meta} meta
 * @param {Fields} base
 * @param {boolean} isActive
 * @returns {Entry}
 */
function fromClean(collection, id, meta, base, isActive) {
  return {
    ...{ collection, id, isFromServer: true, isModified: isActive, isActive },
    ...{ version: meta.version, scope: meta.scope, base, edits: 1 },
    ...ackedOf(meta),
  };
}
