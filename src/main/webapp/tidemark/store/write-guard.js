import { misfit, unsendable } from '../record/shape.js';
import { collectionInfo, writable } from '../record/collection-info.js';
import { equal, own } from '../record/values.js';

/**
 * What an application writes is looked at before it is written: what could not be sent, or would arrive as something
 * else, fails in the application's own transaction, and not days later at the server.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Fields} Fields
 */

/**
 * @param {Context} ctx
 * @param {string} collection
 * @param {readonly Fields[]} values rows as they shall be
 * @throws {TypeError} for the first that cannot be sent. Fields that the server does not take may hold anything
 */
export function refuseUnsendable(ctx, collection, values) {
  const counts = writable(ctx, collection);
  for (const value of values) {
    const found = unsendableField(value, counts);
    if (found) throw refusal(collection, value.id, found.path, found.fault);
  }
}

/**
 * @param {Fields} row
 * @param {(name: string) => boolean} counts
 * @returns {import('../record/shape.js').Fault | null}
 */
export function unsendableField(row, counts) {
  for (const name of Object.keys(row)) {
    const found = name !== 'id' && counts(name) ? unsendable(row[name], name) : null;
    if (found) return found;
  }
  return null;
}

/**
 * Of what this write changes: a row that is there already may be from before the server's description changed.
 * @param {Context} ctx
 * @param {string} collection
 * @param {readonly Fields[]} values
 * @param {(Fields | undefined)[]} rows as they are
 * @throws {TypeError} for the first that the server's description does not allow
 */
export function refuseMisfits(ctx, collection, values, rows) {
  const fields = (collectionInfo(ctx, collection)?.fields ?? []).filter(({ readOnly }) => !readOnly);
  values.forEach((value, i) => {
    for (const field of fields) {
      const { name, required } = field;
      const now = own(value, name);
      const isMissing = required && now === undefined && Object.hasOwn(value, name);
      const fault = isMissing ? 'is undefined, and must have a value' : misfit(field, now);
      if (!fault || (rows[i] && equal(now, own(rows[i], name)))) continue;
      throw refusal(collection, value.id, name, fault);
    }
  });
}

/**
 * @param {string} collection
 * @param {string} id
 * @param {string} path
 * @param {string} fault
 */
const refusal = (collection, id, path, fault) =>
  new TypeError(`${collection} ${id}: the field ${path} ${fault}.`);
