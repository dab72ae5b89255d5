import { mergedCursor } from './merged-cursor.js';
import { comparing, keysOf, inRange, rest } from './page.js';
import { Shelf } from './paged-table.js';
import { PAGES, isHidden } from '../record/hidden-tables.js';

/**
 * The innermost middleware: a table and the pages beside it answer as one table. A record is in the one or on the
 * other: whoever writes it takes it from its page first, so that what IndexedDB says of the write is true. Above this
 * nobody knows of pages.
 *
 * @typedef {import('dexie').DBCore} DBCore
 * @typedef {import('dexie').DBCoreTable} DBCoreTable
 * @typedef {import('dexie').DBCoreMutateRequest} DBCoreMutateRequest
 * @typedef {import('dexie').DBCoreQueryRequest} DBCoreQueryRequest
 * @typedef {import('./paged-table.js').Directory} Directory
 * @typedef {import('./paged-table.js').Found} Found
 */

/** @type {WeakMap<import('dexie').Dexie, Map<string, Shelf>>} */
const shelves = new WeakMap();

/** @type {WeakMap<import('dexie').Dexie, number>} */
const transactions = new WeakMap();

/**
 * @param {import('dexie').Dexie} db
 * @returns {number} how many transactions there were in this tab with a table that may have pages
 */
export const usesOf = (db) => transactions.get(db) ?? 0;

/**
 * @param {import('dexie').Dexie} db
 * @param {string} collection
 * @returns {Shelf} its pages, as this connection knows them
 */
export function shelfOf(db, collection) {
  const shelf = shelves.get(db)?.get(collection);
  if (!shelf)
    throw new Error(`${collection} has no pages: its table is not there, or the database is closed.`);
  return shelf;
}

/**
 * @param {import('dexie').Dexie} db
 * @returns {import('dexie').Middleware<DBCore>}
 */
export function pages(db) {
  return {
    stack: 'dbcore',
    name: 'tidemark-pages',
    level: -3,
    create: (core) => {
      /** @type {Map<string, Shelf>} */
      const mine = new Map();
      shelves.set(db, mine);
      const { tables } = core.schema;
      if (!tables.some(({ name }) => name === PAGES)) return core;
      const Dexie = /** @type {import('dexie').DexieConstructor} */ (db.constructor);
      const { indexedDB } = Dexie.dependencies;
      const compare = comparing((left, right) => indexedDB.cmp(left, right));
      for (const { name, primaryKey } of tables) {
        if (isHidden(name) || primaryKey.keyPath !== 'id' || primaryKey.autoIncrement) continue;
        mine.set(name, new Shelf(core.table(name), core.table(PAGES), compare));
      }
      const promised = (/** @type {Promise<any>} */ work) => Dexie.Promise.resolve(work);
      return {
        ...core,
        transaction: (stores, mode, options) => {
          const isPaged = stores.some((name) => mine.has(name)) && !stores.includes(PAGES);
          if (isPaged) transactions.set(db, usesOf(db) + 1);
          return core.transaction(isPaged ? [...stores, PAGES] : stores, mode, options);
        },
        table: (name) => {
          const shelf = mine.get(name);
          return shelf ? paged(shelf, promised) : core.table(name);
        },
      };
    },
  };
}

/**
 * @param {DBCoreQueryRequest['query']} query
 * @returns {boolean} for one record, by its id
 */
const isOfOne = ({ index, range }) => index.isPrimaryKey === true && range.type === /* equal */ 1;

/**
 * @param {Shelf} shelf
 * @param {(work: Promise<any>) => any} promised
 * @returns {DBCoreTable}
 */
