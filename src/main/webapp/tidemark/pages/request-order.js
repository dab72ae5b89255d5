/**
 * IndexedDB answers the requests of a transaction in their order. So do requests on pages, though one may have to read
 * many of them first and the next one none: reads go together and are answered in their order, each write goes alone.
 * Else a write would overtake the one before it, whose edit would win.
 *
 * @typedef {{answered: Promise<unknown>, written: Promise<unknown>}} Queue the last request, and the last write
 */

/** @type {Queue} */
const NOBODY = { answered: Promise.resolve(), written: Promise.resolve() };

export class Turns {
  /** @type {WeakMap<object, number>} */
  #writes = new WeakMap();
  /** @type {WeakMap<object, Queue>} */
  #queues = new WeakMap();

  /**
   * @param {object} trans
   * @returns {boolean} somebody waits in it, or has
   */
  has(trans) {
    return this.#queues.has(trans);
  }

  /**
   * @param {object} trans
   * @returns {number} how many writes there were
   */
  writes(trans) {
    return this.#writes.get(trans) ?? 0;
  }

  /**
   * @template T
   * @param {object} trans
   * @param {boolean} isWrite
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  take(trans, isWrite, work) {
    const { answered, written } = this.#queues.get(trans) ?? NOBODY;
    const done = (isWrite ? answered : written).then(() => {
      if (isWrite) this.#writes.set(trans, this.writes(trans) + 1);
      return work();
    });
    const answer = Promise.all([done, answered]).then(([result]) => result);
    const over = answer.then(ignore, ignore);
    this.#queues.set(trans, { answered: over, written: isWrite ? over : written });
    return answer;
  }
}

const ignore = () => {};
