import { added } from '../record/entry.js';
import { unsendableField } from '../store/write-guard.js';
import { replicaOf } from '../store/replica.js';
import { writable } from '../record/collection-info.js';
import { localCollections } from '../store/store.js';
import { UUID } from '../record/values.js';

/**
 * Rows from before tracking: an application that had data when it took Tidemark, or one more collection, up, or that
 * filled a new database in `populate`. Nobody but this replica knows them, which is what the pattern calls added.
 *
 * @typedef {import('../store/store.js').Store} Store
 */

/**
 * @param {Store} store
 * @returns {Promise<boolean>} there may be more entries than before
 */
export async function adoptRows(store) {
  const { number, cursor, collections } = await replicaOf(store);
  // Only a replica that never synchronised can have such rows, or a collection that is taken up later.
  const isFirst = number === 0 && cursor === null;
  const taken = localCollections(store.ctx).filter((name) => isFirst || !collections.includes(name));
  if (taken.length === 0) return false;
  for (const collection of taken) {
    const metas = await store.metas(collection);
    const tracked = new Set((await store.entries.where({ collection }).primaryKeys()).map(([, id]) => id));
    const strays = [...metas].flatMap(([id, meta]) => (meta || tracked.has(id) ? [] : [id]));
    const rows = await store.rows(collection, strays);
    const counts = writable(store.ctx, collection);
    await store.entries.bulkPut(rows.map((row, i) => entryOf(collection, strays[i], row ?? {}, counts)));
  }
  return true;
}

/**
 * @param {string} collection
 * @param {string} id
 * @param {import('../types.js').Fields} row
 * @param {(name: string) => boolean} counts
 * @returns {import('../types.js').Entry} refused, if it cannot be sent as it is
 */
function entryOf(collection, id, row, counts) {
  const entry = added(collection, id);
  const found = unsendableField(row, counts);
  const detail = !UUID.test(id)
    ? 'The id is not a lower-case UUID; keep the record under an id of db.tidemark.newId().'
    : found && `The field ${found.path} ${found.fault}.`;
  return detail ? { ...entry, rejected: { reason: 'malformed', detail } } : entry;
}
