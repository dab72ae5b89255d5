/** Whom a conflict may be given to, and which ones the user is asked to decide. */
import { deskConflicts, get } from './desk.js';

/** @typedef {{ user: string, sees?: boolean }} Person sees: absent where the server cannot know it */

/**
 * @param {string} conflict
 * @param {string} [name] only that one
 * @returns {Promise<Person[] | null>} null: the server does not tell
 */
export async function peopleFor(conflict, name) {
  const found = await get(`api/conflicts/${encodeURIComponent(conflict)}/people`, { name });
  return found.people ?? null;
}

/**
 * @param {string} user
 * @returns {Promise<string[] | null>} ids of open conflicts that the user is asked to decide, and may see
 */
export async function askedOfUser(user) {
  const found = await deskConflicts({ status: 'open', assignee: user, limit: '100' });
  return 'trouble' in found ? null : found.conflicts.map(({ id }) => id);
}
