import { absorb, absorbRemoval, rulesOf } from './apply-record.js';
import { Adoption } from '../pages/page-swap.js';
import { LAYOUT, cut } from '../pages/page.js';
import { Batch, localCollections } from '../store/store.js';
import { scopeOf } from '../record/entry.js';
import { newId, without } from '../record/values.js';

/**
 * A reset: what comes is put aside on pages, which costs next to nothing, and swapped in at the end in one transaction.
 * Where most of it is new the pages become a part of the table as they are; otherwise only what changed is written. An
 * application never sees a store that is empty or half filled.
 *
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').PulledScope} PulledScope
 * @typedef {import('../types.js').Replica} Replica
 * @typedef {import('../types.js').Upsert} Upsert
 * @typedef {import('../store/store.js').Store} Store
 *
 * @typedef {object} Staged
 * @property {number} [seq] the order in which they came
 * @property {string | [string]} scope in a list: it is not reset, see put-aside.js
 * @property {string | null} collection null: the scope is empty so far
 * @property {string[]} removed before what is on the page came
 * @property {string | null} page
 * @property {number} size
 * @typedef {Staged & {scope: string}} OfReset
 */

/**
 * @param {Store} store
 * @returns {Promise<{reset: Set<string>, news: Set<string>}>} scopes of which something waits: whose reset is under
 *   way, and the others
 */
export async function stagedScopes(store) {
  const scopes = /** @type {Staged['scope'][]} */ (
    /** @type {unknown} */ (await store.staging.orderBy('scope').uniqueKeys())
  );
  return {
    reset: new Set(scopes.filter((scope) => typeof scope === 'string')),
    news: new Set(scopes.filter((scope) => typeof scope !== 'string').map(([scope]) => scope)),
  };
}

/**
 * @param {Store} store
 * @param {PulledScope} came
 */
export async function stage(store, { scope, reset, changes = {} }) {
  if (reset) await store.unstage(scope);
  /** @type {Staged[]} */
  const staged = [];
  for (const collection of localCollections(store.ctx)) {
    const { upserted = [], removed = [] } = changes[collection] ?? {};
    if (removed.length > 0) staged.push({ scope, collection, removed, page: null, size: 0 });
    staged.push(...(await onPages(store, scope, collection, upserted)));
  }
  if (staged.length === 0) staged.push({ scope, collection: null, removed: [], page: null, size: 0 });
  await store.staging.bulkAdd(staged);
}

/**
 * @param {Store} store
 * @param {string} scope
 * @param {string} collection
 * @param {Upsert[]} upserted
 * @returns {Promise<OfReset[]>} the pages on which they wait now
 */
export async function onPages(store, scope, collection, upserted) {
  const staged = [];
  for (const one of cut(upserted)) {
    const page = newId();
    await store.shelf(collection).stored.keep(store.trans, page, one, scope);
    staged.push({ scope, collection, removed: [], page, size: one.upserts.length });
  }
  return staged;
}

/**
 * Steps 6 and 7 of the pattern, without its gap: what the server did not send goes, what it sent is there, and what
 * the user has not sent yet stays.
 * @param {Store} store
 * @param {Replica} replica
 * @returns {Promise<{pulled: number, removed: number}>}
 */
export async function swapIn(store, replica) {
  const { reset: scopes } = await stagedScopes(store);
  const count = { pulled: 0, removed: 0 };
  if (scopes.size === 0 && !replica.full) return count;
  const staged = (await store.staging.orderBy(':id').toArray()).filter(isOfReset);
  for (const collection of localCollections(store.ctx)) {
    const mine = staged.filter((one) => one.collection === collection);
    const swap = new Swap(store, collection, replica.otherEpoch);
    await swap.begin(mine);
    for (const one of mine) await swap.take(one);
    await swap.sweep((scope) => replica.full || (scope !== null && scopes.has(scope)));
    await swap.end(mine);
    count.pulled += swap.pulled;
    count.removed += swap.removed;
  }
  const isTaken = (/** @type {OfReset} */ { collection }) =>
    collection === null || localCollections(store.ctx).includes(collection);
  // Of a collection that is not synchronised any more: who takes it up again gets all of it.
  await store.forget(staged.filter((one) => !isTaken(one)));
  await store.staging.clear();
  return count;
}

/**
 * @param {Staged} staged
 * @returns {staged is OfReset}
 */
const isOfReset = (staged) => typeof staged.scope === 'string';

/** One collection's part of the swap. */
class Swap {
  /**
   * @param {Store} store
   * @param {string} collection
   * @param {boolean} otherEpoch
   */
  constructor(store, collection, otherEpoch) {
    this.store = store;
    this.collection = collection;
    this.pulled = 0;
    this.removed = 0;
    this.rules = rulesOf(store.ctx, collection, otherEpoch);
    /** @type {Map<string, import('../types.js').Meta | null>} */
    this.known = new Map();
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    /** @type {Set<string>} */
    this.sent = new Set();
    /** @type {Adoption | null} */
    this.adoption = null;
  }

