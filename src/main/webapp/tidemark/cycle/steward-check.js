import { transact } from '../store/store.js';
import { endOf } from './gateway.js';
import { exchange } from '../net/http.js';

/**
 * What the server's conflict desk knows of conflicts that are held here. It is the way out of a gate for one who waits:
 * a steward may have decided. Nothing of the user's is sent by asking.
 *
 * @typedef {import('../types.js').Conflict} Conflict
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').End} End
 */

/** As many connections as a browser has. */
const AT_ONCE = 6;

/**
 * What was decided is marked as closed; the next pull brings the outcome. Each question has the patience of any
 * request, so that a slow network answers all of them.
 * @param {Context} ctx
 * @param {Conflict[]} conflicts
 * @param {AbortSignal} [signal]
 * @returns {Promise<{open: Conflict[], unasked: End | null}>} open: as far as is known; unasked: why not all could be
 *   asked for
 */
export async function stillOpen(ctx, conflicts, signal) {
  const config = /** @type {import('../types.js').Config} */ (ctx.config);
  const left = [...conflicts];
  /** @type {End | null} */
  let unasked = null;
  /** @type {Set<string>} */
  const decided = new Set();
  const ask = async () => {
    for (let one = left.shift(); one; one = left.shift()) {
      const { id } = one;
      const answer = await exchange(config, `/conflicts/${id}`, { signal });
      const why = whyUnasked(answer);
      // Who is away, or has no time, is not asked about the rest.
      if (why) left.length = 0;
      unasked ??= why;
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
  return { open: conflicts.filter(({ id }) => !decided.has(id)), unasked };
}

/**
 * @param {import('../net/http.js').Exchange} answer
 * @returns {End | null} null: the server has answered, if only that it does not know the conflict
 */
function whyUnasked(answer) {
  if (answer.kind === 'answer') return null;
  if (answer.kind !== 'refused') return endOf(answer);
  const { status, name } = answer;
  if (status === 401) return { status: 'unauthenticated', reason: 'unauthenticated' };
  return name === '' || status === 429 || status >= 500 ? endOf(answer) : null;
}

/**
 * A pull tells that a record is gone, not who deleted it, and when. People ask.
 * @param {Context} ctx
 * @param {AbortSignal} [signal]
 */
export async function learnWhoDeleted(ctx, signal) {
  const config = /** @type {import('../types.js').Config} */ (ctx.config);
  const unknown = await transact(ctx, 'r', async (store) => {
    const open = (await store.conflicts.toArray()).filter(({ resolution, closed }) => !resolution && !closed);
    const entries = await store.entries.bulkGet(
      open.map(({ collection, record }) => /** @type {[string, string]} */ ([collection, record])),
    );
    return open.filter((_, i) => isUnknown(entries[i]?.server));
  });
  for (const { id, collection, record } of unknown) {
    const answer = await exchange(config, `/conflicts/${id}`, { signal });
    if (answer.kind === 'unreachable' || answer.kind === 'aborted') return;
    if (answer.kind !== 'answer' || answer.body.id !== id) continue;
    const { deleted, version, modifiedAt, modifiedBy } = answer.body.server ?? {};
    const known = deleted && Number.isSafeInteger(version) ? { version, modifiedAt, modifiedBy } : {};
    await transact(ctx, 'rw', async (store) => {
      const entry = await store.entry(collection, record);
      if (entry?.conflict !== id || !entry.server || !isUnknown(entry.server)) return;
      await store.entries.put({ ...entry, server: { ...entry.server, ...known, isAsked: true } });
    });
  }
}

/** @param {import('../types.js').ServerSide | undefined} side */
const isUnknown = (side) => side?.deleted === true && !side.modifiedAt && !side.isAsked;
