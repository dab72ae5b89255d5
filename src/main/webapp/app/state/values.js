/** Values in a record: read and set by path, and compared; and whole records. */

/** @typedef {Record<string, any>} Values a record, or the fields of one */

export { equal, read, write } from '../../components/conflict/values.js';

/** Whether two lists hold the same records, in whichever order. @param {Values[]} some @param {Values[]} others */
export const same = (some, others) => sealOf(some) === sealOf(others);

/** @param {Values[]} records */
const sealOf = (records) =>
  records
    .map((record) => JSON.stringify(record, inOrder))
    .sort()
    .join();

/** A member that is null says no more than one that is absent. @param {string} _ @param {any} value */
const inOrder = (_, value) =>
  value === null || typeof value !== 'object' || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, member]) => member !== null)
          .sort(([one], [other]) => (one < other ? -1 : 1)),
      );
