/** Pages that bring nothing, after one another, before a pull is taken for one without an end. */
const IDLE = 100;

/** Whether a pull comes nearer to its end: a server that always has more would be asked for ever. */
export class Progress {
  /** @type {Set<string>} */
  #passed = new Set();
  #idle = 0;

  /**
   * @param {import('./types.js').Asked} asked
   * @param {import('./types.js').Pull} pull what came
   * @returns {boolean} the server sent it back to where it had been, or sends nothing, and says again and again that there is more
   */
  isStuck(asked, { more, cursor, scopes }) {
    if (!more || asked.cursor === null) this.#passed.clear();
    if (!more) return false;
    const wasHere = cursor === asked.cursor || this.#passed.has(cursor);
    this.#passed.add(cursor);
    this.#idle = scopes?.length ? 0 : this.#idle + 1;
    return wasHere || this.#idle > IDLE;
  }
}
