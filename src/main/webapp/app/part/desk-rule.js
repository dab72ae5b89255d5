/** What one rule for several conflicts of the desk would do to each: what is written, and what is dropped. Pure. */
import { deletedOn, differences as compared } from '../../components/conflict/difference.js';
import { outcomeOf } from '../../components/conflict/rule.js';
import { fieldsOf } from './field.js';

/** @typedef {import('../../components/conflict/difference.js').Conflict} Conflict */
/** @typedef {'combine' | 'client' | 'server'} Rule both people's changes where none meets the other; or one side */
/** @typedef {Pick<import('../../components/conflict/rule.js').Outcome, 'choice' | 'what' | 'taken' | 'drops'>} Outcome */

/** @type {any} As the rules are told of the demo's records. */
const collections = Object.fromEntries(Object.entries(fieldsOf).map(([name, fields]) => [name, { fields }]));

/** @param {Conflict} conflict @param {Rule} rule @returns {Outcome} */
export function bulkOutcome(conflict, rule) {
  const deleted = deletedOn(conflict);
  if (!deleted || rule === 'combine') return outcomeOf(conflict, collections, rule, 'open');
  return { choice: rule, what: deleted === rule ? 'deleted' : 'kept', taken: [], drops: [] };
}

/** @param {Conflict} conflict every field, in the order of the forms */
export const differences = (conflict) =>
  compared(conflict, /** @type {any} */ (fieldsOf[conflict.collection]));
