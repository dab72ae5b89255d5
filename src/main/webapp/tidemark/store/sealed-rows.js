import { withValue } from './cursor.js';
import { STATE } from '../record/hidden-tables.js';

/**
 * Below the pages, above the encryption: a row that arrives here sealed was not opened by anybody. To go on without its
 * values would send that as an edit. So a page without the addon, perhaps an older one in another tab, fails instead.
 *
 * @typedef {import('dexie').DBCore} DBCore
 */

const SEALED = '$sealed';

const refusal = () =>
  new Error('This database is encrypted: open it with the addon encrypted(), after tidemark.');

/** @template T @param {T} row @returns {T} */
export function opened(row) {
  if (row !== null && typeof row === 'object' && SEALED in row) throw refusal();
  return row;
}

/** @type {import('dexie').Middleware<DBCore>} */
export const sealedRows = {
  stack: 'dbcore',
  name: 'tidemark-sealed-rows',
  level: -3.5,
  create: (core) => {
    const looked = new WeakSet();
    const isKnown = core.schema.tables.some(({ name }) => name === STATE);
    /** An upgrade may write before anybody has read; with the addon, this tells another key too. @param {any} trans */
    const looking = (trans) => {
      if (!isKnown || trans.mode !== 'versionchange' || looked.has(trans)) return null;
      looked.add(trans);
      if (!trans.objectStoreNames.contains(STATE)) return null;
      return core.table(STATE).get({ trans, key: 'sealed' }).then(opened);
    };
    return {
      ...core,
      table: (name) => {
        const table = core.table(name);
        return {
          ...table,
          mutate: (req) => {
            const first = looking(req.trans);
            return first ? /** @type {any} */ (first.then(() => table.mutate(req))) : table.mutate(req);
          },
          get: (req) => table.get(req).then(opened),
          getMany: (req) => table.getMany(req).then((rows) => (rows.forEach(opened), rows)),
          query: (req) =>
            table.query(req).then((res) => {
              if (req.values) res.result.forEach(opened);
              return res;
            }),
          openCursor: (req) =>
            table
              .openCursor(req)
              .then((cursor) => (cursor && req.values ? withValue(cursor, opened) : cursor)),
        };
      },
    };
  },
};
