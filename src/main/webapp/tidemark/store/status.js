import { transact } from './store.js';
import { metaOf } from '../record/hidden-tables.js';

/**
 * How a single record stands, in the pattern's own words.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {{isFromServer: boolean, isModified: boolean, isActive: boolean, version: number | null,
 *   conflict: string | null, rejected: import('../types.js').Rejection | null}} RecordStatus conflict: its id
 */

/**
 * @param {Context} ctx
 * @param {string} collection
 * @param {string} id
 * @returns {Promise<RecordStatus | null>} null: there is no such record
 */
export function statusOf(ctx, collection, id) {
  return transact(ctx, 'r', async (store) => {
    const entry = await store.entry(collection, id);
    if (entry) {
      const { isFromServer, isModified, isActive, version, conflict = null, rejected = null } = entry;
      return { isFromServer, isModified, isActive, version, conflict, rejected };
    }
    const [row] = await store.rows(collection, [id]);
    if (!row) return null;
    const meta = metaOf(row);
    const state = { isFromServer: meta !== null, isModified: false, isActive: true };
    return { ...state, version: meta?.version ?? null, conflict: null, rejected: null };
  });
}
