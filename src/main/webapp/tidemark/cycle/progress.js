/** New replica ids that one cycle may take before it gives up on a server that accepts none. */
const FRESH_STARTS = 3;

/** Pages that bring nothing, after one another, before a pull is taken for one without an end. */
const IDLE = 100;

/**
 * Whether a cycle comes nearer to its end: a server that always has more, or accepts nothing, would be asked for ever.
 */
export class Progress {
  /** @type {string | null} */
  #mark = null;
  #pages = 0;
  #until = 1;
  #idle = 0;
  #freshStarts = 0;
  #descriptions = 0;

  /** @returns {boolean} once more as a new replica */
  canStartAnew() {
    return ++this.#freshStarts <= FRESH_STARTS;
  }

  /** @returns {boolean} the collections are described once more, since an answer did not fit; the second time it is a defect */
  canDescribeAnew() {
    return ++this.#descriptions === 1;
  }

  /**
   * One cursor is remembered at a time, and a later one after twice as many pages (Brent's way to find a circle): a
   * pull of millions of records takes no more memory.
   * @param {import('../types.js').Asked} asked
   * @param {import('../types.js').Pull} pull what came
   * @returns {boolean} the server sent it back to where it had been, or sends nothing, and says again and again that
   *   there is more
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
