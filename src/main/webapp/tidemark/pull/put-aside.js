import { onPages } from './staging.js';
import { localCollections } from '../store/store.js';

/**
 * News of a pass that has more pages. They wait, and are taken together with the last page: an application never reads
 * half of what somebody changed at once. They wait in order, in the same table as a reset; the scope of news stands in
 * a list there.
 *
 * @typedef {import('../types.js').PulledScope} PulledScope
 * @typedef {import('./staging.js').Staged} Staged
 * @typedef {import('../store/store.js').Store} Store
 *
 * @typedef {object} Taking what becomes of them in the end; each tells how many rows it has changed
 * @property {(collection: string, scope: string, ids: string[]) => Promise<number>} removed
 * @property {(collection: string, scope: string, upserts: import('../types.js').Upsert[]) => Promise<number>} upserted
 */

/**
 * @param {Staged} staged
 * @returns {staged is Staged & {scope: [string]}}
 */
const isNews = (staged) => Array.isArray(staged.scope);

/**
 * In the order in which a page is taken: of each collection, all that left before all that came.
 * @param {Store} store
 * @param {PulledScope[]} scopes
 */
export async function putAside(store, scopes) {
  /** @type {Staged[]} */
  const aside = [];
  for (const collection of localCollections(store.ctx)) {
    for (const { scope, changes } of scopes) {
      const removed = changes?.[collection]?.removed ?? [];
      if (removed.length > 0) aside.push({ scope: [scope], collection, removed, page: null, size: 0 });
    }
    for (const { scope, changes } of scopes) {
      const pages = await onPages(store, scope, collection, changes?.[collection]?.upserted ?? []);
      aside.push(...pages.map((one) => ({ ...one, scope: /** @type {[string]} */ ([scope]) })));
    }
  }
  if (aside.length > 0) await store.staging.bulkAdd(aside);
}

/**
 * One after the other: no more than a page is in memory.
 * @param {Store} store
 * @param {Taking} take
 */
export async function takeAside(store, take) {
  const count = { pulled: 0, removed: 0 };
  const aside = (await store.staging.orderBy(':id').toArray()).filter(isNews);
  for (const {
    scope: [scope],
    collection,
    removed,
    page,
  } of aside) {
    // Of a collection that is not synchronised any more: who takes it up again gets all of it.
    if (collection === null || !localCollections(store.ctx).includes(collection)) continue;
    if (removed.length > 0) count.removed += await take.removed(collection, scope, removed);
    if (page === null) continue;
    const upserts = await store.shelf(collection).stored.upserts(store.trans, page);
    count.pulled += await take.upserted(collection, scope, upserts);
  }
  await store.forget(aside);
  return count;
}
