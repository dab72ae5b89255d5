import { bytesOf, idAt } from './uuid-bytes.js';
import { decode, encode } from './directory.js';
import { PageStore, write } from './page-store.js';
import { LAYOUT, bounds, bury, exhume, find, isDead, viewOfIds, viewOfKeys } from './page.js';
import { Turns } from './request-order.js';
import { Walk } from './walk.js';
import { UUID } from '../record/values.js';

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
 * @typedef {import('./directory.js').Directory} Directory
 * @typedef {{leaf: Leaf, ids: Ids, view: View}} Open
 * @typedef {{key: any, id: string, row?: Fields, leaf?: Leaf, at?: number, text?: string}} Found a record, by one of its
 *   keys
 */

export class Shelf {
  /** @type {WeakMap<DBCoreTransaction, Directory | Promise<Directory>>} */
  #directories = new WeakMap();
  /** @type {WeakMap<Leaf[], Map<string, Open[]>>} by the index: what is searched, of a transaction's pages */
  #opened = new WeakMap();

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
      const directory = row ? decode(row) : { key, pages: [] };
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
    const known = this.#opened.get(pages) ?? new Map();
    this.#opened.set(pages, known);
    const name = !index || index.isPrimaryKey ? '' : index.name;
    const opened = known.get(name) ?? (await this.#open(trans, pages, name === '' ? undefined : index));
    known.set(name, opened);
    return opened;
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {Leaf[]} pages
   * @param {DBCoreIndex | undefined} index
   */
  async #open(trans, pages, index) {
    const all = /** @type {Map<string, Ids>} */ (await this.stored.lists(trans, pages, undefined));
    const lists = index && (await this.stored.lists(trans, pages, index));
    const opened = [];
    for (const leaf of pages) {
      const ids = /** @type {Ids} */ (all.get(leaf.page));
      const keys = index && (lists?.get(leaf.page) ?? (await this.stored.list(trans, leaf, index)));
      opened.push({ leaf, ids, view: keys ? viewOfKeys(keys) : viewOfIds(ids) });
    }
    return opened;
  }

  /**
   * What is on these pages, in order: by key, then id.
   * @param {Open[]} opened
   * @param {DBCoreKeyRange} range
   * @param {{reverse?: boolean, unique?: boolean}} [options]
   * @returns {Walk}
   */
  walk(opened, range, options) {
    return new Walk(opened, range, this.compare, options);
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
      if (leaf.dead) for (let i = from; i < to; i++) if (isDead(leaf, view.atOf(i))) count -= 1;
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
   * Takes records from their pages, so that the table alone speaks for them.
   * @param {DBCoreTransaction} trans
   * @param {readonly string[]} ids
   * @param {boolean} isKept false: they are written next, or they go
   * @returns {Promise<Found[]>} those that were on a page
   */
  async lift(trans, ids, isKept) {
    const directory = await this.directory(trans);
    const opened = await this.open(trans);
    const found = [...new Set(ids)].flatMap((id) => this.locate(opened, id) ?? []);
    if (found.length === 0) return found;
    if (isKept) await this.stored.fill(trans, found);
    for (const { leaf, at } of /** @type {Required<Found>[]} */ (found)) bury(leaf, at);
    const saved = this.#save(trans, directory);
    const rows = isKept
      ? write(this.table, { type: 'put', trans, values: found.map(({ row }) => row) })
      : null;
    await Promise.all([saved, rows]);
    return found;
  }

  /**
   * Those that did not come to the table.
   * @param {DBCoreTransaction} trans
   * @param {Found[]} lifted
   */
  async putBack(trans, lifted) {
    const rows = await this.table.getMany({ trans, keys: lifted.map(({ id }) => id) });
    lifted.forEach(({ leaf, at }, i) => {
      if (rows[i] === undefined) exhume(/** @type {Leaf} */ (leaf), Number(at));
    });
    await this.#save(trans, await this.directory(trans));
  }

  /**
   * @param {DBCoreTransaction} trans
   * @param {Leaf[]} pages stored already
   */
  async adopt(trans, pages) {
    const directory = await this.directory(trans);
    directory.pages = [...directory.pages, ...pages];
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
   * Some records of a page become rows, each as fast to read as any other.
   * @param {DBCoreTransaction} trans
   * @returns {Promise<boolean>} there was a page
   */
  async unpack(trans) {
    const directory = await this.directory(trans);
    const leaf = directory.pages[0];
    if (!leaf) return false;
    const { chunk } = await this.stored.ids(trans, leaf);
    /** @type {Found[]} */
    const found = [];
    const most = Math.ceil(LAYOUT.step / chunk) * chunk;
    for (let at = 0; at < leaf.size && found.length < most; at++)
      if (!isDead(leaf, at)) found.push({ key: null, id: '', leaf, at });
    await this.stored.fill(trans, found);
    for (const { at } of found) bury(leaf, /** @type {number} */ (at));
    await write(this.table, { type: 'put', trans, values: found.map(({ row }) => row) });
    if (leaf.left === 0) {
      directory.pages = directory.pages.slice(1);
      await this.stored.erase(trans, leaf.page);
    }
    await this.#save(trans, directory);
    return true;
  }

  /** @param {DBCoreTransaction} trans */
  async clear(trans) {
    const directory = await this.directory(trans);
    const { pages } = directory;
    directory.pages = [];
    for (const leaf of pages) {
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
    if (pages.length > 0) await write(this.store, { type: 'put', trans, values: [encode(directory)] });
    else {
      await write(this.store, { type: 'delete', trans, keys: [key] });
      this.stored.forget();
    }
  }
}
