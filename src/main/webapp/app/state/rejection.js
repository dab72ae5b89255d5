/** A change that the server refused: it stays, with its reason, until it is fixed or given up. */
import { say } from '../texts/texts.js';

/** @typedef {{ collection: string, id: string, reason: string, detail?: string, violations?: { field: string, message: string }[], fields?: import('../part/field.js').Values | null }} Refusal */

/** @type {Record<string, import('../texts/texts.js').Key>} */
const reasons = {
  invalid: 'reason_invalid',
  malformed: 'reason_malformed',
  forbidden: 'reason_forbidden',
  constraint: 'reason_constraint',
  'unknown-collection': 'reason_unknown',
  group: 'reason_group',
  limit: 'reason_limit',
  gateway: 'reason_gateway',
  'too-large': 'reason_large',
};

/** @param {Refusal} refusal */
export const reasonOf = ({ reason }) => say(reasons[reason] ?? 'reason_other');

/** What the server says about rights, in words of the people who read it here. @type {Record<string, import('../texts/texts.js').Key>} */
const sentences = {
  "you may not write in the record's scope": 'mayNotChangeThere',
  'you may not write in the scope that the record names': 'mayNotAddThere',
  'you may not write in the scope that the record would get': 'mayNotMoveThere',
  'you may not change this record': 'mayNotChange',
  'the record would not be yours to change': 'wouldBeOthers',
};

/**
 * What the server says of a value, by the words that the standard has for its constraints.
 *
 * @type {[RegExp, import('../texts/texts.js').Key][]}
 */
const messages = [
  [/ does not exist$/, 'wrong_gone'],
  [/^a value that must be unique is taken$/, 'wrong_taken'],
  [/must not be (blank|empty|null)|darf nicht (leer|null) sein/i, 'wrong_missing'],
  [/e-?mail/i, 'noEmail'],
  [/must be (greater than or equal to|größer-gleich) (?<min>-?[\d.]+)/i, 'tooLittle'],
  [/must be less than or equal to (?<max>-?[\d.]+)/i, 'tooMuch'],
  [/size must be between \d+ and (?<count>\d+)/i, 'tooLong'],
];

const absent = / does not exist$/;

/**
 * A message about a field, with its cure; the server's own where nothing is known of it.
 *
 * @param {string} message
 * @param {string} label of the field
 */
export function plain(message, label) {
  for (const [words, key] of messages) {
    const found = words.exec(message);
    if (!found) continue;
    const groups = Object.entries(found.groups ?? {}).filter(([, value]) => value !== undefined);
    const values = groups.map(([name, value]) => [name, name === 'count' ? Number(value) : value]);
    return say(key, { field: label, ...Object.fromEntries(values) });
  }
  return say('wrong_other', { message });
}

/** The reason in a sentence; broken rules are named at their fields instead. @param {Refusal} refusal */
export function explain(refusal) {
  const { violations = [], detail } = refusal;
  if (
    refusal.reason === 'constraint' &&
    violations.length &&
    violations.every(({ message }) => absent.test(message))
  )
    return say('parentGone');
  // Without a field named, the database may have refused it for more than one reason.
  if (refusal.reason === 'constraint' && !violations.length)
    return say(refusal.fields === null ? 'reason_stillUsed' : 'reason_clash');
  if (violations.length || !detail) return reasonOf(refusal);
  const known = sentences[detail];
  if (known) return say(known);
  // What nobody foresaw is told as it came.
  return reasons[refusal.reason]
    ? reasonOf(refusal)
    : `${reasonOf(refusal)} ${say('wrong_other', { message: detail })}`;
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
