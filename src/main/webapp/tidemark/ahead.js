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
   * @param {Asked} asked where the replica will stand when the page before is stored
   * @param {() => Promise<Exchange>} send
   */
  ask({ replica, number, cursor }, send) {
    this.#under = { asked: { replica, number, cursor }, outcome: send() };
  }

  /**
   * @param {Asked} asked where the replica stands
   * @returns {Promise<Exchange | null>} the answer, if just this was asked for; trouble is left to an ordinary request
   */
  async take(asked) {
    const under = this.#under;
    this.#under = null;
    const isThis =
      under?.asked.replica === asked.replica &&
      under.asked.number === asked.number &&
      under.asked.cursor === asked.cursor;
    if (!under || !isThis) return null;
    const outcome = await under.outcome;
    return outcome.kind === 'answer' ? outcome : null;
  }
}
