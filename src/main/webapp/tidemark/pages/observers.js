import { comparing, keysOf } from './page.js';

/**
 * Whoever watches a table: Dexie's live queries, in this tab and in others, and its cache of their results. When a
 * transaction commits, they hear which keys of which indexes it touched. Dexie finds that out by itself for each write,
 * but not all of it: nothing of pages that are swapped in, and not the keys under which a record stood until it was
 * written or deleted.
 *
 * @typedef {import('dexie').Dexie} Dexie
 * @typedef {import('dexie').DBCore} DBCore
 * @typedef {import('dexie').DBCoreTable} DBCoreTable
 * @typedef {import('dexie').DBCoreTransaction} DBCoreTransaction
 * @typedef {import('dexie').DexieConstructor} DexieConstructor
 * @typedef {import('dexie').ObservabilitySet} Parts what was touched: ranges of keys, by index
 */

/** Dexie's name of the primary key among the indexes. */
const ID = '';
/** And of the primary keys alone: which of them there are. */
const IDS = ':dels';

/** To tell the keys of more records than this costs more than to let everybody look again. */
const MOST = 50;

export class Observers {
  /**
   * @param {Dexie} db
   * @param {DBCore} core
   * @param {DBCoreTable} table
   */
  constructor(db, core, table) {
    this.Dexie = /** @type {DexieConstructor} */ (db.constructor);
    const { indexedDB } = this.Dexie.dependencies;
    this.compare = comparing((left, right) => indexedDB.cmp(left, right));
    this.place = `idb://${core.schema.name}/${table.name}/`;
    // Beside its own indexes a table has those that Dexie makes of the compound ones.
    this.indexes = [...new Set(table.schema.indexes.map((index) => index.lowLevelIndex ?? index))];
    this.all = ranged(core.MIN_KEY, core.MAX_KEY);
  }

  /**
   * Any record may be another one now.
   * @param {DBCoreTransaction} trans
   */
  tellAll(trans) {
    this.#tell(trans, ID, this.all);
    this.#tell(trans, IDS, this.all);
    this.tellIndexes(trans);
  }

  /**
   * The ids are told by the write itself; under which keys the records stood is not known.
   * @param {DBCoreTransaction} trans
   */
  tellIndexes(trans) {
    for (const { name } of this.indexes) this.#tell(trans, String(name), this.all);
  }

  /**
   * Records are written or deleted.
   * @param {DBCoreTransaction} trans
   * @param {any[]} rows as they were before, where there was one
   * @param {string[]} ids of those that come or go
   */
  tellBefore(trans, rows, ids) {
    // Where Dexie looked a record up first, it says only under which keys it is found, not that it is new or gone.
    if (ids.length > MOST) this.#tell(trans, IDS, this.all);
    else for (const id of ids) this.#tell(trans, IDS, ranged(id, id));
    if (rows.length > MOST) return this.tellIndexes(trans);
    for (const index of this.indexes)
      for (const key of rows.flatMap((row) => keysOf(row, index, this.compare)))
        this.#tell(trans, String(index.name), ranged(key, key));
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {string} index
   * @param {import('dexie').IntervalTree} range
   */
  #tell(trans, index, range) {
    const told = /** @type {{mutatedParts?: Parts}} */ (trans);
    told.mutatedParts = this.Dexie.extendObservabilitySet(told.mutatedParts ?? {}, {
      [this.place + index]: range,
    });
  }
}

/**
 * Another database has taken the place of the one that was read.
 * @param {Dexie} db
 */
export function tellOfAnother(db) {
  const Dexie = /** @type {DexieConstructor} */ (db.constructor);
  Dexie.on.storagemutated.fire({ all: ranged(-Infinity, [[]]) });
}

/**
 * @param {any} from
 * @param {any} to
 * @returns {import('dexie').IntervalTree}
 */
const ranged = (from, to) => ({ from, to, d: 1, l: null, r: null });
