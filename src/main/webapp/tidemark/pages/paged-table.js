import { bytesOf, idAt } from './uuid-bytes.js';
import { PageStore, write } from './page-store.js';
import { bounds, bury, find, isDead, rowOf, viewOfIds, viewOfKeys } from './page.js';
import { Turns } from './request-order.js';
import { UUID, into } from '../record/values.js';

/**
 * What of a collection is on pages. Which pages count, and what of them does not any more, is told by the directory, a
 * row that is read once in each transaction.
 *
 * Within a transaction all goes in turn (request-order.js): nothing moves from a page to the table while somebody
 * reads.
 *
 * @typedef {import('dexie').DBCoreIndex} DBCoreIndex
 * @typedef {import('dexie').DBCoreKeyRange} DBCoreKeyRange
 * @typedef {import('dexie').DBCoreTable} DBCoreTable
 * @typedef {import('dexie').DBCoreTransaction} DBCoreTransaction
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../types.js').Meta} Meta
 * @typedef {import('./page.js').Compare} Compare
 * @typedef {import('./page.js').Ids} Ids
 * @typedef {import('./page.js').Leaf} Leaf
 * @typedef {import('./page.js').View} View
 * @typedef {{key: [string], pages: Leaf[]}} Directory
 * @typedef {{leaf: Leaf, ids: Ids, view: View}} Open
 * @typedef {{key: any, id: string, row?: Fields, leaf?: Leaf, at?: number}} Found a record, by one of its keys
 */

/** Pages whose texts are read at a time. */
const AT_ONCE = 16;

export class Shelf {
  /** @type {WeakMap<DBCoreTransaction, Directory | Promise<Directory>>} */
  #directories = new WeakMap();

  /**
   * @param {DBCoreTable} table the collection's own rows
   * @param {DBCoreTable} store the pages of all collections
   * @param {Compare} compare
   */
  constructor(table, store, compare) {
    this.table = table;
    this.store = store;
    this.compare = compare;
    this.stored = new PageStore(table.name, store, table.schema.indexes, compare);
    this.turns = new Turns();
  }

  /**
   * @param {DBCoreTransaction} trans
   * @returns {boolean} somebody has asked for the directory in it
   */
  isOpen(trans) {
    return this.#directories.has(trans);
  }

  /**
   * @param {DBCoreTransaction} trans
   * @returns {Directory | Promise<Directory>} at once, if this transaction has looked already
   */
  directory(trans) {
    const known = this.#directories.get(trans);
    if (known) return known;
    const key = /** @type {[string]} */ ([this.table.name]);
    const asked = this.store.get({ trans, key }).then((row) => {
      const directory = row ?? { key, pages: [] };
      this.#directories.set(trans, directory);
      return directory;
    });
    this.#directories.set(trans, asked);
    return asked;
  }

  /**
   * Pages with what is needed to search them.
   * @param {DBCoreTransaction} trans
   * @param {DBCoreIndex} [index] none: the primary key
   * @returns {Promise<Open[]>}
   */
  async open(trans, index) {
    const { pages } = await this.directory(trans);
    const all = /** @type {Map<string, Ids>} */ (await this.stored.lists(trans, pages, undefined));
    const ids = (/** @type {Leaf} */ { page }) => /** @type {Ids} */ (all.get(page));
    if (!index || index.isPrimaryKey)
      return pages.map((leaf) => ({ leaf, ids: ids(leaf), view: viewOfIds(ids(leaf)) }));
    const lists = await this.stored.lists(trans, pages, index);
    const opened = [];
    for (const leaf of pages) {
      const keys = lists.get(leaf.page) ?? (await this.stored.list(trans, leaf, ids(leaf), index));
      opened.push({ leaf, ids: ids(leaf), view: viewOfKeys(keys) });
    }
    return opened;
  }

  /**
   * What is on these pages, in order: by key, then id.
   * @param {Open[]} opened
   * @param {DBCoreKeyRange} range
   * @param {{limit?: number, reverse?: boolean, unique?: boolean}} [options]
   * @returns {Found[]}
   */
  entries(opened, range, { limit = Infinity, reverse = false, unique = false } = {}) {
    /** @type {Found[]} */
    const found = [];
    for (const { leaf, ids, view } of opened) {
      const [from, to] = bounds(view, range, this.compare);
      const most = unique ? Infinity : limit;
      for (
        let i = reverse ? to - 1 : from, left = most;
        left > 0 && i >= from && i < to;
        i += reverse ? -1 : 1
      ) {
        const at = view.at[i];
        if (isDead(leaf, at)) continue;
        found.push({ key: view.keyAt(i), id: idAt(ids.ids, at), leaf, at });
        left -= 1;
      }
    }
    return this.ordered(found, { limit, reverse, unique });
  }

