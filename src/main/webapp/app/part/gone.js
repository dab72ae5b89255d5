/** Why a record is not here any more, as far as this browser knows. */
import { deletedBy } from './deleted.js';
import { say } from '../texts/texts.js';

/** @typedef {{ status?: any, conflict?: import('@tidemark/client').Conflict | null }} Known */

/**
 * Nobody else tells who deleted a record: a pull brings its id alone.
 *
 * @param {Known} known
 * @returns {unknown[]}
 */
export function whyGone({ status, conflict }) {
  if (conflict?.server.deleted) return [deletedBy(conflict.server), '.'];
  if (conflict?.client.deleted) return [say('youDeletedChanged')];
  if (status && !status.isActive) return [say('youDeleted')];
  return [say('goneOrElsewhere')];
}

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} collection
 * @param {string} id
 * @returns {Promise<unknown[]>} for a form that is open on it
 */
export async function goneMeanwhile(db, collection, id) {
  const [status, conflicts] = await Promise.all([
    db.tidemark.status(collection, id),
    db.tidemark.conflicts(),
  ]);
  const conflict = conflicts.find(({ record }) => record === id) ?? null;
  return [
    say(collection === 'contacts' ? 'contactGone' : 'companyGone'),
    ' ',
    ...whyGone({ status, conflict }),
    ' ',
    say('typedKept'),
  ];
}
