import { HIDDEN_TABLES, PAGES } from '../record/hidden-tables.js';

/**
 * What the addon makes of the application's schema: hidden tables in every version, and demands on the tables that
 * are synchronised. A mistake shows when the database is opened, with its cure.
 *
 * @typedef {import('../types.js').Context} Context
 */

/** @param {import('dexie').Dexie} db */
export function addHiddenTables(db) {
  const prototype = /** @type {import('dexie').Version} */ (/** @type {any} */ (db.Version.prototype));
  const stores = prototype.stores;
  prototype.stores = function (schema) {
    return stores.call(this, { ...schema, ...HIDDEN_TABLES });
  };
}

/**
 * What a table has on pages goes with it: one of the same name would find it again.
 * @param {import('dexie').Dexie} db
 * @returns {Promise<any[][]>} keys of what is still there
 */
export async function forgetDropped(db) {
  const { objectStoreNames } = db.backendDB();
  const pages = db.table(PAGES);
  const keys = /** @type {[string][]} */ (await pages.toCollection().primaryKeys());
  const gone = keys.filter(([collection]) => !objectStoreNames.contains(collection));
  if (gone.length > 0) await pages.bulkDelete(gone);
  return keys.filter(([collection]) => objectStoreNames.contains(collection));
}

/**
 * @param {Context} ctx
 */
export function checkTables({ db, config }) {
  for (const name of config?.collections ?? []) {
    const table = db._allTables[name];
    if (!table)
      throw new Error(`There is no table for the collection ${name}: declare '${name}: "id"' in stores().`);
    const { primKey, indexes } = table.schema;
    if (primKey.keyPath !== 'id' || primKey.auto) {
      throw new Error(`${name}: the primary key must be 'id'; ids are made by db.tidemark.newId().`);
    }
    const unique = indexes.find((index) => index.unique);
    // Two records may well agree in it for a while, until the server has told one of the two users.
    if (unique)
      throw new Error(`${name}: the index '${unique.name}' must not be unique; the server sees to that.`);
  }
}
