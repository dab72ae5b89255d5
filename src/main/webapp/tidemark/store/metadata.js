import { META, isHidden } from '../record/hidden-tables.js';
import { withValue } from './cursor.js';

/**
 * Next to the innermost middleware: rows leave the store without their hidden property, unless asked for `raw`, and
 * enter it with the `metas` that travel beside the values. It sits below Dexie's cache and live queries, so nothing
 * above it ever sees the property.
 *
 * @typedef {import('dexie').DBCore} DBCore
 * @typedef {import('dexie').DBCoreTable} DBCoreTable
 * @typedef {import('../types.js').Meta} Meta
 * @typedef {{raw?: boolean}} Raw
 */

/** @type {import('dexie').Middleware<DBCore>} */
export const hiding = {
  stack: 'dbcore',
  name: 'tidemark-hiding',
  level: -2,
  create: (core) => ({
    ...core,
    table: (name) => (isHidden(name) ? core.table(name) : hide(core.table(name))),
  }),
};

/**
 * @param {DBCoreTable} table
 * @returns {DBCoreTable}
 */
function hide(table) {
  return {
    ...table,
    mutate: (req) => table.mutate('values' in req ? { ...req, values: withMetas(req) } : req),
    get: (req) => table.get(req).then((row) => (isRaw(req) ? row : strip(row))),
    getMany: (req) => table.getMany(req).then((rows) => (isRaw(req) ? rows : rows.map(strip))),
    query: (req) =>
      table.query(req).then((res) => {
        if (req.values && !isRaw(req)) res.result.forEach(strip);
        return res;
      }),
    openCursor: (req) =>
      table.openCursor(req).then((cursor) => (cursor && req.values ? withValue(cursor, strip) : cursor)),
  };
}

/**
 * @param {object} req
 * @returns {boolean}
 */
const isRaw = (req) => /** @type {Raw} */ (req).raw === true;

/** @param {any} row a fresh copy that IndexedDB made for this request: safe to change in place */
function strip(row) {
  if (row && typeof row === 'object') delete row[META];
  return row;
}

/**
 * @param {{values: readonly any[], metas?: (Meta | null)[]}} req
 * @returns {any[]}
 */
function withMetas({ values, metas }) {
  return values.map((value, i) => {
    const meta = metas?.[i];
    if (meta) return { ...value, [META]: meta };
    return value && typeof value === 'object' && META in value ? strip({ ...value }) : value;
  });
}
