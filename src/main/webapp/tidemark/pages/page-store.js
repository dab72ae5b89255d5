import { Kept } from './lru-cache.js';
import { LAYOUT, pack, partKey, rowOf, sortedKeys } from './page.js';
import { into } from '../record/values.js';

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
 * @typedef {import('./paged-table.js').Found} Found
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('./page.js').Leaf} Leaf
 */

/** Lists of keys that are kept: of a thousand records one takes some 50 kB. */
const LISTS = 1024;

/** Chunks that are read at a time, about. */
const AT_ONCE = 500;

export class PageStore {
  #lists = new Kept(LISTS);
  /** By their characters. */
  #chunks = new Kept(LAYOUT.kept);

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
    const { ids, keys, chunks } = pack(this.collection, page, cut, scope, this.indexes, this.compare);
    await write(this.store, { type: 'put', trans, values: [ids, ...keys, ...chunks] });
    // Whoever reads them next finds them here.
    for (const list of [ids, ...keys]) this.#lists.set(list.key.join(' '), list);
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {string} page
   * @returns {Promise<Upsert[]>} in the order of their ids
   */
  async upserts(trans, page) {
    return (await this.#all(trans, page)).flatMap(({ texts }) => texts.map((text) => JSON.parse(text)));
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
    this.#chunks.clear();
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
   * @param {DBCoreIndex} index
   */
  async list(trans, { page, scope }, index) {
    const rows = (await this.upserts(trans, page)).map((upsert) => rowOf(upsert, scope));
    const list = sortedKeys(rows, index, this.compare);
    this.#lists.set(partKey(this.collection, page, index).join(' '), list);
    return list;
  }

  /**
   * Reads what was found on pages; each chunk once, whatever the order.
   * @param {DBCoreTransaction} trans
   * @param {Found[]} found those with a row stay as they are
   * @param {boolean} [isLazy] only the text is read, for rowOfFound()
   */
  async fill(trans, found, isLazy = false) {
    /** @type {Map<Leaf, Found[]>} */
    const byPage = new Map();
    for (const one of found) if (one.leaf && !one.row && !one.text) into(byPage, one.leaf, one);
    const lists = await this.lists(trans, [...byPage.keys()], undefined);
    const asked = [...byPage].map(([{ page, size }, here]) => {
      const { chunk } = /** @type {Ids} */ (lists.get(page));
      const wanted = new Set(here.map(({ at }) => Math.floor(Number(at) / chunk)));
      return { page, chunk, here, wanted, count: Math.ceil(size / chunk) };
    });
    for (const some of inParts(asked)) {
      const texts = await this.chunks(trans, some);
      for (const { page, chunk, here } of some)
        for (const one of here) {
          const at = Number(one.at);
          one.text = texts.get(`${page} ${Math.floor(at / chunk)}`)?.[at % chunk];
          if (!isLazy) rowOfFound(one);
        }
    }
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {{page: string, wanted: Set<number>, count: number}[]} asked count: how many chunks the page has
   * @returns {Promise<Map<string, string[]>>} their texts, by page and number
   */
  async chunks(trans, asked) {
    /** @type {Map<string, string[]>} */
    const texts = new Map();
    const [keys, whole] = [/** @type {any[]} */ ([]), /** @type {string[]} */ ([])];
    for (const { page, wanted, count } of asked) {
      const lacking = [];
      for (const n of wanted) {
        const known = this.#chunks.get(`${page} ${n}`);
        if (known) texts.set(`${page} ${n}`, known);
        else lacking.push([this.collection, page, n]);
      }
      // One request for a page is quicker than many.
      if (lacking.length * 2 > count && count > 1) whole.push(page);
      else keys.push(...lacking);
    }
    const read = await Promise.all([
      keys.length > 0 ? this.store.getMany({ trans, keys }) : [],
      ...whole.map((page) => this.#all(trans, page)),
    ]);
    for (const { key, texts: some } of read.flat()) {
      const name = `${key[1]} ${key[2]}`;
      texts.set(name, some);
      const characters = some.reduce(
        (/** @type {number} */ sum, /** @type {string} */ text) => sum + text.length,
        0,
      );
      this.#chunks.set(name, some, characters);
    }
    return texts;
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {string} page
   * @returns {Promise<import('./page.js').Chunk[]>}
   */
  async #all(trans, page) {
    const index = this.store.schema.primaryKey;
    const [lower, upper] = [
      [this.collection, page],
      [this.collection, page, ''],
    ];
    // Their numbers are before the names of the lists.
    const range = /** @type {DBCoreKeyRange} */ ({ type: 2, lower, upper, upperOpen: true });
    return (await this.store.query({ trans, values: true, query: { index, range } })).result;
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

/**
 * @param {Found} found
 * @returns {Fields | undefined}
 */
export function rowOfFound(found) {
  if (found.text) {
    found.row = rowOf(JSON.parse(found.text), /** @type {Leaf} */ (found.leaf).scope);
    found.text = undefined;
  }
  return found.row;
}

/**
 * @template {{wanted: Set<number>}} T
 * @param {T[]} asked
 * @returns {Generator<T[]>}
 */
function* inParts(asked) {
  let [part, size] = [/** @type {T[]} */ ([]), 0];
  for (const one of asked) {
    part.push(one);
    size += one.wanted.size;
    if (size < AT_ONCE) continue;
    yield part;
    [part, size] = [[], 0];
  }
  yield part;
}
