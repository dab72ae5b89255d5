import { Kept } from './lru-cache.js';
import { pack, partKey, rowOf, sortedKeys } from './page.js';

/**
 * The pages of one collection, as they are stored. A page never changes, and its name is never given again: what was
 * read of it may be kept.
 *
 * @typedef {import('dexie').DBCoreIndex} DBCoreIndex
 * @typedef {import('dexie').DBCoreKeyRange} DBCoreKeyRange
 * @typedef {import('dexie').DBCoreTable} DBCoreTable
 * @typedef {import('dexie').DBCoreTransaction} DBCoreTransaction
 * @typedef {import('../types.js').Upsert} Upsert
 * @typedef {import('./page.js').Compare} Compare
 * @typedef {import('./page.js').Ids} Ids
 * @typedef {import('./page.js').Leaf} Leaf
 */

/** Lists of keys that are kept, and texts: pages of a thousand records take some 100 kB and 1 MB. */
const KEPT = { lists: 1024, texts: 8 };

export class PageStore {
  #lists = new Kept(KEPT.lists);
  #texts = new Kept(KEPT.texts);

  /**
   * @param {string} collection
   * @param {DBCoreTable} store the pages of all collections
   * @param {DBCoreIndex[]} indexes
   * @param {Compare} compare
   */
  constructor(collection, store, indexes, compare) {
    this.collection = collection;
    this.store = store;
    this.indexes = indexes;
    this.compare = compare;
  }

  /**
   * Puts a page aside; it counts once it is adopted.
   * @param {DBCoreTransaction} trans
   * @param {string} page
   * @param {import('./page.js').Cut} cut
   * @param {string} scope
   */
  async keep(trans, page, cut, scope) {
    const values = pack(this.collection, page, cut, scope, this.indexes, this.compare);
    await write(this.store, { type: 'put', trans, values });
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {string} page
   * @returns {Promise<Upsert[]>} as they came
   */
  async upserts(trans, page) {
    const texts = /** @type {string[]} */ ((await this.texts(trans, [page])).get(page));
    return texts.map((text) => JSON.parse(text));
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {Pick<Leaf, 'page'>} leaf
   * @returns {Promise<Ids>}
   */
  async ids(trans, leaf) {
    return (await this.lists(trans, [leaf], undefined)).get(leaf.page);
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {string} page
   */
  async erase(trans, page) {
    const key = [this.collection, page];
    const range = /** @type {DBCoreKeyRange} */ ({ type: 2, lower: key, upper: [...key, []] });
    await write(this.store, { type: 'deleteRange', trans, range });
  }

  /** Nothing is asked for any more. */
  forget() {
    this.#lists.clear();
    this.#texts.clear();
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {Pick<Leaf, 'page'>[]} pages
   * @param {DBCoreIndex | undefined} index
   * @returns {Promise<Map<string, any>>}
   */
  async lists(trans, pages, index) {
    const part = (/** @type {string} */ page) => partKey(this.collection, page, index);
    const lists = new Map(pages.map(({ page }) => [page, this.#lists.get(part(page).join(' '))]));
    const keys = pages.filter(({ page }) => !lists.get(page)).map(({ page }) => part(page));
    for (const list of keys.length > 0 ? await this.store.getMany({ trans, keys }) : []) {
      if (!list) continue;
      lists.set(list.key[1], list);
      this.#lists.set(list.key.join(' '), list);
    }
    return lists;
  }

  /**
   * The list of an index that the application declared after the page was stored.
   * @param {DBCoreTransaction} trans
   * @param {Leaf} leaf
   * @param {Ids} ids
   * @param {DBCoreIndex} index
   */
  async list(trans, { page, scope }, ids, index) {
    const texts = /** @type {string[]} */ ((await this.texts(trans, [page])).get(page));
    const rows = texts.map((text) => rowOf(JSON.parse(text), scope));
    const list = sortedKeys(rows, index, ids.at, this.compare);
    this.#lists.set(partKey(this.collection, page, index).join(' '), list);
    return list;
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {string[]} names of pages
   * @returns {Promise<Map<string, string[]>>}
   */
  async texts(trans, names) {
    const texts = new Map(names.map((page) => [page, this.#texts.get(page)]));
    const keys = names.filter((page) => !texts.get(page)).map((page) => [this.collection, page]);
    for (const page of keys.length > 0 ? await this.store.getMany({ trans, keys }) : []) {
      texts.set(page.key[1], page.upserts);
      this.#texts.set(page.key[1], page.upserts);
    }
    return texts;
  }
}

/**
 * All of it, or nothing of the whole transaction: Dexie tells failures and goes on, and so may the application; a
 * record would be in two places then, or in none.
 * @param {DBCoreTable} table
 * @param {import('dexie').DBCoreMutateRequest} req
 */
export async function write(table, req) {
  try {
    const { numFailures, failures } = await table.mutate(req);
    if (numFailures > 0) throw Object.values(failures)[0];
  } catch (error) {
    abort(req.trans);
    throw error;
  }
}

/** @param {DBCoreTransaction} trans perhaps aborted already */
export function abort(trans) {
  try {
    trans.abort();
  } catch {
    // Then all is well.
  }
}
