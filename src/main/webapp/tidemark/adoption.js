import { added } from './entries.js';
import { replicaOf } from './replica.js';
import { localCollections } from './store.js';
import { UUID } from './values.js';

/**
 * Rows from before tracking: an application that had data when it took Tidemark, or one more collection, up, or that filled a
 * new database in `populate`. Nobody but this replica knows them, which is what the pattern calls added.
 *
 * @typedef {import('./store.js').Store} Store
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
    await store.entries.bulkPut(strays.map((id) => refusedUnlessUuid(collection, id)));
  }
  return true;
}

/**
 * @param {string} collection
 * @param {string} id
 * @returns {import('./types.js').Entry}
 */
function refusedUnlessUuid(collection, id) {
  const entry = added(collection, id);
  const detail = 'The id is not a lower-case UUID; keep the record under an id of db.tidemark.newId().';
  return UUID.test(id) ? entry : { ...entry, rejected: { reason: 'malformed', detail } };
}
