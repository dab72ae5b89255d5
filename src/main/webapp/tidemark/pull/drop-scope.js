import { scopeOf } from '../record/entry.js';
import { ownFields } from '../record/merge.js';
import { changedFields, own, without } from '../record/values.js';
import { served, writable } from '../record/collection-info.js';
import { Batch, isLocal, localCollections } from '../store/store.js';
import { fieldsOf } from '../record/hidden-tables.js';

/**
 * A scope that the user may no longer read leaves the replica: its records, and what of them stands in entries and
 * conflicts. Work that was not sent is not thrown away: the user's own fields stay, refused as `forbidden`.
 *
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../store/store.js').Store} Store
 */

/**
 * @param {Store} store
 * @param {string} scope
 * @returns {Promise<number>} rows removed
 */
export async function dropScope(store, scope) {
  await store.unstage(scope);
  let removed = 0;
  for (const collection of localCollections(store.ctx)) {
    const metas = await store.metas(collection);
    const clean = [...metas].flatMap(([id, meta]) => (meta?.scope === scope ? [id] : []));
    await store.remove(collection, clean);
    removed += clean.length + (await withholdEdits(store, collection, scope));
  }
  // A conflict that was decided here is kept with what undo() would put back.
  const decided = (await store.conflicts.toArray())
    .filter(isLocal(store.ctx))
    .filter(({ before }) => before && scopeOf(before.entry) === scope);
  await store.conflicts.bulkDelete(decided.map(({ id }) => id));
  return removed;
}

/**
 * @param {Store} store
 * @param {string} collection
 * @param {string} scope
 * @returns {Promise<number>}
 */
async function withholdEdits(store, collection, scope) {
  const entries = await store.entries.where('collection').equals(collection).toArray();
  const inScope = entries.filter((entry) => scopeOf(entry) === scope && !entry.withheld);
  const rows = await store.rows(
    collection,
    inScope.map(({ id }) => id),
  );
  const batch = new Batch(store);
  inScope.forEach((entry, i) => {
    const row = rows[i] ? fieldsOf(rows[i]) : null;
    batch.settle(entry, {
      entry: withhold(entry, row, writable(store.ctx, collection), served(store.ctx, collection)),
      row: null,
      meta: null,
    });
  });
  await batch.write();
  await store.conflicts.bulkDelete(inScope.flatMap(({ conflict }) => (conflict ? [conflict] : [])));
  return rows.filter(Boolean).length;
}

/**
 * @param {Entry} entry
 * @param {Fields | null} row null: deleted here
 * @param {(name: string) => boolean} counts
 * @param {(name: string) => boolean} isServed
 * @returns {Entry}
 */
export function withhold(entry, row, counts, isServed) {
  const rest = without(entry, 'server', 'conflict', 'doubt', 'sent', 'merged');
  const mine = row ? changedFields(entry.base, row, counts) : [];
  const withheld = {
    ...ownFields(row, isServed),
    ...Object.fromEntries(mine.map((name) => [name, own(row, name) ?? null])),
  };
  const detail = 'The record is in a scope that may no longer be read.';
  return { ...rest, base: null, withheld, rejected: { reason: 'forbidden', detail } };
}
