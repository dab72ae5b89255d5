import { Observers } from '../pages/observers.js';
import { shelfOf } from '../pages/middleware.js';
import { CONFLICTS, ENTRIES, META, PAGES, STAGING, STATE, fieldsOf } from '../record/hidden-tables.js';
import { into } from '../record/values.js';
import { isUnplaced, noteUnplaced } from './unplaced.js';

/**
 * The local store as synchronisation uses it: one transaction over all that belongs together, and rows with the
 * version they hide. Nothing but the store may be awaited inside such a transaction; IndexedDB would commit it.
 *
 * @typedef {import('dexie').Transaction} Transaction
 * @typedef {import('dexie').DBCoreTable} DBCoreTable
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../types.js').Meta} Meta
 * @typedef {{row: Fields, meta: Meta | null}} Row a whole row, id and all, and the meta it shall carry
 */

/**
 * Collections that this database has a table for.
 * @param {Context} ctx
 * @returns {string[]}
 */
export function localCollections(ctx) {
  return (ctx.config?.collections ?? []).filter((name) => Object.hasOwn(ctx.db._allTables, name));
}

/**
 * What is of another collection waits until that is synchronised again; no transaction has its table open.
 * @param {Context} ctx
 * @returns {(of: {collection: string}) => boolean} whether an entry or a conflict is of such a collection
 */
export function isLocal(ctx) {
  const names = localCollections(ctx);
  return ({ collection }) => names.includes(collection);
}

/**
 * @template T
 * @param {Context} ctx
 * @param {'r' | 'rw'} mode
 * @param {(store: Store) => Promise<T>} work
 * @param {string[]} [collections] those that are synchronised, unless told
 * @returns {Promise<T>}
 */
export function transact(ctx, mode, work, collections = localCollections(ctx)) {
  const names = [...collections, ENTRIES, CONFLICTS, STATE, STAGING, PAGES];
  const Dexie = /** @type {import('dexie').DexieConstructor} */ (ctx.db.constructor);
  // Whoever calls may stand in a transaction of their own, which knows nothing of the hidden tables.
  // The callback must be async itself: only then does Dexie carry the transaction across the awaits in it.
  return Dexie.ignoreTransaction(() =>
    ctx.db.transaction(mode, names, async (tx) => work(new Store(ctx, tx))),
  );
}

/** One transaction over the tracked and the hidden tables. Not to be kept after it. */
export class Store {
  /**
   * @param {Context} ctx
   * @param {Transaction} tx
   */
  constructor(ctx, tx) {
    this.ctx = ctx;
    this.tx = tx;
    /** @type {import('dexie').Table<Entry, [string, string]>} */
    this.entries = tx.table(ENTRIES);
    /** @type {import('dexie').Table<import('../types.js').Conflict, string>} */
    this.conflicts = tx.table(CONFLICTS);
    this.state = tx.table(STATE);
    /** @type {import('dexie').Table<import('../pull/staging.js').Staged, number>} */
    this.staging = tx.table(STAGING);
    /** @type {PromiseLike<any> | null} the replica's row, once somebody has read it */
    this.replica = null;
  }

  /**
   * @param {string} collection
   * @param {string} id
   * @returns {Promise<Entry | null>}
   */
  async entry(collection, id) {
    return (await this.entries.get([collection, id])) ?? null;
  }

  /**
   * Entries of those ids that have one. Few have: the keys are looked at first.
   * @param {string} collection
   * @param {string[]} ids
   * @returns {Promise<Map<string, Entry>>}
   */
  async entriesOf(collection, ids) {
    const keys = await this.entries.where('collection').equals(collection).primaryKeys();
    const wanted = new Set(ids);
    const found = await this.entries.bulkGet(keys.filter(([, id]) => wanted.has(id)));
    return new Map(found.flatMap((entry) => (entry ? [[entry.id, entry]] : [])));
  }

  /**
   * Rows with their meta, in the order of the ids; undefined where there is none.
   * @param {string} collection
   * @param {string[]} ids
   * @returns {Promise<(Fields | undefined)[]>}
   */
  rows(collection, ids) {
    return this.#core(collection).getMany(/** @type {any} */ ({ trans: this.trans, keys: ids, raw: true }));
  }

  /**
   * Every row's id and meta, a chunk at a time.
   * @param {string} collection
   * @returns {Promise<Map<string, Meta | null>>}
   */
  async metas(collection) {
    const table = this.#core(collection);
    const index = table.schema.primaryKey;
    const limit = 2000;
    /** @type {Map<string, Meta | null>} */
    const metas = new Map(await this.shelf(collection).metas(this.trans));
    for (let lower = /** @type {string | undefined} */ (undefined), last = false; !last;) {
      const any = { type: 3, lower: undefined, upper: undefined };
      const range =
        lower === undefined ? any : { type: 2, lower, lowerOpen: true, upper: [[]], upperOpen: true };
      const request = {
        trans: this.trans,
        values: true,
        limit,
        query: { index, range },
        raw: true,
        isTableOnly: true,
      };
      const { result } = await table.query(/** @type {any} */ (request));
      for (const row of result) metas.set(row.id, row[META] ?? null);
      lower = result.at(-1)?.id;
      last = result.length < limit;
    }
    return metas;
  }

