import { IdMap, bytesOf, idAt } from './uuid-bytes.js';
import { bury, isDead } from './page.js';

/**
 * Pages that become a table's content as they are. A record may have come twice, or gone again, while they came; of
 * each the last word counts. Whatever the user has touched is left to others.
 *
 * @typedef {import('./page.js').Leaf} Leaf
 * @typedef {import('./page-store.js').PageStore} PageStore
 * @typedef {import('../types.js').Upsert} Upsert
 */

/** More than there are records on a page: place of the page times this, and place on it, are one number. */
const PLACES = 65_536;

export class Adoption {
  /** @type {Leaf[]} */
  #leaves = [];
  /** Where each record is. */
  #places;

  /**
   * @param {PageStore} stored
   * @param {import('dexie').DBCoreTransaction} trans
   * @param {number} most how many records came
   */
  constructor(stored, trans, most) {
    this.stored = stored;
    this.trans = trans;
    this.#places = new IdMap(most);
  }

  /**
   * @param {string} page
   * @param {string} scope
   * @param {(id: string) => boolean} isTouched
   * @returns {Promise<Upsert[]>} those of the records that were touched
   */
  async add(page, scope, isTouched) {
    const { ids, versions } = await this.stored.ids(this.trans, { page });
    const size = versions.length;
    /** @type {Leaf} */
    const leaf = { page, scope, size, left: size, dead: null };
    const first = this.#leaves.push(leaf) - 1;
    const touched = [];
    for (let at = 0; at < size; at++) {
      if (isTouched(idAt(ids, at))) {
        bury(leaf, at);
        touched.push(at);
        continue;
      }
      const before = this.#places.get(ids, at);
      const isNews = before === undefined || (await this.#isNews(before, versions[at], scope));
      if (!isNews) bury(leaf, at);
      else {
        if (before !== undefined) bury(...this.#at(before));
        this.#places.set(ids, at, first * PLACES + at);
      }
    }
    const upserts = touched.length > 0 ? await this.stored.upserts(this.trans, page) : [];
    return touched.map((at) => upserts[at]);
  }

  /**
   * @param {string[]} removed
   * @param {string} scope what is in another one by now stays
   */
  remove(removed, scope) {
    for (const id of removed) {
      const place = this.#places.get(bytesOf(id), 0);
      if (place === undefined) continue;
      const [leaf, at] = this.#at(place);
      if (leaf.scope === scope) bury(leaf, at);
    }
  }

  /** @returns {Promise<Leaf[]>} pages on which something counts; the others are gone */
  async end() {
    for (const { left, page } of this.#leaves) if (left === 0) await this.stored.erase(this.trans, page);
    return this.#leaves.filter(({ left }) => left > 0);
  }

  /**
   * As absorb() has it for a record that is clean.
   * @param {number} before
   * @param {number} version
   * @param {string} scope
   */
  async #isNews(before, version, scope) {
    const [leaf, at] = this.#at(before);
    if (isDead(leaf, at)) return true;
    const known = (await this.stored.ids(this.trans, leaf)).versions[at];
    return version > known || (version === known && leaf.scope !== scope);
  }

  /**
   * @param {number} place
   * @returns {[Leaf, number]}
   */
  #at(place) {
    return [this.#leaves[Math.floor(place / PLACES)], place % PLACES];
  }
}
