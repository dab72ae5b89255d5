import { absorb, absorbRemoval } from './absorb.js';
import { served, writable } from './server.js';
import { Batch, localCollections } from './store.js';
import { without } from './values.js';

/**
 * A reset: its pages are put aside as they come, which costs next to nothing, and swapped in at the end in one
 * transaction that writes only what changed. An application never sees a store that is empty or half filled.
 *
 * @typedef {import('./types.js').Entry} Entry
 * @typedef {import('./types.js').PulledChanges} PulledChanges
 * @typedef {import('./types.js').PulledScope} PulledScope
 * @typedef {import('./types.js').Replica} Replica
 * @typedef {import('./store.js').Store} Store
 * @typedef {{seq?: number, scope: string, changes: PulledChanges}} Staged
 */

/**
 * @param {Store} store
 * @returns {Promise<Set<string>>} scopes whose reset is under way
 */
export async function stagedScopes(store) {
  return new Set(/** @type {string[]} */ (await store.staging.orderBy('scope').uniqueKeys()));
}

/**
 * @param {Store} store
 * @param {PulledScope} page
 */
export async function stage(store, { scope, reset, changes = {} }) {
  if (reset) await store.staging.where('scope').equals(scope).delete();
  await store.staging.add({ scope, changes });
}

/**
 * Steps 6 and 7 of the pattern, without its gap: what the server did not send goes, what it sent is there, and what
 * the user has not sent yet stays.
 * @param {Store} store
 * @param {Replica} replica
 * @returns {Promise<{pulled: number, removed: number}>}
 */
export async function swapIn(store, replica) {
  const scopes = await stagedScopes(store);
  const count = { pulled: 0, removed: 0 };
  if (scopes.size === 0 && !replica.full) return count;
  const seqs = await store.staging.orderBy(':id').primaryKeys();
  for (const collection of localCollections(store.ctx)) {
    const swap = new Swap(store, collection, replica.otherEpoch);
    await swap.begin();
    for (const seq of seqs) await swap.page(await store.staging.get(seq));
    await swap.sweep((scope) => replica.full || (scope !== null && scopes.has(scope)));
    count.pulled += swap.pulled;
    count.removed += swap.removed;
  }
  await store.staging.clear();
  return count;
}

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
    this.rules = {
      counts: writable(store.ctx, collection),
      served: served(store.ctx, collection),
      otherEpoch,
    };
    /** @type {Map<string, import('./types.js').Meta | null>} */
    this.known = new Map();
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    /** @type {Set<string>} */
    this.sent = new Set();
  }

  async begin() {
    this.known = await this.store.metas(this.collection);
    const entries = await this.store.entries.where('collection').equals(this.collection).toArray();
    this.entries = new Map(entries.map((entry) => [entry.id, entry]));
  }

  /** @param {Staged} staged */
  async page({ scope, changes }) {
    const { upserted = [], removed = [] } = changes[this.collection] ?? {};
    for (const id of removed) this.sent.delete(id);
    await this.#take(removed, (local) => absorbRemoval(local, scope));
    for (const { id } of upserted) this.sent.add(id);
    const differing = new Map(
      upserted.filter((one) => this.#differs(one, scope)).map((one) => [one.id, one]),
    );
    await this.#take([...differing.keys()], (local, id) =>
      absorb(local, /** @type {import('./types.js').Upsert} */ (differing.get(id)), scope, this.rules),
    );
  }

  /**
   * What the server did not send is not there any more.
   * @param {(scope: string | null) => boolean} isReset
   */
  async sweep(isReset) {
    const clean = [...this.known].flatMap(([id, meta]) => (meta && isReset(meta.scope) ? [id] : []));
    const pinned = [...this.entries.values()].filter((entry) => isReset(entry.server?.scope ?? entry.scope));
    const missing = new Set([...clean, ...pinned.map(({ id }) => id)]);
    for (const id of this.sent) missing.delete(id);
    await this.#take([...missing], (local) => neverArrived(local) ?? absorbRemoval(local, null));
  }

  /**
   * @param {string[]} ids
   * @param {(local: import('./absorb.js').Local, id: string) => import('./merge.js').Outcome | null} decide
   */
  async #take(ids, decide) {
    const batch = new Batch(this.store);
    const there = ids.filter((id) => this.known.has(id));
    const rows = await this.store.rows(this.collection, there);
    const byId = new Map(there.map((id, i) => [id, rows[i]]));
    for (const id of ids) {
      const entry = this.entries.get(id) ?? null;
      const outcome = decide({ entry, row: byId.get(id) ?? null }, id);
      if (!outcome) continue;
      batch.settle({ collection: this.collection, id }, outcome, entry !== null);
      if (outcome.entry) this.entries.set(id, outcome.entry);
      else this.entries.delete(id);
      if (outcome.row) this.known.set(id, outcome.entry ? null : outcome.meta);
      else this.known.delete(id);
      if (outcome.row && !outcome.entry) this.pulled += 1;
      if (!outcome.row && !entry) this.removed += 1;
    }
    await batch.write();
  }

  /**
   * @param {import('./types.js').Upsert} upsert
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
 * @param {import('./absorb.js').Local} local
 * @returns {import('./merge.js').Outcome | null}
 */
function neverArrived({ entry, row }) {
  if (!entry?.doubt || entry.isFromServer) return null;
  if (!entry.isActive) return { entry: null, row, meta: null };
  const gone = { version: null, scope: null, deleted: /** @type {const} */ (true) };
  const rest = without(entry, 'doubt', 'server');
  return { entry: entry.server ? { ...rest, server: gone } : rest, row, meta: null };
}
