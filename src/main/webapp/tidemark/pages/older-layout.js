import { encode } from './directory.js';
import { shelfOf } from './middleware.js';
import { bury, isDead } from './page.js';
import { PAGES } from '../record/hidden-tables.js';

/**
 * Pages that an earlier version has stored: all records of one together, in the order in which they came. They are
 * stored anew as pages are now, under the same names; whatever the user has not sent yet is not on them.
 *
 * @typedef {import('dexie').Dexie} Dexie
 * @typedef {import('./page.js').Leaf} Leaf
 * @typedef {[collection: string, page: string]} OldKey
 * @typedef {{key: OldKey, upserts: string[]}} OldPage each record as JSON
 */

/**
 * @param {Dexie} db
 * @param {Dexie} opening the same one, for who must not wait until it is open
 * @param {any[][]} keys of all that is stored of pages
 */
export async function renewPages(db, opening, keys) {
  // Now there are numbers and names of lists after the name of a page.
  const old = /** @type {OldKey[]} */ (keys.filter(({ length }) => length === 2));
  // Others are for the tab that declares their table.
  const mine = old.filter(([collection]) => db.tables.some(({ name }) => name === collection));
  if (mine.length === 0) return;
  await opening.transaction('rw', PAGES, async (tx) => {
    const table = tx.table(PAGES);
    /** @type {Map<string, Uint16Array>} by page, as of renew() */
    const orders = new Map();
    for (const key of mine) {
      const page = /** @type {OldPage | undefined} */ (await table.get(key));
      // Another tab was first.
      if (page) orders.set(key[1], await renew(db, tx, page));
    }
    for (const collection of new Set(mine.map(([name]) => name))) {
      const { pages } = (await table.get([collection])) ?? {};
      if (!pages) continue;
      const leaves = pages.map((/** @type {Leaf} */ leaf) =>
        moved(leaf, /** @type {Uint16Array} */ (orders.get(leaf.page))),
      );
      await table.put(encode({ key: [collection], pages: leaves }));
    }
  });
}

/**
 * @param {Dexie} db
 * @param {import('dexie').Transaction} tx
 * @param {OldPage} page
 * @returns {Promise<Uint16Array>} where each record was, in their order now
 */
async function renew(db, tx, { key, upserts }) {
  const [collection, page] = key;
  /** @type {{at: Uint16Array}} */
  const { at: order } = await tx.table(PAGES).get([collection, page, '']);
  const texts = Array.from(order, (at) => upserts[at]);
  const cut = { texts, upserts: texts.map((text) => JSON.parse(text)) };
  const { stored } = shelfOf(db, collection);
  await stored.erase(tx.idbtrans, page);
  // No index is on the scope.
  await stored.keep(tx.idbtrans, page, cut, '');
  return order;
}

/**
 * @param {Leaf} leaf
 * @param {Uint16Array} order
 * @returns {Leaf} the same records are dead
 */
function moved(leaf, order) {
  /** @type {Leaf} */
  const now = { ...leaf, left: leaf.size, dead: null };
  order.forEach((before, at) => {
    if (isDead(leaf, before)) bury(now, at);
  });
  return now;
}