  /** @param {OfReset[]} staged */
  async begin(staged) {
    this.known = await this.store.metas(this.collection);
    const entries = await this.store.entries.where('collection').equals(this.collection).toArray();
    this.entries = new Map(entries.map((entry) => [entry.id, entry]));
    const size = staged.reduce((sum, one) => sum + one.size, 0);
    const isMostlyNew = this.known.size * 2 <= size;
    if (size >= LAYOUT.least && isMostlyNew && !this.rules.otherEpoch)
      this.adoption = new Adoption(this.store.shelf(this.collection).stored, this.store.trans, size);
  }

  /** @param {OfReset} staged */
  async take({ scope, removed, page }) {
    this.adoption?.remove(removed, scope);
    // What has arrived in another scope meanwhile stays.
    const gone = await this.#decide(removed, (local) => absorbRemoval(local, scope));
    for (const id of gone) this.sent.delete(id);
    if (page === null) return;
    const upserted = this.adoption
      ? await this.adoption.add(page, scope, (id) => this.entries.has(id) || this.known.has(id))
      : await this.store.shelf(this.collection).stored.upserts(this.store.trans, page);
    for (const { id } of upserted) this.sent.add(id);
    const differing = new Map(
      upserted.filter((one) => this.#differs(one, scope)).map((one) => [one.id, one]),
    );
    await this.#decide([...differing.keys()], (local, id) =>
      absorb(local, /** @type {Upsert} */ (differing.get(id)), scope, this.rules),
    );
  }

  /**
   * What the server did not send is not there any more.
   * @param {(scope: string | null) => boolean} isReset
   */
  async sweep(isReset) {
    const clean = [...this.known].flatMap(([id, meta]) => (meta && isReset(meta.scope) ? [id] : []));
    const pinned = [...this.entries.values()].filter((entry) => isReset(scopeOf(entry)));
    const missing = new Set([...clean, ...pinned.map(({ id }) => id)]);
    for (const id of this.sent) missing.delete(id);
    await this.#decide([...missing], (local) => neverArrived(local) ?? absorbRemoval(local, null));
  }

  /** @param {OfReset[]} staged */
  async end(staged) {
    if (this.adoption) {
      const pages = await this.adoption.end();
      if (pages.length > 0) await this.store.adopt(this.collection, pages);
      for (const { left } of pages) this.pulled += left;
    } else {
      const { stored } = this.store.shelf(this.collection);
      for (const { page } of staged) if (page !== null) await stored.erase(this.store.trans, page);
    }
  }

  /**
   * @param {string[]} ids
   * @param {(local: import('./apply-record.js').Local, id: string) => import('../record/merge.js').Outcome | null}
   *   decide
   * @returns {Promise<string[]>} of which something changed
   */
  async #decide(ids, decide) {
    const decided = [];
    const batch = new Batch(this.store);
    const there = ids.filter((id) => this.known.has(id));
    const rows = await this.store.rows(this.collection, there);
    const byId = new Map(there.map((id, i) => [id, rows[i]]));
    for (const id of ids) {
      const entry = this.entries.get(id) ?? null;
      const outcome = decide({ entry, row: byId.get(id) ?? null }, id);
      if (!outcome) continue;
      decided.push(id);
      batch.settle({ collection: this.collection, id }, outcome, entry !== null);
      if (outcome.entry) this.entries.set(id, outcome.entry);
      else this.entries.delete(id);
      if (outcome.row) this.known.set(id, outcome.entry ? null : outcome.meta);
      else this.known.delete(id);
      if (outcome.row && !outcome.entry) this.pulled += 1;
      if (!outcome.row && !entry) this.removed += 1;
    }
    await batch.write();
    return decided;
  }

  /**
   * @param {import('../types.js').Upsert} upsert
   * @param {string} scope
   * @returns {boolean} false: the row is as the server has it, which its version alone tells
   */
  #differs({ id, version }, scope) {
    const meta = this.known.get(id);
    if (!meta || this.entries.has(id) || this.rules.otherEpoch) return true;
    return (
      version > meta.version ||
      (version === meta.version && (meta.acked !== undefined || meta.scope !== scope))
    );
  }
}

/**
 * A record that was under way to a server which does not have it: what was doubted did not arrive.
 * @param {import('./apply-record.js').Local} local
 * @returns {import('../record/merge.js').Outcome | null}
 */
function neverArrived({ entry, row }) {
  if (!entry?.doubt || entry.isFromServer) return null;
  if (!entry.isActive) return { entry: null, row, meta: null };
  const gone = { version: null, scope: null, deleted: /** @type {const} */ (true) };
  const rest = without(entry, 'doubt', 'server');
  return { entry: entry.server ? { ...rest, server: gone } : rest, row, meta: null };
}
