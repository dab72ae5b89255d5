import { resolveConflict } from './resolution.js';
import { kindOf } from '../record/entry.js';
import { serverSide } from '../record/merge.js';
import { served } from '../record/collection-info.js';
import { Batch, isLocal, transact } from '../store/store.js';
import { fieldsOf } from '../record/hidden-tables.js';
import { without } from '../record/values.js';

/**
 * Changes that the server refused, and giving up a local change.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../types.js').Rejection & {collection: string, id: string, kind: string | null, fields: Fields | null}} Refused
 */

/**
 * @param {Context} ctx
 * @returns {Promise<Refused[]>} each with its reason and the fields as the user has them; null: a deletion
 */
export function listRejected(ctx) {
  return transact(ctx, 'r', async (store) => {
    const entries = (await store.entries.orderBy('rejected.reason').toArray()).filter(isLocal(ctx));
    return Promise.all(
      entries.map(async (entry) => {
        const [row] = entry.isActive ? await store.rows(entry.collection, [entry.id]) : [];
        const fields = entry.withheld ?? (row ? fieldsOf(row) : null);
        const { collection, id } = entry;
        const why = /** @type {import('../types.js').Rejection} */ (entry.rejected);
        return { collection, id, kind: kindOf(entry), ...why, fields };
      }),
    );
  });
}

/**
 * Puts the record back to what the server has. A record that only this replica knew is gone; one in conflict takes
 * the server's side, which the next sync tells the server.
 * @param {Context} ctx
 * @param {string} collection
 * @param {string} id
 * @returns {Promise<boolean>} false: nothing to give up, or it is under way and its answer must come first
 */
export async function discardChange(ctx, collection, id) {
  const { name } = ctx.db;
  const done = await transact(ctx, 'rw', async (store) => {
    // Another user signed in meanwhile: that is his.
    if (ctx.db.name !== name) return false;
    const now = await store.entry(collection, id);
    if (!now || now.sent) return false;
    if (now.conflict) return now.conflict;
    const [row] = await store.rows(collection, [id]);
    const outcome = serverSide(now, row ?? null, served(ctx, collection));
    const batch = new Batch(store);
    batch.settle(now, outcome);
    await batch.write();
    // A record that is on the server, but whose state there is not known here, is fetched again.
    const unknown = now.isFromServer && !now.server?.deleted && !now.withheld && !outcome.row;
    const replica = unknown ? await store.state.get('replica') : undefined;
    if (replica) await store.state.put({ ...replica, cursor: null });
    return true;
  });
  return typeof done === 'string' ? resolveConflict(ctx, done, 'server') : done;
}

/**
 * Sends a rejected change again, as it is.
 * @param {Context} ctx
 * @param {string} collection
 * @param {string} id
 * @returns {Promise<boolean>} false: it was not rejected, or its record may not be sent
 */
export function retryChange(ctx, collection, id) {
  return transact(ctx, 'rw', async (store) => {
    const now = await store.entry(collection, id);
    if (!now?.rejected || now.sent || now.withheld || !kindOf(now)) return false;
    await store.entries.put(without(now, 'rejected', 'tried'));
    return true;
  });
}
