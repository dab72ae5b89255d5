/** Why a record is not here any more, as far as this browser knows. */
import { deletedBy } from './deleted.js';
import { nounOf } from './field.js';

/** @typedef {{ status?: any, conflict?: import('@tidemark/client').Conflict | null }} Known */

/**
 * Nobody else tells who deleted a record: a pull brings its id alone.
 *
 * @param {Known} known
 * @returns {import('./element.js').Child[]}
 */
export function whyGone({ status, conflict }) {
  if (conflict?.server.deleted) return [...deletedBy(conflict.server), '.'];
  if (conflict?.client.deleted) return ['You deleted it, and somebody else changed it.'];
  if (status && !status.isActive) return ['You deleted it. That has not been sent yet.'];
  return ['It was deleted, or it lies in a region that you do not see.'];
}

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} collection
 * @param {string} id
 * @returns {Promise<import('./element.js').Child[]>} for a form that is open on it
 */
export async function goneMeanwhile(db, collection, id) {
  const [status, conflicts] = await Promise.all([
    db.tidemark.status(collection, id),
    db.tidemark.conflicts(),
  ]);
  const conflict = conflicts.find(({ record }) => record === id) ?? null;
  return [
    `This ${nounOf[collection] ?? 'record'} is not here any more. `,
    ...whyGone({ status, conflict }),
    ' What you typed is kept in this form.',
  ];
}
