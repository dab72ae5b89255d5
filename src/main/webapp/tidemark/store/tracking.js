import { abort } from '../pages/page-store.js';
import { ENTRIES, META, STATE, isHidden } from '../record/hidden-tables.js';
import { erased, written } from '../record/entry.js';
import { refuseMisfits, refuseUnsendable } from './write-guard.js';
import { Observers } from '../pages/observers.js';
import { writable } from '../record/collection-info.js';
import { UUID } from '../record/values.js';

/**
 * Change tracking: every write on a synchronised table writes the outbox in the same IndexedDB transaction, so that
 * neither can exist without the other, and no application can forget it. It sits above Dexie's cache and live queries
 * (which therefore see the outbox change) and below the application's hooks (whose changes count).
 *
 * @typedef {import('dexie').DBCore} DBCore
 * @typedef {import('dexie').DBCoreTable} DBCoreTable
 * @typedef {import('dexie').DBCoreTransaction} DBCoreTransaction
 * @typedef {import('dexie').DBCoreMutateRequest} DBCoreMutateRequest
 * @typedef {import('dexie').DBCoreAddRequest | import('dexie').DBCorePutRequest} Write
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Entry} Entry
 */

/**
 * @param {Context} ctx
 * @returns {import('dexie').Middleware<DBCore>}
 */
export function tracking(ctx) {
  return {
    stack: 'dbcore',
    name: 'tidemark-tracking',
    level: 1,
    create: (core) => {
      ctx.core = core;
      const hasEntries = core.schema.tables.some((table) => table.name === ENTRIES);
      return {
        ...core,
        transaction: (stores, mode, options) =>
          core.transaction(withEntries(ctx, stores, mode), mode, options),
        table: (name) => {
          const table = core.table(name);
          if (isHidden(name) || !hasEntries) return table;
          return track(
            ctx,
            table,
            core.table(ENTRIES),
            core.table(STATE),
            new Observers(ctx.db, core, table),
          );
        },
      };
    },
  };
}

/**
 * @param {Context} ctx
 * @param {string[]} stores
 * @param {'readonly' | 'readwrite'} mode
 */
function withEntries(ctx, stores, mode) {
  if (mode === 'readonly' || stores.every(isHidden)) return stores;
  if (!ctx.config) {
    throw new Error(
      'Tidemark cannot track this write: call db.tidemark.configure({url, collections}) first.',
    );
  }
  if (ctx.isLeaving) throw new Error('Tidemark: the user is being signed out; this write would be lost.');
  const tracked = stores.some((store) => ctx.config?.collections.includes(store));
  return tracked && !stores.includes(ENTRIES) ? [...stores, ENTRIES] : stores;
}

/**
 * @param {Context} ctx
 * @param {DBCoreTable} table
 * @param {DBCoreTable} entries
 * @param {DBCoreTable} state
 * @param {Observers} observers
 * @returns {DBCoreTable}
 */
