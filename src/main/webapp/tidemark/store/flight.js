/**
 * What the stored push holds.
 *
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../types.js').Flight} Flight
 */

/**
 * @param {Flight} flight
 * @returns {(collection: string, id: string) => Fields | null} what was sent of a record; null: its deletion
 */
export function sentFields(flight) {
  /** @type {Map<string, Fields | null>} */
  const fields = new Map();
  for (const [collection, lists] of Object.entries(JSON.parse(flight.was ?? flight.body).push.changes)) {
    for (const change of Object.values(/** @type {Record<string, Fields[]>} */ (lists)).flat()) {
      fields.set(`${collection} ${change.id}`, change.fields ?? null);
    }
  }
  return (collection, id) => fields.get(`${collection} ${id}`) ?? null;
}
