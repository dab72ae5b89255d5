import { bounds, isDead } from './page.js';
import { idAt } from './uuid-bytes.js';

/**
 * The entries of several pages in one order: by key, then id. Each page has its own in order; a heap tells whose is
 * next, so that nobody sorts more than he reads.
 *
 * @typedef {import('dexie').DBCoreKeyRange} DBCoreKeyRange
 * @typedef {import('./page.js').Compare} Compare
 * @typedef {import('./paged-table.js').Found} Found
 * @typedef {import('./paged-table.js').Open} Open
 * @typedef {{open: Open, i: number, left: number, key: any, id: string}} Head the next entry of a page; left: how many
 *   it has, with this one
 */

export class Walk {
  /** @type {Head[]} a heap: none is before the one at half its place */
  #heads = [];
  /** @type {Found | null} */
  #held = null;

  /**
   * @param {Open[]} opened
   * @param {DBCoreKeyRange} range
   * @param {Compare} compare
   * @param {{reverse?: boolean, unique?: boolean}} [options] unique: of each key the lowest id
   */
  constructor(opened, range, compare, { reverse = false, unique = false } = {}) {
    this.opened = opened;
    this.range = range;
    this.compare = compare;
    this.isUnique = unique;
    this.step = reverse ? -1 : 1;
    this.#begin(range);
  }

  get isOver() {
    return this.#heads.length === 0 && !this.#held;
  }

  /**
   * @param {number} most
   * @returns {Found[]} the next ones that count
   */
  take(most) {
    const found = [];
    while (found.length < most) {
      const one = this.isUnique ? this.#nextKey() : this.#next();
      if (!one) break;
      found.push(one);
    }
    return found;
  }

  /**
   * Goes on at a key that lies ahead.
   * @param {any} key
   */
  seek(key) {
    const [ahead, open] = this.step > 0 ? ['lower', 'lowerOpen'] : ['upper', 'upperOpen'];
    this.#held = null;
    this.#begin({ ...this.range, type: 2, [ahead]: key, [open]: false });
  }

  /** @param {DBCoreKeyRange} range */
  #begin(range) {
    this.#heads = [];
    for (const open of this.opened) {
      const [from, to] = bounds(open.view, range, this.compare);
      const i = this.step > 0 ? from - 1 : to;
      const head = { open, i, left: to - from + 1, key: null, id: '' };
      if (this.#advance(head)) this.#heads.push(head);
    }
    for (let at = (this.#heads.length >> 1) - 1; at >= 0; at--) this.#sink(at);
  }

  /** @returns {Found | null} */
  #next() {
    const [head] = this.#heads;
    if (!head) return null;
    const { open, i, key, id } = head;
    if (!this.#advance(head)) {
      const last = /** @type {Head} */ (this.#heads.pop());
      if (last !== head) this.#heads[0] = last;
    }
    this.#sink(0);
    return { key, id, row: undefined, leaf: open.leaf, at: open.view.atOf(i) };
  }

  /** @returns {Found | null} the next one of another key */
  #nextKey() {
    let one = this.#held ?? this.#next();
    this.#held = null;
    for (let other = one && this.#next(); one && other; other = this.#next()) {
      if (this.compare(one.key, other.key) !== 0) {
        this.#held = other;
        break;
      }
      // Backwards the lowest id comes last.
      if (this.step < 0) one = other;
    }
    return one;
  }

  /**
   * @param {Head} head
   * @returns {boolean} it has another one that counts
   */
  #advance(head) {
    const { leaf, ids, view } = head.open;
    do {
      head.i += this.step;
      head.left -= 1;
    } while (head.left > 0 && isDead(leaf, view.atOf(head.i)));
    if (head.left <= 0) return false;
    head.id = idAt(ids.ids, view.atOf(head.i));
    head.key = view.isOfIds ? head.id : view.keyAt(head.i);
    return true;
  }

  /** @param {number} at where a head may be too early in the heap */
  #sink(at) {
    const heads = this.#heads;
    const head = heads[at];
    for (let child = 2 * at + 1; child < heads.length; child = 2 * at + 1) {
      if (child + 1 < heads.length && this.#isBefore(heads[child + 1], heads[child])) child += 1;
      if (!this.#isBefore(heads[child], head)) break;
      heads[at] = heads[child];
      at = child;
    }
    if (head) heads[at] = head;
  }

  /**
   * @param {Head} a
   * @param {Head} b
   */
  #isBefore(a, b) {
    return (this.compare(a.key, b.key) || this.compare(a.id, b.id)) * this.step < 0;
  }
}
