import { LAYOUT } from './page.js';
import { shelfOf, usesOf } from './middleware.js';
import { PAGES, isHidden } from '../record/hidden-tables.js';

/**
 * Pages are quick to store, and rows are quick to find: while nothing else happens, page after page becomes rows. Each
 * in a transaction of its own, so that it may end at any moment, and go on in another tab or another year.
 *
 * @typedef {import('../types.js').Context} Context
 */

/** Milliseconds after which some records become rows nevertheless, though the browser is never idle. */
const PATIENCE = 5000;
/** How often it is waited for an application that always reads or writes. */
const WAITS = 25;

export class Unpacking {
  /** @type {string | null} the database whose pages become rows */
  #running = null;

  /**
   * @param {Context} ctx
   * @param {() => Promise<unknown> | null} isBusy what runs and shall end first
   */
  constructor(ctx, isBusy) {
    this.ctx = ctx;
    this.isBusy = isBusy;
  }

  start() {
    const { name } = this.ctx.db;
    if (this.#running === name || !LAYOUT.unpack || !this.ctx.config) return;
    this.#running = name;
    // Nothing depends on it: a store that is full or was closed meanwhile answers from its pages as before.
    this.#inOneTab()
      .catch(() => {})
      .finally(() => {
        // Another user's may be under way by now.
        if (this.#running === name) this.#running = null;
      });
  }

  async #inOneTab() {
    const locks = globalThis.navigator?.locks;
    if (!locks) return this.#run();
    const name = `tidemark ${this.ctx.db.name} unpacking`;
    await locks.request(name, { ifAvailable: true }, (lock) => (lock ? this.#run() : undefined));
  }

  async #run() {
    const { db } = this.ctx;
    const { name: database } = db;
    // The sync that has just ended has news to show, which is read from the same store.
    await idle();
    for (const name of await paged(db)) {
      for (let [more, uses] = [true, usesOf(db)]; more;) {
        await idle();
        await this.isBusy()?.catch(() => {});
        await untilQuiet(() => usesOf(db), uses);
        if (!db.isOpen() || db.name !== database) return;
        // With its own.
        uses = usesOf(db) + 1;
        more = await unpackPage(db, name);
      }
    }
  }
}

/**
 * @param {import('dexie').Dexie} db
 * @returns {Promise<string[]>} collections with pages
 */
async function paged(db) {
  const names = db.tables.map(({ name }) => name).filter((name) => !isHidden(name));
  const directories = await db.table(PAGES).bulkGet(names.map((name) => [name]));
  return names.filter((_, i) => directories[i]);
}

/**
 * @param {import('dexie').Dexie} db
 * @param {string} collection
 * @returns {Promise<boolean>} there was a page
 */
export function unpackPage(db, collection) {
  const Dexie = /** @type {import('dexie').DexieConstructor} */ (db.constructor);
  return Dexie.ignoreTransaction(() =>
    db.transaction('rw', collection, async ({ idbtrans }) => shelfOf(db, collection).unpack(idbtrans)),
  );
}

/**
 * The application goes first: what it does would wait for rows that nobody waits for.
 * @param {() => number} count of what it has done
 * @param {number} known the count when nothing had to be waited for
 * @param {(ms: number) => Promise<unknown>} [wait]
 */
export async function untilQuiet(count, known, wait = later) {
  for (let waits = 0; count() !== known && waits < WAITS; waits++) {
    known = count();
    await wait(LAYOUT.quiet);
  }
}

/** @param {number} ms */
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @returns {Promise<void>} */
function idle() {
  return new Promise((resolve) => {
    const { requestIdleCallback } = globalThis;
    if (typeof requestIdleCallback === 'function')
      requestIdleCallback(() => resolve(), { timeout: PATIENCE });
    else setTimeout(resolve, 50);
  });
}
