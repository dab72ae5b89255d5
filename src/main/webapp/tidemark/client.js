import { reach } from './cycle/reach.js';
import { complete } from './config.js';
import { ConnectionState } from './net/connection.js';
import { findConflict, listConflicts } from './conflict/conflicts.js';
import { heedLeaving, leave, turnTo } from './cycle/sign-out.js';
import { SyncRunner } from './cycle/sync-runner.js';
import { databaseName } from './record/database-name.js';
import { tellOfAnother } from './pages/observers.js';
import { forgetIdle, forgetOther, othersOf } from './cycle/other-users.js';
import { listChanges } from './push/changes.js';
import { pending } from './push/pending.js';
import { discardChange, listRejected, retryChange } from './conflict/rejected-changes.js';
import { checkTables } from './store/schema.js';
import { canUndoResolution, resolveConflict, undoResolution } from './conflict/resolution.js';
import { statusOf } from './store/status.js';
import { isScarce, isUnavailable, persist, storage, unavailable } from './store/quota.js';
import { isThere } from './cycle/handshake.js';
import { exportOutbox, importOutbox } from './push/export-import.js';
import { Triggers } from './cycle/auto-sync.js';
import { newId } from './record/values.js';

/**
 * `db.tidemark`: what an application calls.
 *
 * @typedef {import('./types.js').Conflict} Conflict
 * @typedef {import('./types.js').Context} Context
 * @typedef {import('./types.js').Options} Options
 * @typedef {import('./types.js').Report} Report
 * @typedef {import('./conflict/resolution.js').Choice} Choice
 */

export class Tidemark {
  /** @type {Context} */ #ctx;
  /** @type {SyncRunner} */ #syncs;
  /** @type {ConnectionState} */ #connection;
  /** @type {Triggers} */ #triggers;
  /** @type {string} */ #baseName;
  /** @type {string | undefined} */ #signedIn;

