/** The last few of something, by their weight. */
export class Kept {
  /** @type {Map<any, {value: any, weight: number}>} */
  #values = new Map();
  #weight = 0;

  /** @param {number} limit of their weights together */
  constructor(limit) {
    this.limit = limit;
  }

  /** @param {any} key */
  get(key) {
    const known = this.#values.get(key);
    if (known) this.set(key, known.value, known.weight);
    return known?.value;
  }

  clear() {
    this.#values.clear();
    this.#weight = 0;
  }

  /**
   * @param {any} key
   * @param {any} value
   * @param {number} [weight]
   */
  set(key, value, weight = 1) {
    this.#drop(key);
    this.#values.set(key, { value, weight });
    this.#weight += weight;
    while (this.#weight > this.limit) this.#drop(this.#values.keys().next().value);
  }

  /** @param {any} key */
  #drop(key) {
    this.#weight -= this.#values.get(key)?.weight ?? 0;
    this.#values.delete(key);
  }
}