  /**
   * @param {Found[]} found
   * @param {{limit?: number, reverse?: boolean, unique?: boolean}} [options] unique: of each key the lowest id
   * @returns {Found[]}
   */
  ordered(found, { limit = Infinity, reverse = false, unique = false } = {}) {
    found.sort((a, b) => this.compare(a.key, b.key) || this.compare(a.id, b.id));
    const chosen = unique
      ? found.filter(({ key }, i) => i === 0 || this.compare(found[i - 1].key, key) !== 0)
      : found;
    if (reverse) chosen.reverse();
    return chosen.length > limit ? chosen.slice(0, limit) : chosen;
  }

  /**
   * @param {Open[]} opened
   * @param {DBCoreKeyRange} range
   * @returns {number}
   */
  count(opened, range) {
    let count = 0;
    for (const { leaf, view } of opened) {
      const [from, to] = bounds(view, range, this.compare);
      count += to - from;
      if (leaf.dead) for (let i = from; i < to; i++) if (isDead(leaf, view.at[i])) count -= 1;
    }
    return count;
  }

  /**
   * @param {Open[]} opened
   * @param {any} id
   * @returns {Found | null}
   */
  locate(opened, id) {
    if (typeof id !== 'string' || !UUID.test(id)) return null;
    const bytes = bytesOf(id);
    for (const { leaf, ids } of opened) {
      const at = find(ids, bytes);
      if (at >= 0 && !isDead(leaf, at)) return { key: id, id, leaf, at };
    }
    return null;
  }

  /**
   * Reads what was found on pages; each page once, whatever the order.
   * @param {DBCoreTransaction} trans
   * @param {Found[]} found those with a row stay as they are
   */
  async fill(trans, found) {
    /** @type {Map<string, Found[]>} */
    const byPage = new Map();
    for (const one of found) if (one.leaf && !one.row) into(byPage, one.leaf.page, one);
    const names = [...byPage.keys()];
    for (let i = 0; i < names.length; i += AT_ONCE) {
      const texts = await this.stored.texts(trans, names.slice(i, i + AT_ONCE));
      for (const [page, upserts] of texts) {
        for (const one of /** @type {Found[]} */ (byPage.get(page))) {
          const { leaf, at } = /** @type {{leaf: Leaf, at: number}} */ (one);
          one.row = rowOf(JSON.parse(upserts[at]), leaf.scope);
        }
      }
    }
  }

  /**
   * Takes records from their pages, so that the table alone speaks for them.
   * @param {DBCoreTransaction} trans
   * @param {readonly string[]} ids
   * @param {boolean} isKept false: they go, and no row is needed
   */
  async lift(trans, ids, isKept) {
    const directory = await this.directory(trans);
    const opened = await this.open(trans);
    const found = [...new Set(ids)].flatMap((id) => this.locate(opened, id) ?? []);
    if (isKept) await this.fill(trans, found);
    if (found.length === 0) return;
    for (const { leaf, at } of /** @type {Required<Found>[]} */ (found)) bury(leaf, at);
    const values = isKept ? found.map(({ row }) => row) : [];
    await Promise.all([write(this.table, { type: 'put', trans, values }), this.#save(trans, directory)]);
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {Leaf[]} pages stored already
   */
  async adopt(trans, pages) {
    const directory = await this.directory(trans);
    directory.pages.push(...pages);
    await this.#save(trans, directory);
  }

  /**
   * @param {DBCoreTransaction} trans
   * @returns {Promise<Map<string, Meta>>}
   */
  async metas(trans) {
    /** @type {Map<string, Meta>} */
    const metas = new Map();
    for (const { leaf, ids } of await this.open(trans)) {
      for (let at = 0; at < leaf.size; at++) {
        if (isDead(leaf, at)) continue;
        metas.set(idAt(ids.ids, at), { version: ids.versions[at], scope: leaf.scope });
      }
    }
    return metas;
  }

  /**
   * One page becomes rows, each as fast to read as any other.
   * @param {DBCoreTransaction} trans
   * @returns {Promise<boolean>} there was one
   */
  async unpack(trans) {
    const directory = await this.directory(trans);
    const leaf = directory.pages[0];
    if (!leaf) return false;
    if (leaf.left > 0) {
      const texts = await this.stored.texts(trans, [leaf.page]);
      const upserts = /** @type {string[]} */ (texts.get(leaf.page));
      const rows = upserts.flatMap((text, at) =>
        isDead(leaf, at) ? [] : [rowOf(JSON.parse(text), leaf.scope)],
      );
      await write(this.table, { type: 'put', trans, values: rows });
    }
    directory.pages.shift();
    await this.stored.erase(trans, leaf.page);
    await this.#save(trans, directory);
    return true;
  }

  /** @param {DBCoreTransaction} trans */
  async clear(trans) {
    const directory = await this.directory(trans);
    for (const leaf of directory.pages.splice(0)) {
      // A cursor may still hold it.
      for (let at = 0; at < leaf.size; at++) bury(leaf, at);
      await this.stored.erase(trans, leaf.page);
    }
    await this.#save(trans, directory);
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {Directory} directory
   */
  async #save(trans, directory) {
    const { key, pages } = directory;
    if (pages.length > 0) await write(this.store, { type: 'put', trans, values: [directory] });
    else {
      await write(this.store, { type: 'delete', trans, keys: [key] });
      this.stored.forget();
    }
  }
}