  /** @param {Context} ctx */
  constructor(ctx) {
    this.#ctx = ctx;
    this.#baseName = ctx.db.name;
    this.#syncs = new SyncRunner(ctx);
    this.#connection = new ConnectionState(ctx.events);
    this.#triggers = new Triggers({
      sync: (isNeeded, page) => this.#syncs.afresh(isNeeded, page),
      probe: () => isThere(ctx),
      networkChanged: (online) => this.#connection.networkChanged(online),
      events: ctx.events,
      isSeen: (news) => this.#syncs.haveBrought(news),
      isWanted: () => this.#syncs.isWanted && !ctx.isLeaving,
      replica: () => ctx.replica,
    });
    ctx.onTracked = () => {
      ctx.edits += 1;
      this.#triggers.changed();
    };
    heedLeaving(ctx);
  }

  /**
   * Must come before the first write. With `user`, the database is that user's own: `crm` becomes `crm-alice`. Called
   * again after a sign-in it takes up the sync that had to wait for it.
   * @param {Options} options
   */
  configure(options) {
    const ctx = this.#ctx;
    const config = complete(options);
    const name = databaseName(this.#baseName, config);
    if (name !== ctx.db.name) {
      turnTo(ctx, name);
      this.#connection.reset();
    }
    Object.assign(ctx, { config, isIdentified: false, isLeaving: false });
    this.#syncs.welcome();
    if (ctx.db.isOpen()) checkTables(ctx);
    else {
      ctx.db.close({ disableAutoOpen: false });
      tellOfAnother(ctx.db);
    }
    ctx.events.connect(name);
    this.#triggers.start(config, name);
    const isLogin = config.user !== undefined && config.user !== this.#signedIn;
    this.#signedIn = config.user;
    if (isLogin && config.syncOnLogin) this.#triggers.fire();
  }

  /** @returns {string} a new record's id */
  newId() {
    return newId();
  }

  /** @returns {string | null} server time of the last sync */
  get lastSync() {
    return this.#ctx.lastSync;
  }

  /** How the replica stands with its server, for a status bar; `network` tells that it changed. */
  get connection() {
    return this.#connection.now;
  }

  /**
   * One cycle; joins the one that runs, in any tab. The signal ends this call; a sync that others wait for goes on.
   * @param {{collections?: string[], signal?: AbortSignal, until?: Record<string, number>}} [options] until: a state of
   *   the server, by scope, that the store has to hold
   * @returns {Promise<Report>}
   */
  async sync({ until, ...options } = {}) {
    const sync = async () => {
      const report = await this.#syncs.join(options);
      if (report) this.#triggers.ended(report);
      return report;
    };
    const report = await (until === undefined ? sync() : reach(this.#ctx, until, sync, options.signal));
    return report ?? this.#syncs.aborted();
  }

  /**
   * Counts of the outbox.
   * @returns {Promise<import('./push/pending.js').Pending>}
   */
  pending() {
    return pending(this.#ctx).catch((error) => {
      if (!isUnavailable(error)) throw error;
      this.#ctx.events.tell('storage', { available: false });
      throw unavailable(error);
    });
  }

  /**
   * What the server last said of itself (`GET /api`), also without a network: fields, their rules, scopes to write in.
   * @returns {Promise<import('./types.js').ServerInfo | null>} null before the first contact
   */
  async description() {
    await this.#ctx.db.open();
    return this.#ctx.server;
  }

  /** What pending() counts, each with what the record was and what it is now. */
  changes() {
    return listChanges(this.#ctx);
  }

  /**
   * @param {string} collection
   * @param {string} id
   */
  status(collection, id) {
    return statusOf(this.#ctx, collection, id);
  }

  /** Refused changes with their reasons. */
  rejected() {
    return listRejected(this.#ctx);
  }

  /**
   * Gives up a local change.
   * @param {string} collection
   * @param {string} id
   */
  discard(collection, id) {
    return this.#announced(discardChange(this.#ctx, collection, id));
  }

  /**
   * Sends a rejected change again as it is, with the next sync.
   * @param {string} collection
   * @param {string} id
   * @returns {Promise<boolean>} false: it was not rejected, or it cannot be sent
   */
  retry(collection, id) {
    return this.#announced(retryChange(this.#ctx, collection, id));
  }

  /** @returns {Promise<Conflict[]>} */
  conflicts() {
    return listConflicts(this.#ctx);
  }

  /** @param {string} id */
  conflict(id) {
    return findConflict(this.#ctx, id);
  }

  /**
   * @param {string} id
   * @param {Choice} choice
   * @param {{version?: number}} [seen] `conflict.server.version` as on screen: what has moved on since is not decided
   */
  resolve(id, choice, seen) {
    return this.#announced(resolveConflict(this.#ctx, id, choice, seen));
  }

  /**
   * A decision is to be sent like an edit, though no row need change for it.
   * @param {Promise<boolean>} decided
   */
  async #announced(decided) {
    const done = await decided;
    if (done) this.#ctx.onTracked();
    return done;
  }

  /**
   * @param {Choice | ((conflict: Conflict) => Choice)} choice
   * @param {(conflict: Conflict) => boolean} [filter]
   * @returns {Promise<number>} how many were resolved
   */
  async resolveAll(choice, filter = () => true) {
    const open = (await this.conflicts()).filter((conflict) => !conflict.resolution && filter(conflict));
    let count = 0;
    for (const conflict of open) {
      const chosen = typeof choice === 'function' ? choice(conflict) : choice;
      if (await this.resolve(conflict.id, chosen, { version: conflict.server.version })) count += 1;
    }
    return count;
  }

  /**
   * Takes a resolution back that was not pushed yet.
   * @param {string} id
   */
  undo(id) {
    return undoResolution(this.#ctx, id);
  }

  /**
   * @param {string} id
   * @returns {Promise<boolean>} undo() works now: the resolution is here, not under way, and not edited since
   */
  canUndo(id) {
    return canUndoResolution(this.#ctx, id);
  }

  /**
   * Changes that the server shall apply together or not at all.
   * @template T
   * @param {string[]} tables
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  group(tables, work) {
    const { db, groups } = this.#ctx;
    return db.transaction('rw', tables, async (tx) => {
      groups.set(tx.idbtrans, newId());
      return work();
    });
  }

  /**
   * @param {import('./events.js').EventName} event
   * @param {import('./events.js').Listener} listener
   * @returns {() => void} ends the subscription
   */
  on(event, listener) {
    return this.#ctx.events.on(event, listener);
  }

  /** Unsent work as a file. */
  exportOutbox() {
    return exportOutbox(this.#ctx);
  }

  /** @param {Blob} blob */
  importOutbox(blob) {
    return importOutbox(this.#ctx, blob);
  }

  /** Asks the browser for durable storage. */
  async persist() {
    const durable = await persist();
    this.#ctx.events.emit('storage', await storage());
    return durable;
  }

  /** Quota, use, and whether the browser may evict the store. */
  async storage() {
    const state = await storage();
    return { ...state, scarce: isScarce(state), available: this.#connection.now.storage !== 'unavailable' };
  }

  /**
   * Forgets the user's data. Refuses while work is unsent, unless told to discard it. What other users have left goes
   * with it, as far as the server has all of it.
   * @param {{discard?: boolean}} [options]
   * @returns {Promise<{status: 'signed-out' | 'refused', pending: number}>}
   */
  async signOut({ discard = false } = {}) {
    const user = this.#ctx.config?.user;
    const left = await leave(this.#ctx, discard, () => {
      this.#triggers.stop();
      this.#signedIn = undefined;
    });
    // What cannot go now is still listed by others(); that this user has left is true all the same.
    if (left.status === 'signed-out' && user !== undefined)
      await forgetIdle(this.#ctx, this.#baseName).catch(() => {});
    return left;
  }

  /** Other users whose data this browser keeps. @returns {Promise<import('./cycle/other-users.js').Other[]>} */
  async others() {
    return this.#ctx.config?.user === undefined ? [] : othersOf(this.#ctx, this.#baseName);
  }

  /**
   * Forgets another user's data. Refuses while something exists here alone, unless told to discard it.
   * @param {string} user
   * @param {{discard?: boolean}} [options]
   */
  forget(user, { discard = false } = {}) {
    return forgetOther(this.#ctx, this.#baseName, user, discard);
  }
}
