/** Pages that bring nothing, after one another, before a pull is taken for one without an end. */
const IDLE = 100;

/**
 * Whether a pull comes nearer to its end: a server that always has more would be asked for ever. One cursor is remembered at a time,
 * and a later one after twice as many pages (Brent's way to find a circle): a pull of millions of records takes no more memory.
 */
export class Progress {
  /** @type {string | null} */
  #mark = null;
  #pages = 0;
  #until = 1;
  #idle = 0;

  /**
   * @param {import('../types.js').Asked} asked
   * @param {import('../types.js').Pull} pull what came
   * @returns {boolean} the server sent it back to where it had been, or sends nothing, and says again and again that there is more
   */
  isStuck(asked, { more, cursor, scopes }) {
    if (!more || asked.cursor === null) [this.#mark, this.#pages, this.#until] = [null, 0, 1];
    if (!more) return false;
    const wasHere = cursor === asked.cursor || cursor === this.#mark;
    this.#pages += 1;
    if (this.#pages === this.#until) [this.#mark, this.#pages, this.#until] = [cursor, 0, this.#until * 2];
    this.#idle = scopes?.length ? 0 : this.#idle + 1;
    return wasHere || this.#idle > IDLE;
  }
}
