/**
 * IndexedDB's cursor refuses to be called through a copy, so what is read is forwarded.
 * @param {import('dexie').DBCoreCursor} cursor
 * @param {(value: any) => any} read
 * @returns {import('dexie').DBCoreCursor} the same one, whose value is seen through `read`
 */
export const withValue = (cursor, read) =>
  Object.create(cursor, {
    key: { get: () => cursor.key },
    primaryKey: { get: () => cursor.primaryKey },
    value: { get: () => read(cursor.value) },
  });
