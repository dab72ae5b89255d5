import { stillOpen } from './steward-check.js';
import { gates } from '../push/outbox.js';
import { transact } from '../store/store.js';

/**
 * Step 1 of the pattern: unresolved conflicts of an earlier sync stop this one, before anything of the user's is sent.
 * What others have decided comes by a pull, for which the gate is shut to all else.
 *
 * @typedef {import('../types.js').Conflict} Conflict
 * @typedef {import('../types.js').Context} Context
 */
export class ConflictGate {
  #ctx;
  #collections;
  #signal;
  /** @type {import('../push/outbox.js').Gates | null} null: not looked at */
  #found = null;
  /** @type {import('../types.js').End | null} why the server could not be asked what others decided */
  unasked = null;

  /**
   * @param {Context} ctx
   * @param {string[]} collections those to be sent
   * @param {AbortSignal | undefined} signal
   */
  constructor(ctx, collections, signal) {
    this.#ctx = ctx;
    this.#collections = collections;
    this.#signal = signal;
  }

  /** Looks once more: somebody else is signed in, or something became free. */
  forget() {
    this.#found = null;
  }

  /** @returns {Promise<number>} conflicts that stop the sync here and now */
  async stoppedBy() {
    const ctx = this.#ctx;
    // Before the first contact nobody knows which gate a collection has: a new browser may have taken conflicts over
    // from a file.
    if (!ctx.isIdentified && !this.#found && ctx.server) await this.#lookAnew();
    const found = this.#found;
    if (!found || found.blocked.length === 0 || found.isShut) return 0;
    const { open: blocked, unasked } = await stillOpen(ctx, found.blocked, this.#signal);
    this.unasked = unasked;
    const isNews = found.areDecided || blocked.length < found.blocked.length;
    if (blocked.length > 0 && !isNews) return blocked.length;
    // What others decided comes by a pull; while anything is open, nothing goes out.
    Object.assign(found, { blocked, isShut: blocked.length > 0 });
    return 0;
  }

  /** @returns {Promise<number>} conflicts that stop the sync still, after the pull for which the gate was shut */
  async stillStoppedBy() {
    return this.#found?.isShut ? (await this.#lookAnew()).blocked.length : 0;
  }

  /**
   * @param {Conflict[]} conflicts all that the store has
   * @returns {{isBlocked: boolean, isShut: boolean, sendable: string[]}} sendable: collections that do not only receive
   *   for now
   */
  look(conflicts) {
    const found = (this.#found ??= gates(this.#ctx, conflicts, this.#collections));
    return {
      isBlocked: found.blocked.length > 0 && !found.isShut,
      isShut: found.isShut,
      sendable: this.#collections.filter((name) => !found.closed.has(name)),
    };
  }

  /** @returns {boolean | null} whether there was no conflict at all; null: not looked at */
  get isClear() {
    return this.#found && this.#found.areOpen;
  }

  async #lookAnew() {
    const conflicts = await transact(this.#ctx, 'r', (store) => store.conflicts.toArray());
    return (this.#found = gates(this.#ctx, conflicts, this.#collections));
  }
}