function track(ctx, table, entries, state, observers) {
  const { name } = table;
  /** @type {WeakSet<DBCoreTransaction>} those of one write each, which Dexie has begun for it */
  const single = new WeakSet();
  return {
    ...table,
    mutate: (req) => {
      if (isUpgrade(req.trans)) return alone(req.trans, () => upgraded(req));
      return ctx.config?.collections.includes(name)
        ? alone(req.trans, () => tracked(req))
        : table.mutate(req);
    },
  };

  /**
   * What is tracked reads before it writes. Whatever the transaction asks next waits for all of it, as for one request:
   * by the lock that Dexie's own hooks take for the same reason. And Dexie's cache asks again when it is committed, as
   * after a transaction of the application's own: what it would make of the write meanwhile is a guess, and wrong for
   * some indexes.
   * @template T
   * @param {DBCoreTransaction} trans
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  function alone(trans, work) {
    const { currentTransaction } = /** @type {any} */ (ctx.db.constructor);
    if (!currentTransaction.explicit) single.add(trans);
    currentTransaction.explicit = true;
    /** @type {any} */ (trans)._explicit = true;
    const done = currentTransaction._promise('readwrite', work, true);
    // Dexie writes many records in parts: in a transaction of its own none of them shall stand without the others.
    if (single.has(trans)) done.catch(() => abort(trans));
    return done;
  }

  /**
   * Before configure() the replica knows what is synchronised; a new database has none yet. The server's description is
   * not recalled before the database is open.
   * @param {DBCoreMutateRequest} req
   */
  function upgraded(req) {
    return state.getMany({ trans: req.trans, keys: ['replica', 'server'] }).then(([replica, server]) => {
      ctx.server ??= server?.info ?? null;
      const { collections = [] } = ctx.config ?? replica ?? {};
      return collections.includes(name) ? tracked(req) : table.mutate(req);
    });
  }

  /** @param {DBCoreMutateRequest} req */
  function tracked(req) {
    if (req.type === 'delete') return erase(req.trans, req.keys);
    if (req.type === 'deleteRange') {
      const query = { index: table.schema.primaryKey, range: req.range };
      return table
        .query({ trans: req.trans, values: false, query })
        .then(({ result }) => erase(req.trans, [...result]));
    }
    return write(req);
  }

  /** @param {Write} req */
  function write(req) {
    const ids = req.values.map((value) => value.id);
    const wrong = ids.find((id) => typeof id !== 'string' || !UUID.test(id));
    if (wrong !== undefined || ids.includes(undefined)) {
      const error = `${name}: the id must be a lower-case UUID, not ${JSON.stringify(wrong)}; make it with db.tidemark.newId().`;
      return Promise.reject(new TypeError(error));
    }
    try {
      refuseUnsendable(ctx, name, req.values);
    } catch (error) {
      return Promise.reject(error);
    }
    return before(req.trans, ids).then(({ rows, known }) => {
      refuseMisfits(ctx, name, req.values, rows);
      const { metas } = follow(req, ids, rows, known, []);
      return table.mutate(/** @type {any} */ ({ ...req, metas })).then((res) => {
        const { after } = follow(req, ids, rows, known, res.failures);
        const coming = ids.filter((_, i) => !rows[i]);
        observers.tellBefore(req.trans, rows.filter(Boolean), coming);
        return record(req.trans, known, after).then(() => res);
      });
    });
  }

  /**
   * The writes of one request in their order: an id may come twice, and some may fail.
   * @param {Write} req
   * @param {string[]} ids
   * @param {any[]} rows
   * @param {(Entry | null)[]} known
   * @param {{[position: number]: Error}} failures
   */
  function follow(req, ids, rows, known, failures) {
    /** @type {Map<string, {entry: Entry | null, row: any}>} */
    const state = new Map(ids.map((id, i) => [id, { entry: known[i], row: rows[i] ?? null }]));
    const metas = req.values.map((value, i) => {
      const { entry, row } = /** @type {{entry: Entry | null, row: any}} */ (state.get(ids[i]));
      if (failures[i] || (req.type === 'add' && row)) return null;
      const next = written(name, ids[i], entry, row, value, writable(ctx, name));
      state.set(ids[i], { entry: next.entry, row: next.meta ? { ...value, [META]: next.meta } : value });
      return next.meta;
    });
    return { metas, after: ids.map((id) => state.get(id)?.entry ?? null) };
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {string[]} ids
   */
  function erase(trans, ids) {
    return before(trans, ids).then(({ rows, known }) => {
      // A schema upgrade that empties a table frees room; it is not a user who deletes. Unsent work stays.
      if (isUpgrade(trans))
        return free(
          trans,
          ids.filter((_, i) => !known[i]),
        );
      const after = ids.map((id, i) => (rows[i] ? erased(name, id, known[i], rows[i]) : known[i]));
      return table.mutate({ type: 'delete', trans, keys: ids }).then((res) => {
        const gone = ids.filter((_, i) => rows[i]);
        observers.tellBefore(trans, rows.filter(Boolean), gone);
        return record(trans, known, after).then(() => res);
      });
    });
  }

  /**
   * What was freed is fetched again: the next pull begins from nothing.
   * @param {DBCoreTransaction} trans
   * @param {string[]} keys
   */
  function free(trans, keys) {
    return state
      .get({ trans, key: 'replica' })
      .then(
        (replica) => replica && state.mutate({ type: 'put', trans, values: [{ ...replica, cursor: null }] }),
      )
      .then(() => table.mutate({ type: 'delete', trans, keys }));
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {string[]} ids
   */
  function before(trans, ids) {
    const keys = ids.map((id) => [name, id]);
    const raw = /** @type {any} */ ({ trans, keys: ids, raw: true });
    return Promise.all([table.getMany(raw), entries.getMany({ trans, keys })]).then(([rows, known]) => ({
      rows,
      known: known.map((entry) => entry ?? null),
    }));
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {(Entry | null)[]} known
   * @param {(Entry | null)[]} after
   * @returns {Promise<unknown>}
   */
  function record(trans, known, after) {
    const gone = known.flatMap((entry, i) => (entry && !after[i] ? [[name, entry.id]] : []));
    const kept = after.flatMap((entry, i) => (entry && entry !== known[i] ? [entry] : []));
    if (gone.length > 0 || kept.length > 0) ctx.onTracked();
    const group = ctx.groups.get(trans);
    const values = group ? kept.map((entry) => ({ ...entry, group })) : kept;
    const joined = new Set(
      group ? kept.map((entry) => entry.group).filter((other) => other && other !== group) : [],
    );
    return entries
      .mutate({ type: 'delete', trans, keys: gone })
      .then(() => entries.mutate({ type: 'put', trans, values }))
      .then(() =>
        [...joined].reduce((done, other) => done.then(() => join(trans, other, group)), Promise.resolve()),
      );
  }

  /**
   * A record that two groups changed makes one group of them.
   * @param {DBCoreTransaction} trans
   * @param {string | undefined} from
   * @param {string | undefined} to
   * @returns {Promise<void>}
   */
  function join(trans, from, to) {
    const index = /** @type {import('dexie').DBCoreIndex} */ (entries.schema.getIndexByKeyPath('group'));
    const range = { type: 1, lower: from, upper: from, lowerOpen: false, upperOpen: false };
    return entries
      .query({ trans, values: true, query: { index, range } })
      .then(({ result }) => {
        const values = result.map((entry) => ({ ...entry, group: to }));
        return entries.mutate({ type: 'put', trans, values });
      })
      .then(() => undefined);
  }
}

/** @param {DBCoreTransaction} trans */
const isUpgrade = (trans) => /** @type {any} */ (trans).mode === 'versionchange';
