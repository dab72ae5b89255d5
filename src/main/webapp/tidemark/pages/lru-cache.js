/** The last few of something. */
export class Kept {
  #values = new Map();

  /** @param {number} limit */
  constructor(limit) {
    this.limit = limit;
  }

  /** @param {any} key */
  get(key) {
    const value = this.#values.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  clear() {
    this.#values.clear();
  }

  /**
   * @param {any} key
   * @param {any} value
   */
  set(key, value) {
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.limit) this.#values.delete(this.#values.keys().next().value);
  }
}
