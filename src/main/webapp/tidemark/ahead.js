/**
 * The next page of a pull, asked for while the one before is stored: otherwise network and store would wait for each other.
 *
 * @typedef {import('./types.js').Asked} Asked
 * @typedef {import('./wire.js').Exchange} Exchange
 */
export class Ahead {
  /** @type {{asked: Asked, outcome: Promise<Exchange>} | null} */
  #under = null;

  /**
   * @param {Asked} asked where the replica is thought to stand when the answer is there
   * @param {() => Promise<Exchange>} send
   */
  ask({ replica, number, cursor }, send) {
    this.#under = { asked: { replica, number, cursor }, outcome: send() };
  }

  /**
   * @param {Asked} asked where the replica stands
   * @returns {Promise<Exchange> | null} what comes of it, if just this was asked for
   */
  take(asked) {
    const under = this.#under;
    this.#under = null;
    return under && isSame(under.asked, asked) ? under.outcome : null;
  }
}

/**
 * @param {Asked} one
 * @param {Asked} other
 * @returns {boolean} the answer to one is the answer to the other
 */
export function isSame(one, other) {
  return one.replica === other.replica && one.number === other.number && one.cursor === other.cursor;
}
