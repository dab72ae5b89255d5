import { fieldsOf } from '../record/hidden-tables.js';
import { disputed, serverOf } from '../record/merge.js';
import { canTakeBack } from './resolution.js';
import { writable } from '../record/collection-info.js';
import { isLocal, transact } from '../store/store.js';
import { without } from '../record/values.js';

/**
 * Registered conflicts: the pattern's list, with base, the user's side and the server's.
 *
 * @typedef {import('../types.js').Conflict} Conflict
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../store/store.js').Store} Store
 */

/**
 * @param {Context} ctx
 * @returns {Promise<Conflict[]>} unresolved and resolved but not yet pushed, oldest first
 */
export function listConflicts(ctx) {
  return transact(ctx, 'r', async (store) => {
    const all = (await store.conflicts.toArray()).filter(isLocal(ctx));
    const seen = await Promise.all(all.map((conflict) => asSeen(store, conflict)));
    return seen.sort((a, b) => (a.detectedAt < b.detectedAt ? -1 : a.detectedAt > b.detectedAt ? 1 : 0));
  });
}

/**
 * @param {Context} ctx
 * @param {string} id
 * @returns {Promise<Conflict | null>}
 */
export function findConflict(ctx, id) {
  return transact(ctx, 'r', async (store) => {
    const conflict = await store.conflicts.get(id);
    return conflict ? asSeen(store, conflict) : null;
  });
}

/**
 * The conflict as it stands now: the user's side as edited since, the server's as seen since.
 * @param {Store} store
 * @param {Conflict} conflict
 * @returns {Promise<Conflict>}
 */
async function asSeen(store, conflict) {
  const { before } = conflict;
  const shown = { ...without(conflict, 'before', 'edits'), canUndo: await canTakeBack(store, conflict) };
  const now = before?.entry ?? (await store.entry(conflict.collection, conflict.record));
  if (!now) return shown;
  const row = before ? before.row : ((await store.rows(conflict.collection, [conflict.record]))[0] ?? null);
  const server = serverOf(now, conflict);
  const client =
    now.isActive && row
      ? { ...conflict.client, fields: fieldsOf(row) }
      : { ...conflict.client, deleted: true };
  const counts = writable(store.ctx, conflict.collection);
  const names = disputed(conflict.base?.fields, now.isActive ? client.fields : null, server.fields, counts);
  // A deletion is sent without the values that it deletes; here they are still known.
  const base =
    conflict.base?.fields || !now.base ? conflict.base : { ...conflict.base, fields: fieldsOf(now.base) };
  return { ...shown, base, client, server, disputed: names };
}
