import { isOffline } from './retry.js';
import { transact } from './store.js';
import { exchange } from './wire.js';

/**
 * The way out of a gate for one who waits: a steward may have decided at the server's conflict desk. It is asked
 * before a sync is stopped; nothing of the user's is sent by that.
 *
 * @typedef {import('./types.js').Conflict} Conflict
 * @typedef {import('./types.js').Context} Context
 */

/** A stopped sync must say so soon, also on a network that does not answer. Milliseconds. */
const PATIENCE = 5000;

/**
 * @param {Context} ctx
 * @param {Conflict[]} conflicts
 * @param {AbortSignal} [signal]
 * @returns {Promise<boolean>} all of them; the next pull brings what was decided
 */
export async function areDecidedElsewhere(ctx, conflicts, signal) {
  const config = /** @type {import('./types.js').Config} */ (ctx.config);
  if (isOffline()) return false;
  for (const { id } of conflicts) {
    const timeout = Math.min(config.timeout, PATIENCE);
    const answer = await exchange({ ...config, timeout }, `/conflicts/${id}`, { signal });
    // Whoever else is on the way may answer JSON too: by a decision the user's side goes.
    const known = answer.kind === 'answer' && answer.body.id === id ? answer.body.status : undefined;
    if (typeof known !== 'string' || known === 'open') return false;
  }
  await transact(ctx, 'rw', async (store) => {
    for (const { id } of conflicts) await store.conflicts.update(id, { closed: true });
  });
  return true;
}
