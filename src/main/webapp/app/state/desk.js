/** The conflict desk of the server: what a steward may read and decide. Needs the network, by its nature. */
import { ask, isSilent } from './network.js';

/** @typedef {import('../conflict/difference.js').Conflict & { user?: string, status?: string, outcome?: string, resolvedBy?: string, resolvedAt?: string }} DeskConflict */
/** @typedef {{ conflict: DeskConflict, moved: boolean } | { trouble: string }} Answer */

const json = { headers: { Accept: 'application/json' } };
const absent = 'The server cannot be reached. The desk shows what everybody sees, so it needs the network.';
/** For hundreds of conflicts over a slow line, in milliseconds. */
const slow = 60_000;
const silent = 'The server does not answer. Try again later.';

/**
 * @param {'open' | 'settled'} status
 * @returns {Promise<{ conflicts: DeskConflict[] } | { trouble: string }>} all of them, the latest first
 */
export async function deskConflicts(status) {
  /** @type {DeskConflict[]} */
  const conflicts = [];
  try {
    for (let more = true; more;) {
      const after = conflicts.length ? `&after=${conflicts[conflicts.length - 1].id}` : '';
      const answer = await ask(`api/conflicts?status=${status}&limit=500${after}`, json, slow);
      if (!answer.ok) return { trouble: await troubleOf(answer) };
      const page = await answer.json();
      conflicts.push(...page.conflicts);
      ({ more } = page);
    }
    return { conflicts: conflicts.reverse() };
  } catch (fault) {
    return { trouble: isSilent(fault) ? silent : absent };
  }
}

/** @param {string} id @returns {Promise<Answer>} */
export async function deskConflict(id) {
  try {
    const answer = await ask(`api/conflicts/${encodeURIComponent(id)}`, {
      headers: { Accept: 'application/json' },
    });
    return answer.ok ? { conflict: await answer.json(), moved: false } : { trouble: await troubleOf(answer) };
  } catch (fault) {
    return { trouble: isSilent(fault) ? silent : absent };
  }
}

/**
 * @param {DeskConflict} conflict as it was on screen: its server version is what the decision is based on
 * @param {import('../conflict/comparison.js').Choice} choice
 * @returns {Promise<Answer>} `moved` with the fresh conflict when the record changed meanwhile
 */
export async function decideAtDesk(conflict, choice) {
  const decision =
    typeof choice === 'string' ? { outcome: choice } : { outcome: 'merged', fields: choice.fields };
  try {
    const answer = await ask(`api/conflicts/${encodeURIComponent(conflict.id)}/resolution`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...decision, version: conflict.server.version }),
    });
    if (answer.status === 409) {
      const problem = await answer.json();
      return { conflict: problem.conflict, moved: true };
    }
    if (!answer.ok) return { trouble: await troubleOf(answer) };
    return { conflict, moved: false };
  } catch (fault) {
    return { trouble: isSilent(fault) ? silent : absent };
  }
}

/** @param {Response} answer */
async function troubleOf(answer) {
  if (answer.status === 401) return 'Your session has ended. Sign in again.';
  const problem = await answer.json().catch(() => ({}));
  return problem.detail ?? problem.title ?? `The server answered ${answer.status}.`;
}
