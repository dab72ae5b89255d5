import { STATE } from './tables.js';
import { newId } from './values.js';

/**
 * One sync at a time per replica, in whichever tab. A call while one runs joins it and gets its report. Without Web
 * Locks each tab syncs for itself, which is correct too: pushes are numbered, pages are taken only at their cursor.
 *
 * @typedef {import('./types.js').Context} Context
 * @typedef {import('./types.js').Report} Report
 * @typedef {() => Promise<Report>} Run
 */

export class OneAtATime {
  /** @param {Context} ctx */
  constructor(ctx) {
    this.ctx = ctx;
    /** @type {Promise<Report> | null} */
    this.running = null;
  }

  /**
   * @param {Run} run
   * @returns {Promise<Report>}
   */
  join(run) {
    this.running ??= this.#acrossTabs(run).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /**
   * @param {Run} run
   * @returns {Promise<Report>}
   */
  async #acrossTabs(run) {
    const locks = globalThis.navigator?.locks;
    if (!locks) return run();
    const name = `tidemark ${this.ctx.db.name}`;
    const report = await locks.request(name, { ifAvailable: true }, (lock) =>
      lock ? this.#note(run) : null,
    );
    if (report) return report;
    const before = await this.#lastNote();
    return locks.request(name, async () => {
      // The tab that held the lock left its report; or it was closed before it had one, and the turn is ours.
      const note = await this.#lastNote();
      return note && note.id !== before?.id ? note.report : this.#note(run);
    });
  }

  /**
   * Runs, and leaves the report where other tabs find it, whichever message comes first.
   * @param {Run} run
   * @returns {Promise<Report>}
   */
  async #note(run) {
    const report = await run();
    const note = { key: 'report', id: newId(), report };
    await this.ctx.db
      .table(STATE)
      .put(note)
      // A store that takes no write any more: the report says so already.
      .catch(() => {});
    return report;
  }

  /** @returns {Promise<{id: string, report: Report} | undefined>} */
  async #lastNote() {
    return this.ctx.db
      .table(STATE)
      .get('report')
      .catch(() => undefined);
  }
}
