import { plan } from '../push/outbox.js';
import { depart } from '../push/push.js';

/**
 * What a cycle sends: planned from the outbox, taken off it push by push, and planned anew when what may go has
 * changed.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Flight} Flight
 * @typedef {import('../push/sending-order.js').Unit} Unit
 * @typedef {import('./failures.js').End} End
 */
export class Sending {
  #ctx;
  #limits;
  /** @type {Unit[] | null} null: not planned */
  #left = null;
  /** How much had become free when it was planned. */
  #freed;
  /** Once more, for what became free on the way. */
  isAgain = false;
  /** @type {End | null} what was written here cannot be sent in this sync; others' changes are fetched still */
  held = null;

  /**
   * @param {Context} ctx
   * @param {import('./limits.js').Limits} limits
   */
  constructor(ctx, limits) {
    this.#ctx = ctx;
    this.#limits = limits;
    this.#freed = ctx.freed;
  }

  get isPlanned() {
    return this.#left !== null;
  }

  /** @returns {Unit[]} what is left to send */
  get left() {
    return this.#left ?? [];
  }

  planAnew() {
    this.#left = null;
  }

  /** For another user, or as another replica. */
  begin() {
    [this.#left, this.isAgain] = [null, false];
  }

  /** @param {End} end why nothing goes in this sync any more */
  hold(end) {
    [this.held, this.isAgain] = [end, false];
  }

  /**
   * @param {import('../store/store.js').Store} store
   * @param {import('../push/outbox.js').Seen} seen
   * @param {string[]} collections
   * @returns {Promise<Flight | null>} the next push
   */
  async depart(store, seen, collections) {
    if (this.held) {
      this.#left = null;
      return null;
    }
    const isFree = (/** @type {Unit} */ unit) => this.#limits.isFree(unit);
    this.#left ??= (await plan(store, seen, collections)).filter(isFree);
    return depart(store, this.#left, this.#limits, seen);
  }

  /** @param {Flight} flight that was answered */
  arrived(flight) {
    this.#limits.passed(flight);
    // What it carried is free again, and planned anew.
    if (flight.was) this.#left = null;
  }

  /**
   * What was held back, and became free since it was planned, goes like an edit.
   * @param {boolean} isMore something else is to be done first
   * @returns {boolean}
   */
  goesAgain(isMore) {
    this.isAgain = !isMore && !this.held && this.#ctx.freed !== this.#freed;
    if (this.isAgain) [this.#left, this.#freed] = [null, this.#ctx.freed];
    return this.isAgain;
  }
}
