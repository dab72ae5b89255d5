/**
 * What lies under a pointer that rests, and since when. A press is meant for what its maker saw: what has come under
 * the pointer by itself a moment ago takes none. Who moves there means it. Pure: no page.
 */

/** In milliseconds: longer than between the two halves of a double click. */
const MOMENT = 400;

/** A hand that rests trembles so far, in pixels. */
const TREMBLE = 8;

export class UnderPointer {
  #x = NaN;
  #y = NaN;
  /** @type {unknown} */ #what = null;
  #since = -Infinity;
  /** What the pointer came to, or pressed last: who presses it again means it. @type {unknown} */ #meant =
    null;

  /** The place that is looked at, null before the pointer was anywhere. */
  get place() {
    return Number.isNaN(this.#x) ? null : { x: this.#x, y: this.#y };
  }

  /**
   * The pointer has come somewhere, or trembles.
   *
   * @param {number} x
   * @param {number} y
   * @param {unknown} what lies there, null where nothing can be pressed
   * @param {number} now
   */
  at(x, y, what, now) {
    if (Math.hypot(x - this.#x, y - this.#y) <= TREMBLE) return this.look(what, now);
    [this.#x, this.#y, this.#what, this.#since, this.#meant] = [x, y, what, -Infinity, what];
  }

  /**
   * The page has changed.
   *
   * @param {unknown} what lies there now
   * @param {number} now
   */
  look(what, now) {
    if (what === this.#what) return;
    this.#what = what;
    this.#since = now;
  }

  /**
   * Who holds the pointer has scrolled: that is another way to come to something.
   *
   * @param {unknown} what lies there now
   */
  scrolledTo(what) {
    [this.#what, this.#since, this.#meant] = [what, -Infinity, what];
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {unknown} what
   * @param {number} now
   * @returns {boolean} whether a press here and now is meant for what lies here
   */
  isMeant(x, y, what, now) {
    this.at(x, y, what, now);
    const isMeant = what === null || what === this.#meant || now - this.#since >= MOMENT;
    if (isMeant) this.#meant = what;
    return isMeant;
  }
}