function paged(shelf, promised) {
  const { table, turns } = shelf;
  return {
    ...table,
    mutate: (req) => unlessEmpty(req, table.mutate, write),
    get: (req) => unlessEmpty(req, table.get, get, { isCheap: true }),
    getMany: (req) => unlessEmpty(req, table.getMany, getMany, { isCheap: true }),
    query: (req) =>
      'isTableOnly' in req
        ? table.query(req)
        : unlessEmpty(req, table.query, query, { isCheap: isOfOne(req.query) }),
    openCursor: (req) => unlessEmpty(req, table.openCursor, openCursor),
    count: (req) => unlessEmpty(req, table.count, count),
  };

  /**
   * Without pages, which is nearly always, the table answers alone.
   * @template {{trans: import('dexie').DBCoreTransaction}} R
   * @param {R} req
   * @param {(req: R) => Promise<any>} alone
   * @param {(req: R) => Promise<any>} together
   * @param {{isCheap?: boolean}} [options] cheap: to ask the table in vain
   */
  function unlessEmpty(req, alone, together, { isCheap = false } = {}) {
    const { trans } = req;
    const isFirst = !shelf.isOpen(trans);
    const directory = shelf.directory(trans);
    // The table is asked together with the directory; not by who comes later, since a write may wait before him.
    const early = isCheap && isFirst ? alone(req) : null;
    // With pages, or in a transaction that failed, nobody looks at it.
    early?.catch(() => {});
    const go = (/** @type {Directory} */ { pages }) =>
      pages.length === 0 && !turns.has(trans)
        ? (early ?? alone(req))
        : promised(turns.take(trans, together === write, () => together(req)));
    return 'pages' in directory ? go(directory) : directory.then(go);
  }

  /** @param {any} req */
  async function get({ trans, key }) {
    return (await getMany({ trans, keys: [key] }))[0];
  }

  /** @param {any} req */
  async function getMany({ trans, keys }) {
    const opened = await shelf.open(trans);
    /** @type {(Found | null)[]} */
    const found = keys.map((/** @type {any} */ key) => shelf.locate(opened, key));
    const others = keys.filter((/** @type {any} */ _, /** @type {number} */ i) => !found[i]);
    const asked = others.length > 0 ? table.getMany({ trans, keys: others }) : [];
    const [rows] = await Promise.all([
      asked,
      shelf.stored.fill(
        trans,
        found.filter((one) => one !== null),
      ),
    ]);
    let next = 0;
    return found.map((one) => (one ? one.row : rows[next++]));
  }

  /** @param {DBCoreQueryRequest} req */
  async function query(req) {
    const { trans, values, limit, query, direction = 'next' } = req;
    const { index, range } = query;
    if (isOfOne(query)) {
      const [row] = await getMany({ trans, keys: [range.lower] });
      return { result: row && limit !== 0 ? [values ? row : row.id] : [] };
    }
    const order = { limit, reverse: direction.startsWith('prev'), unique: direction.endsWith('unique') };
    const opened = await shelf.open(trans, index);
    // Of rows their keys must be known, and IndexedDB tells those of an index only with the rows.
    const isKeysOnly = !values && index.isPrimaryKey === true;
    // First, since it says at once if the range is none.
    const onPages = shelf.walk(opened, range, order).take(limit ?? Infinity);
    const plain = order.reverse ? 'prev' : 'next';
    const asked = table.query({
      ...req,
      ...{ values: !isKeysOnly, direction: plain, limit: order.unique ? undefined : limit },
    });
    const { result } = await asked;
    const inTable = isKeysOnly ? result.map((id) => ({ key: id, id })) : keyed(result, index, range);
    const all = inTable.length > 0 ? shelf.ordered([...inTable, ...onPages], order) : onPages;
    if (values) await shelf.stored.fill(trans, all);
    return { result: all.map(({ id, row }) => (values ? row : id)) };
  }

  /**
   * Rows by their keys in the range: one of an index with several entries was given as often as it has some there.
   * @param {any[]} rows
   * @param {import('dexie').DBCoreIndex} index
   * @param {import('dexie').DBCoreKeyRange} range
   * @returns {Found[]}
   */
  function keyed(rows, index, range) {
    if (index.isPrimaryKey) return rows.map((row) => ({ key: row.id, id: row.id, row }));
    const distinct = index.multiEntry ? new Map(rows.map((row) => [row.id, row])).values() : rows;
    return [...distinct].flatMap((row) =>
      keysOf(row, index, shelf.compare)
        .filter((key) => inRange(key, range, shelf.compare))
        // Each entry gives a row of its own, as IndexedDB does.
        .map((key, i) => ({ key, id: row.id, row: i === 0 ? row : structuredClone(row) })),
    );
  }

  /** @param {import('dexie').DBCoreOpenCursorRequest} req */
  async function openCursor(req) {
    const { trans, values, reverse = false, unique = false, query } = req;
    const opened = await shelf.open(trans, query.index);
    const walk = shelf.walk(opened, query.range, { reverse, unique });
    const native = await table.openCursor(req);
    // Of two cursors, as or() opens them, none runs ahead because its records are in memory: each reading takes a
    // request, and so the order of what both find stays the same.
    const fill = (/** @type {Found[]} */ found) =>
      Promise.all([shelf.stored.fill(trans, found, true), shelf.store.get({ trans, key: [table.name, ''] })]);
    if (walk.isOver) return native;
    // Nobody writes in a transaction that only reads.
    const isQueued = /** @type {any} */ (trans).mode !== 'readonly';
    return mergedCursor({
      ...{ trans, native, walk, reverse, unique, isQueued, promised, compare: shelf.compare },
      fill: values ? fill : null,
      writes: () => turns.writes(trans),
      inTurn: (step) => turns.take(trans, false, step),
      reopen: async ({ key }) => {
        const isOpen = unique || query.index.isPrimaryKey === true;
        const range = rest(query.range, key, { reverse, isOpen }, shelf.compare);
        return range && table.openCursor({ ...req, query: { ...query, range } });
      },
    });
  }

  /** @param {import('dexie').DBCoreCountRequest} req */
  async function count({ trans, query }) {
    const opened = await shelf.open(trans, query.index);
    const onPages = shelf.count(opened, query.range);
    return (await table.count({ trans, query })) + onPages;
  }

  /** @param {any} req */
  async function write(req) {
    const { type, trans } = req;
    if (type === 'put') return put(req);
    if (type === 'deleteRange') {
      if (req.range.type === /* any */ 3) await shelf.clear(trans);
      else {
        const opened = await shelf.open(trans);
        const found = shelf.walk(opened, req.range).take(Infinity);
        const ids = found.map(({ id }) => id);
        await shelf.lift(trans, ids, false);
      }
    } else {
      const ids = type === 'delete' ? req.keys : req.values.map((/** @type {any} */ { id }) => id);
      await shelf.lift(trans, ids, type !== 'delete');
    }
    return table.mutate(req);
  }

  /**
   * What is put replaces whatever there was: the page needs not give its record to the table first. Where that fails,
   * the record is on its page again.
   * @param {import('dexie').DBCorePutRequest} req
   */
  async function put(req) {
    const { trans, values } = req;
    const ids = values.map(({ id }) => id);
    const lifted = await shelf.lift(trans, ids, false);
    const restored = () => shelf.putBack(trans, lifted);
    return table.mutate(req).then(
      (answer) => (answer.numFailures > 0 ? restored().then(() => answer) : answer),
      (error) =>
        restored().then(() => {
          throw error;
        }),
    );
  }
}
