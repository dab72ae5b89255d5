/** One rule for many conflicts, and what it would do to each: nothing is decided but what the preview showed. Pure. */
import { deletedOn, differences, dropped, otherSide } from './difference.js';
import { combined, unanswered } from './mix.js';

/** @typedef {import('./difference.js').Conflict} Conflict */
/** @typedef {import('./difference.js').Difference} Difference */
/**
 * `combine`: both people's changes, and what both changed stays open; `combine-client`, `combine-server`: there, that
 * side's; `client`, `server`: all of one side.
 *
 * @typedef {'combine' | 'combine-client' | 'combine-server' | 'client' | 'server'} Rule
 */
/** @typedef {'open' | 'keep' | 'delete'} Deletions what becomes of a record that one side deleted */
/**
 * @typedef {object} Outcome
 * @property {Conflict} conflict
 * @property {import('./mix.js').Choice | null} choice null: it stays open
 * @property {'kept' | 'deleted' | 'combined' | 'client' | 'server' | 'asked' | 'deletion'} what the last two: why it
 *   stays open
 * @property {{ difference: Difference, side: 'client' | 'server' }[]} taken of what differs, the value that is written
 * @property {string[]} drops labels of the fields of which somebody's change is lost
 */

export const RULES = /** @type {const} */ ([
  'combine',
  'combine-client',
  'combine-server',
  'client',
  'server',
]);

/**
 * @param {Conflict} conflict
 * @param {import('./collections.js').Collections} collections
 * @param {Rule} rule
 * @param {Deletions} deletions
 * @returns {Outcome}
 */
export function outcomeOf(conflict, collections, rule, deletions) {
  const list = differences(conflict, collections[conflict.collection]?.fields);
  const deleted = deletedOn(conflict);
  if (deleted) return ofDeletion(conflict, deleted, deletions);
  const differing = list.filter(({ kind }) => kind !== 'agreed');
  if (rule === 'client' || rule === 'server') {
    const taken = differing.map((difference) => ({ difference, side: rule }));
    return { conflict, choice: rule, what: rule, taken, drops: dropped(list, rule) };
  }
  const questions = unanswered(list, new Map());
  if (rule === 'combine' && questions.length)
    return { conflict, choice: null, what: 'asked', taken: [], drops: [] };
  const side = rule === 'combine-client' ? 'client' : 'server';
  /** @type {import('./mix.js').Picks} */
  const picks = new Map(questions.map(({ field }) => [field.path, { side }]));
  return {
    conflict,
    choice: combined(conflict, list, picks).choice,
    what: 'combined',
    taken: differing.map((difference) => ({
      difference,
      side: difference.kind === 'client' || difference.kind === 'server' ? difference.kind : side,
    })),
    drops: questions.map(({ field }) => field.label),
  };
}

/**
 * @param {Conflict} conflict
 * @param {'client' | 'server'} deleted
 * @param {Deletions} deletions
 * @returns {Outcome}
 */
function ofDeletion(conflict, deleted, deletions) {
  const none = { conflict, taken: [], drops: [] };
  if (deletions === 'open') return { ...none, choice: null, what: 'deletion' };
  return deletions === 'keep'
    ? { ...none, choice: otherSide(deleted), what: 'kept' }
    : { ...none, choice: deleted, what: 'deleted' };
}

/**
 * What a decision is about: if one of the sides has changed since, it is about something else.
 *
 * @param {Conflict} conflict
 */
export const sealOf = ({ base, client, server }) => JSON.stringify([base, client, server]);
