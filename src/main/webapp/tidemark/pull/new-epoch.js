import { changedFields, without } from '../record/values.js';
import { settleRow } from '../record/entry.js';
import { served, writable } from '../record/collection-info.js';
import { Batch, isLocal } from '../store/store.js';
import { ownFields } from '../record/merge.js';

/**
 * The server's database began another life: it was restored from a backup, say. Its versions have nothing to do with
 * the ones held here; the same number may mean another state. Entries are moved onto what the full pull brought.
 *
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../store/store.js').Store} Store
 */

/** @param {Store} store */
export async function adoptEpoch(store) {
  const entries = (await store.entries.toArray()).filter(isLocal(store.ctx));
  for (const entry of entries) {
    const [row] = await store.rows(entry.collection, [entry.id]);
    const counts = writable(store.ctx, entry.collection);
    const isServed = served(store.ctx, entry.collection);
    const next = moved(entry, counts, isServed);
    const batch = new Batch(store);
    const gone = { entry: null, row: null, meta: null };
    batch.settle(entry, next ? settleRow(next, row ?? null, counts, isServed) : gone);
    await batch.write();
  }
  // Conflicts of the old life are not registered in the new one; what is still in dispute conflicts again.
  await store.conflicts.clear();
}

/**
 * @param {Entry} entry
 * @param {(name: string) => boolean} counts
 * @param {(name: string) => boolean} isServed
 * @returns {Entry | null} null: gone on both sides
 */
function moved(entry, counts, isServed) {
  const { server, isActive } = entry;
  const rest = without(entry, 'conflict', 'doubt', 'server', 'merged');
  const fields = server?.fields;
  if (!fields || server.version === null) return isActive ? { ...rest, ...(server ? { server } : {}) } : null;
  const { version, scope = null } = server;
  const untouched = entry.base !== null && changedFields(entry.base, fields, counts).length === 0;
  if (untouched) return { ...rest, version, scope, base: { ...ownFields(entry.base, isServed), ...fields } };
  if (!entry.isFromServer && isActive) return { ...rest, server };
  // The edit started from another state than the server has now: a version that cannot match makes it a conflict.
  const other = version > 1 ? version - 1 : Number.MAX_SAFE_INTEGER;
  return { ...rest, isFromServer: true, scope, server, version: other };
}
