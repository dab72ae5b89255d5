import { STATE } from '../record/hidden-tables.js';

/**
 * One sync at a time per replica, in whichever tab. A call while one runs joins it and gets its report. Without Web
 * Locks each tab syncs for itself, which is correct too: pushes are numbered, pages are taken only at their cursor.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Report} Report
 * @typedef {() => Promise<Report>} Run
 * @typedef {(signal: AbortSignal) => Run} Begin what may be done before the turn has come
 */

export class OneAtATime {
  /** Ends the sync that runs, or the wait for its turn. */
  #abort = new AbortController();
  /** Calls that wait for the sync that runs. */
  #waiting = 0;
  /** Whether the sync that runs asks the server: one that takes what came by the event stream need not. */
  #asks = true;

  /** @param {Context} ctx */
  constructor(ctx) {
    this.ctx = ctx;
    /** @type {Promise<Report> | null} */
    this.running = null;
  }

  /**
   * @param {Begin} begin
   * @param {{isFresh?: boolean, asks?: boolean, signal?: AbortSignal}} [options] isFresh: not the report of a sync that
   *   runs already in another tab; asks: as in afresh()
   * @returns {Promise<Report | null>} null: the signal ended this call. The sync ends with the last call that waits for
   *   it.
   */
  join(begin, { isFresh = false, asks = true, signal } = {}) {
    if (signal?.aborted) return Promise.resolve(null);
    // One that takes what the server sent before knows nothing of what this call knows, or wants to know.
    if (this.running && !this.#asks) {
      const again = () => this.join(begin, { isFresh, asks, signal });
      const next = this.running.then(again, again);
      return signal ? this.#unlessAborted(next, null, signal) : next;
    }
    if (!this.running) {
      const own = (this.#abort = new AbortController());
      this.#waiting = 0;
      this.#asks = asks;
      const run = this.#acrossTabs(begin(own.signal), { isFresh, asks }, own.signal).finally(() => {
        if (this.running === run) this.running = null;
      });
      this.running = run;
    }
    this.#waiting += 1;
    return signal ? this.#unlessAborted(this.running, this.#abort, signal) : this.running;
  }

  /**
   * A sync that begins after this call, for who knows of something new: one that runs already may have looked too
   * early. All who wait for its end share the next.
   * @param {Begin} begin
   * @param {() => boolean} isNeeded asked when the running one has ended
   * @param {boolean} [asks] false: it may end without a request, by what the server sent before
   * @returns {Promise<Report | null>} null: it was not needed any more
   */
  async afresh(begin, isNeeded, asks = true) {
    if (this.running) await this.running.catch(() => {});
    return isNeeded() ? this.join(begin, { isFresh: true, asks }) : null;
  }

  /**
   * @param {Promise<Report | null>} running
   * @param {AbortController | null} run of the sync that runs; null: the call has no part in that
   * @param {AbortSignal} signal
   * @returns {Promise<Report | null>}
   */
  #unlessAborted(running, run, signal) {
    return new Promise((resolve, reject) => {
      const leave = () => {
        resolve(null);
        if (run !== this.#abort || --this.#waiting > 0) return;
        run.abort();
        // Whoever comes next begins anew, and does not wait for what ends.
        if (this.running === running) this.running = null;
      };
      signal.addEventListener('abort', leave, { once: true });
      running.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  /**
   * @param {Run} run
   * @param {{isFresh: boolean, asks: boolean}} how
   * @param {AbortSignal} signal
   * @returns {Promise<Report>}
   */
  async #acrossTabs(run, { isFresh, asks }, signal) {
    const locks = globalThis.navigator?.locks;
    if (!locks) return run();
    const database = this.ctx.db.name;
    const name = `tidemark ${database}`;
    const report = await locks.request(name, { ifAvailable: true }, (lock) =>
      lock ? this.#note(run, database, asks) : null,
    );
    if (report) return report;
    const before = await this.#lastNote(database);
    return locks.request(name, { signal }, async () => {
      // The tab that held the lock left its report; or it was closed before it had one, and the turn is ours.
      const note = await this.#lastNote(database);
      const ended = (note?.turn ?? 0) - (before?.turn ?? 0);
      // The first that ended had begun before this call, the second after it. After a revocation nothing begins by
      // itself.
      const isAnswered = ended > (isFresh ? 1 : 0) || (ended > 0 && note?.report.status === 'revoked');
      // What its own tab gave up answers nobody else.
      const isGivenUp = note?.report.reason === 'aborted';
      return note && isAnswered && !isGivenUp ? note.report : this.#note(run, database, asks);
    });
  }

  /**
   * Runs, and leaves the report where other tabs find it, whichever message comes first.
   * @param {Run} run
   * @param {string} database whose turn it is
   * @param {boolean} asks
   * @returns {Promise<Report>}
   */
  async #note(run, database, asks) {
    const report = await run();
    const { db } = this.ctx;
    // Another user signed in meanwhile: his tabs do not wait for this. Nor for what came by the stream.
    if (db.name !== database || !asks) return report;
    await db
      .transaction('rw', STATE, async (tx) => {
        const state = tx.table(STATE);
        const turn = ((await state.get('report'))?.turn ?? 0) + 1;
        await state.put({ key: 'report', turn, report });
      })
      // A store that takes no write any more: the report says so already.
      .catch(() => {});
    return report;
  }

  /**
   * @param {string} database
   * @returns {Promise<{turn: number, report: Report} | undefined>}
   */
  async #lastNote(database) {
    if (this.ctx.db.name !== database) return undefined;
    return this.ctx.db
      .table(STATE)
      .get('report')
      .catch(() => undefined);
  }
}
