/** Decisions by which an edit of the user was not kept: what the server tells, and up to when the user has seen it. */
import { get } from './desk.js';
import { keyOf } from './place.js';

/** @typedef {{ conflict: string, collection: string, record: string, outcome: string, resolvedBy: string, resolvedAt: string, disputed: string[], yours: Record<string, any>, written?: Record<string, any>, deleted?: boolean }} Lost `yours`: what was not kept; deleted: the user had deleted it */

const key = (/** @type {string} */ user) => keyOf(`tidemark.lost.${user}`);

/**
 * Where it begins and ends is said by the server's clock alone: one that is wrong here hides nothing.
 *
 * @param {string} user
 * @returns {Promise<Lost[] | null>} those that are new; null: the server does not answer
 */
export async function unseenLost(user) {
  const since = localStorage.getItem(key(user));
  const found = await get('api/conflicts/lost', since === null ? {} : { since });
  if ('trouble' in found) return null;
  /** @type {Lost[]} */
  const decisions = found.decisions;
  if (since !== null) return decisions;
  // Who is here for the first time is told of what comes from now on.
  localStorage.setItem(key(user), decisions[0]?.resolvedAt ?? '');
  return [];
}

/** @returns {Promise<{ decisions: Lost[] } | import('./desk.js').Trouble>} */
export const allLost = () => get('api/conflicts/lost');

/** @param {string} user @param {string} [upTo] the latest that was shown */
export const seenLost = (user, upTo) => upTo && localStorage.setItem(key(user), upTo);