  /**
   * Writes rows as synchronisation wants them, past change tracking and the application's hooks.
   * @param {string} collection
   * @param {Row[]} rows
   */
  async put(collection, rows) {
    if (rows.length === 0) return;
    const values = rows.map(({ row }) => ({ id: row.id, ...fieldsOf(row) }));
    const metas = rows.map(({ meta }) => meta);
    const request = { trans: this.trans, type: 'put', values, metas };
    const { numFailures, failures } = await this.#core(collection).mutate(/** @type {any} */ (request));
    if (numFailures > 0) throw Object.values(failures)[0];
    this.#observers(collection).tellIndexes(this.trans);
  }

  /**
   * @param {string} collection
   * @param {string[]} ids
   */
  async remove(collection, ids) {
    if (ids.length === 0) return;
    await this.#core(collection).mutate({ trans: this.trans, type: 'delete', keys: ids });
    this.#observers(collection).tellIndexes(this.trans);
  }

  /** Everything of this replica, synchronised or not. */
  async wipe() {
    for (const collection of localCollections(this.ctx)) {
      const range = { type: 3, lower: undefined, upper: undefined };
      await this.#core(collection).mutate(
        /** @type {any} */ ({ trans: this.trans, type: 'deleteRange', range }),
      );
    }
    for (const table of [this.entries, this.conflicts, this.staging, this.tx.table(PAGES)])
      await table.clear();
    // The tabs that wait for their turn count the reports. What is encrypted stays so.
    await this.state.where('key').noneOf(['report', 'sealed']).delete();
  }

  /**
   * Forgets what was put aside.
   * @param {string} [scope] of this scope; of all, unless told
   */
  async unstage(scope) {
    if (scope === undefined) return this.forget(await this.staging.toArray());
    for (const key of [scope, [scope]])
      await this.forget(await this.staging.where('scope').equals(key).toArray());
  }

  /** @param {import('../pull/staging.js').Staged[]} staged that is not wanted any more, or was taken */
  async forget(staged) {
    const { objectStoreNames } = this.ctx.db.backendDB();
    for (const { collection, page } of staged) {
      // A table that was dropped meanwhile has taken its pages along.
      const isThere = collection !== null && objectStoreNames.contains(collection);
      if (isThere && page !== null) await this.shelf(collection).stored.erase(this.trans, page);
    }
    await this.staging.bulkDelete(staged.flatMap(({ seq = [] }) => seq));
  }

  /** IndexedDB's own transaction. */
  get trans() {
    return /** @type {import('dexie').DBCoreTransaction} */ (/** @type {any} */ (this.tx.idbtrans));
  }

  /** Asks which pages there are; whoever reads rows afterwards need not wait for that first. */
  async openShelves() {
    await Promise.all(localCollections(this.ctx).map((name) => this.shelf(name).directory(this.trans)));
  }

  /**
   * @param {string} collection
   * @returns {import('../pages/paged-table.js').Shelf} its pages
   */
  shelf(collection) {
    return shelfOf(this.ctx.db, collection);
  }

  /**
   * From now on these pages are what the table holds, beside what it holds already.
   * @param {string} collection
   * @param {import('../pages/page.js').Leaf[]} pages
   */
  async adopt(collection, pages) {
    await this.shelf(collection).adopt(this.trans, pages);
    this.#observers(collection).tellAll(this.trans);
  }

  /**
   * @param {string} collection
   * @returns {DBCoreTable}
   */
  #core(collection) {
    return /** @type {import('dexie').DBCore} */ (this.ctx.core).table(collection);
  }

  /** @param {string} collection */
  #observers(collection) {
    const core = /** @type {import('dexie').DBCore} */ (this.ctx.core);
    return new Observers(this.ctx.db, core, core.table(collection));
  }
}

/** Decisions about many records, written together: a request for each would cost more than the writes. */
export class Batch {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    /** @type {Map<string, Row[]>} */
    this.rows = new Map();
    /** @type {Map<string, string[]>} */
    this.removed = new Map();
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {[string, string][]} */
    this.gone = [];
    /** @type {[string, string][]} */
    this.unplaced = [];
  }

  /**
   * @param {{collection: string, id: string}} record each at most once
   * @param {import('../record/merge.js').Outcome} outcome
   * @param {boolean} [hadEntry] false: there is none to delete, and to try costs as much as a write
   */
  settle({ collection, id }, { entry, row, meta }, hadEntry = true) {
    if (row) into(this.rows, collection, { row: { ...row, id }, meta: entry ? null : meta });
    else into(this.removed, collection, id);
    if (entry) this.entries.push(entry);
    else if (hadEntry) this.gone.push([collection, id]);
    if (entry ? isUnplaced(entry) : row && meta?.scope === null) this.unplaced.push([collection, id]);
  }

  async write() {
    const { store } = this;
    // All at once: each waits for the browser, and none for another.
    await Promise.all([
      ...[...this.rows].map(([collection, rows]) => store.put(collection, rows)),
      ...[...this.removed].map(([collection, ids]) => store.remove(collection, ids)),
      this.gone.length > 0 && store.entries.bulkDelete(this.gone),
      this.entries.length > 0 && store.entries.bulkPut(this.entries),
      noteUnplaced(store, this.unplaced),
    ]);
    this.rows.clear();
    this.removed.clear();
    [this.gone, this.entries, this.unplaced] = [[], [], []];
  }
}
