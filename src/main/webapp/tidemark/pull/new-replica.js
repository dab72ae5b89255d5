import { forgetDeletions } from '../record/deletions.js';
import { doubtFlight } from './unconfirmed-push.js';
import { renumberUnplaced } from '../store/unplaced.js';
import { fresh, replicaOf, saveReplica } from '../store/replica.js';

/** @typedef {import('../store/store.js').Store} Store */

/**
 * The server no longer knows this replica, or never should have: a new id, the outbox as it is, everything pulled
 * again. What was under way is in doubt.
 * @param {Store} store
 * @param {{otherEpoch?: boolean}} [why]
 */
export async function startNewReplica(store, { otherEpoch = false } = {}) {
  const old = await replicaOf(store);
  const inDoubt = (await doubtFlight(store)) || old.inDoubt;
  await store.unstage();
  await renumberUnplaced(store);
  if (otherEpoch) await forgetDeletions(store);
  store.ctx.seen = {};
  const { replica, number, cursor, full, pass, at } = fresh();
  await saveReplica(store, {
    ...old,
    replica,
    number,
    cursor,
    full,
    pass,
    at,
    inDoubt,
    otherEpoch: otherEpoch || old.otherEpoch,
  });
}
