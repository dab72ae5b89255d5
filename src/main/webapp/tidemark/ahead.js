/**
 * A page of a pull, asked for while the one before is stored, or while the store is looked up: otherwise network and store
 * would wait for each other.
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
    const isThis =
      under?.asked.replica === asked.replica &&
      under.asked.number === asked.number &&
      under.asked.cursor === asked.cursor;
    return under && isThis ? under.outcome : null;
  }

  /** What was asked is not wanted any more. */
  forget() {
    this.#under = null;
  }
}
