import { askEarly, broughtBy } from './prefetch.js';
import { cycle } from './cycle.js';
import { OneAtATime } from './one-at-a-time.js';
import { blankReport } from './report.js';
import { Unpacking } from '../pages/unpacker.js';
import { standing } from '../push/pending.js';
import { isUnavailable, storage, unavailable } from '../store/quota.js';

/**
 * Runs one cycle after the other, each asked for by an application or begun by itself, and tells by events how it
 * ended.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Report} Report
 * @typedef {import('../types.js').LivePage} LivePage
 * @typedef {{collections?: string[], signal?: AbortSignal}} SyncOptions
 */

const FINISHED = ['synced', 'conflicts', 'blocked'];

export class SyncRunner {
  /** @type {Context} */ #ctx;
  /** @type {OneAtATime} */ #turns;
  /** @type {Unpacking} */ #unpacking;
  /** Settles when what came so far by the event stream is taken. */
  #taken = Promise.resolve(/** @type {Report | null} */ (null));
  /** Nothing comes back by itself to where the server wanted it gone. */
  #isRevoked = false;

  /** @param {Context} ctx */
  constructor(ctx) {
    this.#ctx = ctx;
    this.#turns = new OneAtATime(ctx);
    this.#unpacking = new Unpacking(ctx, () => this.#turns.running);
    // What was not unpacked when the browser was closed.
    ctx.db.on('ready', () => this.#unpacking.start(), true);
    // Of a pull in another tab too: the store is the same.
    ctx.events.on('seen', (seen) => Object.assign(ctx.seen, seen));
    ctx.events.on('replica', (replica) => (ctx.replica = replica));
    // Also of another tab: it is in the way of what comes next.
    ctx.events.on('conflicts', () => (ctx.rest = null));
    // The replica was wiped, in whichever tab: the next one is whose it is then.
    ctx.events.on('revoked', () => {
      ctx.isIdentified = false;
      this.#isRevoked = true;
    });
    // A sync in another tab moved the time on.
    ctx.events.on('syncComplete', ({ lastSync }) => {
      ctx.lastSync = lastSync;
      this.#isRevoked = false;
    });
  }

  /**
   * @param {{scope?: string, version?: number}} news of the server
   * @returns {boolean}
   */
  haveBrought({ scope = '', version = Infinity }) {
    return version <= (this.#ctx.seen[scope] ?? 0);
  }

  /** A sync may begin by itself: not where the replica was revoked, nor in a database that was closed on purpose. */
  get isWanted() {
    return !this.#isRevoked && !this.#ctx.db.hasBeenClosed();
  }

  /** Somebody signs in: what was revoked was another's. */
  welcome() {
    this.#isRevoked = false;
  }

  /**
   * Joins the cycle that runs, in whichever tab. Whoever has just signed in would join one that asked before that: what
   * the server refused it says nothing about now.
   * @param {SyncOptions} options
   * @returns {Promise<Report | null>} null: the signal ended this call; a sync that others wait for goes on
   */
  join({ signal, ...rest }) {
    let isOwn = false;
    const begin = (/** @type {AbortSignal} */ own) => {
      const run = this.#begin({ ...rest, signal: own });
      return () => ((isOwn = true), run());
    };
    return this.#apart(async () => {
      const report = await this.#turns.join(begin, { signal });
      if (isOwn || report?.status !== 'unauthenticated') return report;
      return this.#turns.join(begin, { isFresh: true, signal });
    });
  }

  /**
   * A cycle that begins after this call, by itself.
   * @param {() => boolean} isNeeded
   * @param {LivePage} [page] that came by itself: where the replica stands where it begins, nothing is asked
   * @returns {Promise<Report | null>}
   */
  afresh(isNeeded, page) {
    const isWanted = () => this.isWanted && isNeeded();
    const begin = (/** @type {AbortSignal} */ signal) => this.#begin({ signal }, page);
    const run = () => this.#apart(() => this.#turns.afresh(begin, isWanted, !page));
    if (!page) return run();
    // Each begins where the one before has ended.
    return (this.#taken = this.#taken.then(run, run));
  }

  /** @returns {Promise<Report>} what a call gets whose signal ended it */
  async aborted() {
    return { ...blankReport(this.#ctx), status: 'failed', reason: 'aborted', ...(await standing(this.#ctx)) };
  }

  /**
   * Outside the transaction of whoever calls.
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  #apart(work) {
    const Dexie = /** @type {import('dexie').DexieConstructor} */ (this.#ctx.db.constructor);
    return Dexie.ignoreTransaction(work);
  }

  /**
   * The question is under way while the turn is waited for.
   * @param {SyncOptions} options
   * @param {LivePage} [page]
   */
  #begin(options, page) {
    const ahead = page ? broughtBy(this.#ctx, page, options.signal) : askEarly(this.#ctx, options.signal);
    return () => this.#run(options, ahead);
  }

  /**
   * @param {SyncOptions} options
   * @param {import('./prefetch.js').Ahead} ahead
   */
  async #run(options, ahead) {
    const { events, db } = this.#ctx;
    if (!this.#ctx.config) throw new Error('Call db.tidemark.configure({url, collections}) before sync().');
    // To open the database would be to create it anew.
    if (this.#ctx.isLeaving)
      return { ...blankReport(this.#ctx), status: /** @type {const} */ ('failed'), reason: 'signed out' };
    events.emit('syncStart');
    const report = await db
      .open()
      .then(() => cycle(this.#ctx, options, ahead))
      .catch((error) => this.#broken(error));
    Object.assign(report, await standing(this.#ctx));
    events.emit(FINISHED.includes(report.status) ? 'syncComplete' : 'syncError', report);
    this.#unpacking.start();
    if (report.status === 'unauthenticated') events.emit('authRequired', report);
    if (report.status === 'revoked') events.emit('revoked', report);
    if (report.reason === 'protocol-unsupported') events.emit('updateRequired', report);
    return report;
  }

  /**
   * @param {any} error the local store failed; what it held stands
   * @returns {Promise<Report>}
   */
  async #broken(error) {
    const { events } = this.#ctx;
    const cause = error?.inner ?? error;
    if (/Quota/.test(String(cause?.name))) events.emit('storage', { ...(await storage()), full: true });
    if (isUnavailable(error)) events.emit('storage', { ...(await storage()), available: false });
    const reason = isUnavailable(error)
      ? unavailable(error).message
      : `${error?.name ?? 'Error'}: ${error?.message ?? error}`;
    return { ...blankReport(this.#ctx), status: 'failed', reason };
  }
}
