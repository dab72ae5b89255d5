import { sentFields } from '../store/flight.js';
import { serverSide } from '../record/merge.js';
import { served } from '../record/collection-info.js';
import { Batch } from '../store/store.js';
import { without } from '../record/values.js';

/**
 * A push whose answer will never come, because the replica that sent it is no more. Each record in it remembers what
 * was sent: a pull that brings exactly that proves that it had arrived, and nobody comes into conflict with himself.
 * Until everything was pulled, nothing is pushed.
 *
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../store/store.js').Store} Store
 */

/**
 * @param {Store} store
 * @returns {Promise<boolean>} there was one
 */
export async function doubtFlight(store) {
  const flight = await store.state.get('inflight');
  if (!flight) return false;
  const sent = sentFields(flight);
  for (const { collection, id } of flight.sent) {
    const entry = await store.entry(collection, id);
    if (!entry) continue;
    await store.entries.put({ ...without(entry, 'sent'), doubt: { fields: sent(collection, id) } });
  }
  await store.state.delete('inflight');
  return true;
}

/**
 * Everything was pulled: what did not turn out to be ours is an unsent edit again.
 * @param {Store} store
 */
export async function endDoubts(store) {
  const doubted = await store.entries.filter(({ doubt }) => doubt !== undefined).toArray();
  for (const entry of doubted) {
    const rest = without(entry, 'doubt');
    const batch = new Batch(store);
    const [row = null] = entry.isActive ? await store.rows(entry.collection, [entry.id]) : [];
    // Added, under way, deleted here, and changed by somebody who got it: that work is not thrown away.
    const taken = !entry.isFromServer && !entry.isActive;
    const outcome = taken
      ? serverSide(rest, row, served(store.ctx, entry.collection))
      : { entry: rest, row, meta: null };
    batch.settle(entry, outcome);
    await batch.write();
  }
}
