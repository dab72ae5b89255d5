import { transact } from './store.js';
import { exchange } from './wire.js';

/**
 * The way out of a gate for one who waits: a steward may have decided at the server's conflict desk. It is asked
 * before a sync is stopped, of each conflict; nothing of the user's is sent by that.
 *
 * @typedef {import('./types.js').Conflict} Conflict
 * @typedef {import('./types.js').Context} Context
 */

/** A stopped sync must say so soon, also on a network that does not answer. Milliseconds. */
const PATIENCE = 5000;

/** As many connections as a browser has. */
const AT_ONCE = 6;

/**
 * What was decided is marked as closed; the next pull brings the outcome.
 * @param {Context} ctx
 * @param {Conflict[]} conflicts
 * @param {AbortSignal} [signal]
 * @returns {Promise<Conflict[]>} those that are open, as far as is known
 */
export async function stillOpen(ctx, conflicts, signal) {
  const config = /** @type {import('./types.js').Config} */ (ctx.config);
  const until = Date.now() + Math.min(config.timeout, PATIENCE);
  const left = [...conflicts];
  /** @type {Set<string>} */
  const decided = new Set();
  const ask = async () => {
    for (let one = left.shift(); one; one = left.shift()) {
      const { id } = one;
      const timeout = Math.max(1, until - Date.now());
      const answer = await exchange({ ...config, timeout }, `/conflicts/${id}`, { signal });
      if (answer.kind !== 'aborted') ctx.isReached = answer.kind !== 'unreachable';
      // Who is away, or has no time, is not asked about the rest.
      if (answer.kind === 'unreachable' || answer.kind === 'aborted') left.length = 0;
      if (answer.kind === 'refused' && (answer.status === 429 || answer.status >= 500)) left.length = 0;
      // Whoever else is on the way may answer JSON too: by a decision the user's side goes.
      const known = answer.kind === 'answer' && answer.body.id === id ? answer.body.status : undefined;
      if (typeof known === 'string' && known !== 'open') decided.add(id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  if (decided.size > 0)
    await transact(ctx, 'rw', async (store) => {
      for (const id of decided) await store.conflicts.update(id, { closed: true });
    });
  return conflicts.filter(({ id }) => !decided.has(id));
}
