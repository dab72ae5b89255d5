import { HIDDEN_TABLES } from './tables.js';

/**
 * What the addon makes of the application's schema: hidden tables in every version, and demands on the tables that
 * are synchronised. A mistake shows when the database is opened, with its cure.
 *
 * @typedef {import('./types.js').Context} Context
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
