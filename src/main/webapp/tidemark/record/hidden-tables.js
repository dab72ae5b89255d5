import { without } from './values.js';

/** The hidden tables, and how a row hides its own version. */

/**
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../types.js').Meta} Meta
 */

/** Records that are not clean: the outbox is a query on it. */
export const ENTRIES = '$tidemark_entries';
/** Registered conflicts, both sides: the source pattern's ConflictingCompany, for every collection. */
export const CONFLICTS = '$tidemark_conflicts';
/** One row each: the replica (the source pattern's SyncProperties), the server's description, the push under way. */
export const STATE = '$tidemark_state';
/** What came of a reset, in its order, until it is swapped in; its records wait on pages. */
export const STAGING = '$tidemark_staging';
/** Records kept together as they came, until there is time to make a row of each. */
export const PAGES = '$tidemark_pages';

/** Joined to every schema version that the application declares. */
export const HIDDEN_TABLES = {
  [ENTRIES]: '[collection+id], collection, group, rejected.reason',
  [CONFLICTS]: 'id, [collection+record]',
  [STATE]: 'key',
  [STAGING]: '++seq, scope',
  [PAGES]: 'key',
};

/** @param {string} name */
export const isHidden = (name) => name.startsWith('$tidemark_');

/** The reserved property of a clean row: {version, scope}. One write per pulled record, no second table. */
export const META = '$tidemark';

/**
 * @param {Fields | null | undefined} row as stored
 * @returns {Meta | null}
 */
export const metaOf = (row) => row?.[META] ?? null;

/**
 * @param {{acked?: number, merged?: number}} of a meta or an entry
 * @returns {{acked?: number, merged?: number}}
 */
export const ackedOf = ({ acked, merged }) => ({
  ...(acked === undefined ? {} : { acked }),
  ...(merged === undefined ? {} : { merged }),
});

/**
 * @param {Fields} row
 * @returns {Fields} what of the row is not its id and not ours
 */
export const fieldsOf = (row) => without(row, 'id', META);
