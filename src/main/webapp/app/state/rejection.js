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

/** What the server says about rights, in words of the people who read it here. @type {Record<string, string>} */
const sentences = {
  "you may not write in the record's scope": 'You may not change anything in the region where it lies.',
  'you may not write in the scope that the record names': 'You may not add anything in that region.',
  'you may not write in the scope that the record would get': 'You may not move it to that region.',
  'you may not change this record': 'You may not change it.',
  'the record would not be yours to change': 'It would belong to somebody else.',
};

const absent = / does not exist$/;

/** A message about a field. @param {string} message */
export const plain = (message) =>
  absent.test(message) ? 'was deleted meanwhile, or lies in a region that you do not see' : message;

/** The reason in a sentence; broken rules are named at their fields instead. @param {Refusal} refusal */
export function explain(refusal) {
  const { violations = [], detail } = refusal;
  if (
    refusal.reason === 'constraint' &&
    violations.length &&
    violations.every(({ message }) => absent.test(message))
  )
    return 'What it belongs to is not there any more.';
  if (violations.length || !detail) return `${reasonOf(refusal)}.`;
  return sentences[detail] ?? `${reasonOf(refusal)}: ${plain(detail)}`;
}

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
