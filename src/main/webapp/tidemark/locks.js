/**
 * One sync at a time per replica, in whichever tab. A call while one runs joins it and gets its report. Without Web
 * Locks each tab syncs for itself, which is correct too: pushes are numbered, pages are taken only at their cursor.
 *
 * @typedef {import('./types.js').Context} Context
 * @typedef {import('./types.js').Report} Report
 */

/** The event by which the tab that synced tells its report to those that joined. */
const REPORT = 'report';

export class OneAtATime {
  /** @param {Context} ctx */
  constructor(ctx) {
    this.ctx = ctx;
    /** @type {Promise<Report> | null} */
    this.running = null;
  }

  /**
   * @param {() => Promise<Report>} run
   * @returns {Promise<Report>}
   */
  join(run) {
    this.running ??= this.#acrossTabs(run).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /**
   * @param {() => Promise<Report>} run
   * @returns {Promise<Report>}
   */
  async #acrossTabs(run) {
    const locks = globalThis.navigator?.locks;
    if (!locks) return run();
    const name = `tidemark ${this.ctx.db.name}`;
    const runAndTell = async () => {
      const report = await run();
      this.ctx.events.emit(REPORT, report);
      return report;
    };
    const report = await locks.request(name, { ifAvailable: true }, (lock) => (lock ? runAndTell() : null));
    return report ?? this.#joinOther(locks, name, runAndTell);
  }

  /**
   * Waits for the other tab's report, or, if that tab is closed before it has one, for its lock.
   * @param {LockManager} locks
   * @param {string} name
   * @param {() => Promise<Report>} run
   * @returns {Promise<Report>}
   */
  #joinOther(locks, name, run) {
    return new Promise((resolve, reject) => {
      const waiting = new AbortController();
      const off = this.ctx.events.on(/** @type {any} */ (REPORT), (report) => {
        off();
        waiting.abort();
        resolve(report);
      });
      locks
        .request(name, { signal: waiting.signal }, async () => {
          off();
          return waiting.signal.aborted ? null : run();
        })
        .then((report) => report && resolve(report))
        .catch((error) => (waiting.signal.aborted ? undefined : reject(error)));
    });
  }
}
