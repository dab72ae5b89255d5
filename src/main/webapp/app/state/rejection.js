/** A change that the server refused: it stays, with its reason, until it is mended or given up. */

/** @typedef {{ collection: string, id: string, reason: string, detail?: string, violations?: { field: string, message: string }[], fields?: import('../part/field.js').Values | null }} Refusal */

const reasons = /** @type {Record<string, string>} */ ({
  invalid: 'Some values break a rule',
  malformed: 'The server does not understand a value',
  forbidden: 'You may not write this',
  constraint: 'It collides with another record',
  'unknown-collection': 'The server does not know this kind of record',
  group: 'It belongs to others that were refused',
  limit: 'The server keeps no more conflicts for now',
  gateway: 'It was stopped on its way',
  'too-large': 'It is too large',
});

/** @param {Refusal} refusal */
export const reasonOf = ({ reason }) => reasons[reason] ?? 'The server refused it';

/** The reason in a sentence; broken rules are named at their fields instead. @param {Refusal} refusal */
export const explain = (refusal) =>
  refusal.violations?.length || !refusal.detail
    ? `${reasonOf(refusal)}.`
    : `${reasonOf(refusal)}: ${refusal.detail}`;

/**
 * @param {import('./replica.js').Replica} db
 * @param {string} collection
 * @param {string} id
 * @returns {Promise<Refusal | null>}
 */
export async function refusalOf(db, collection, id) {
  const refusals = /** @type {Refusal[]} */ (await db.tidemark.rejected());
  return refusals.find((refusal) => refusal.collection === collection && refusal.id === id) ?? null;
}
