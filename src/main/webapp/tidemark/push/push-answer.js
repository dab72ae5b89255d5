import { rememberDeletions } from '../record/deletions.js';
import { givenUp, stuck, wakeByAnswer } from '../conflict/freed.js';
import { sentFields } from '../store/flight.js';
import { applied, conflicted, rejected } from './push-outcomes.js';
import { replicaOf, saveReplica } from '../store/replica.js';
import { served, writable } from '../record/collection-info.js';
import { stage, stagedScopes } from '../pull/staging.js';
import { Batch } from '../store/store.js';
import { without } from '../record/values.js';

/**
 * The answer to a push, taken in one transaction: what was applied is clean, conflicts are registered with both
 * sides, what was refused is marked.
 *
 * @typedef {import('../types.js').Conflict} Conflict
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../types.js').Flight} Flight
 * @typedef {import('../types.js').PushAnswer} PushAnswer
 * @typedef {import('../store/store.js').Store} Store
 * @typedef {import('../record/merge.js').Outcome} Outcome
 * @typedef {(entry: Entry, row: Fields | null, sent: import('./push-outcomes.js').Sent) => Outcome} Decide
 */

/**
 * @param {Store} store
 * @param {Flight} flight
 * @param {PushAnswer} push
 * @returns {Promise<boolean>} false: another tab had taken the answer already
 */
export async function takeAnswer(store, flight, push) {
  const [standing, waited] = await Promise.all([
    store.state.get('inflight'),
    stuck(store),
    store.openShelves(),
  ]);
  if (standing?.body !== flight.body) return false;
  const conflicts = (push.conflicts ?? []).map((conflict) => ({ ...conflict, id: conflict.id }));
  const decisions = decisionsOf(store.ctx, push, conflicts);
  const given = await givenUp(store, flight, waited);
  await land(store, flight, decisions);
  // An empty push took its number: what it carried is free again, its decisions too.
  if (!standing.was) await closeResolved(store, flight, push, conflicts);
  await register(store, flight, conflicts);
  // It had been carried out before others' changes were pulled past it: who removed it since was not believed.
  if (standing.aside && !standing.was && push.repeated)
    await saveReplica(store, { ...(await replicaOf(store)), cursor: null, pass: null });
  await Promise.all([
    wakeByAnswer(store, flight, push, waited, given),
    unstage(store, flight, push),
    rememberDeletions(store, flight, push),
    store.state.delete('inflight'),
  ]);
  return true;
}

/**
 * @param {Context} ctx
 * @param {PushAnswer} push
 * @param {Conflict[]} conflicts
 * @returns {Map<string, Decide>}
 */
function decisionsOf(ctx, push, conflicts) {
  /** @type {Map<string, Decide>} */
  const decisions = new Map();
  const rules = (/** @type {string} */ name) => ({ counts: writable(ctx, name), served: served(ctx, name) });
  for (const { collection, id, ...answer } of push.applied ?? []) {
    decisions.set(`${collection} ${id}`, (entry, row, sent) =>
      applied(entry, row, sent, answer, rules(collection)),
    );
  }
  for (const conflict of conflicts) {
    decisions.set(`${conflict.collection} ${conflict.record}`, (entry, row) =>
      conflicted(entry, row, conflict),
    );
  }
  for (const refusal of push.rejected ?? []) {
    decisions.set(`${refusal.collection} ${refusal.id}`, (entry, row, sent) =>
      rejected(entry, row, sent, refusal),
    );
  }
  return decisions;
}

/**
 * @param {Store} store
 * @param {Flight} flight
 * @param {Map<string, Decide>} decisions
 */
async function land(store, flight, decisions) {
  const fields = sentFields(flight);
  const at = Date.now();
  const batch = new Batch(store);
  for (const collection of new Set(flight.sent.map((one) => one.collection))) {
    const sent = flight.sent.filter((one) => one.collection === collection);
    const ids = sent.map(({ id }) => id);
    const [entries, rows] = await Promise.all([
      store.entries.bulkGet(ids.map((id) => [collection, id])),
      store.rows(collection, ids),
    ]);
    sent.forEach(({ id, kind, edits }, i) => {
      const entry = entries[i];
      if (!entry) return;
      const unanswered = without(entry, 'sent');
      const row = entry.isActive ? (rows[i] ?? null) : null;
      const decide = decisions.get(`${collection} ${id}`);
      const outcome = decide
        ? decide(entry, row, { kind, edits, fields: fields(collection, id), number: flight.number, at })
        : { entry: unanswered, row, meta: null };
      batch.settle(entry, outcome);
    });
  }
  await batch.write();
}

/**
 * A resolution is done when its change was applied, or when a newer conflict took its place. If its change was
 * refused, it goes again with the next edit.
 * @param {Store} store
 * @param {Flight} flight
 * @param {PushAnswer} push
 * @param {Conflict[]} conflicts
 */
async function closeResolved(store, flight, push, conflicts) {
  const carried = await store.conflicts.bulkGet(flight.resolutions);
  const refused = new Set((push.rejected ?? []).map(({ collection, id }) => `${collection} ${id}`));
  const done = carried.flatMap((conflict) => {
    if (!conflict) return [];
    const stays =
      conflict.resolution?.outcome !== 'server' && refused.has(`${conflict.collection} ${conflict.record}`);
    return stays ? [] : [conflict.id];
  });
  await store.conflicts.bulkDelete(done.filter((id) => !conflicts.some((conflict) => conflict.id === id)));
}

/**
 * Step 5 and 7 of the pattern: the conflicting records with both sides, kept for the one who decides.
 * @param {Store} store
 * @param {Flight} flight
 * @param {Conflict[]} conflicts
 */
async function register(store, flight, conflicts) {
  for (const conflict of conflicts) {
    const older = await store.conflicts
      .where({ collection: conflict.collection, record: conflict.record })
      .primaryKeys();
    await store.conflicts.bulkDelete(older);
    const sent = flight.sent.find(
      ({ collection, id }) => collection === conflict.collection && id === conflict.record,
    );
    await store.conflicts.put({ ...conflict, edits: sent?.edits });
  }
}

/**
 * A record that was put aside by a reset under way, and then deleted from here, must not come back with the swap.
 * @param {Store} store
 * @param {Flight} flight
 * @param {PushAnswer} push
 */
async function unstage(store, flight, push) {
  const done = new Set((push.applied ?? []).map(({ collection, id }) => `${collection} ${id}`));
  /** @type {import('../types.js').PulledChanges} */
  const changes = {};
  for (const { collection, id, kind } of flight.sent) {
    if (kind !== 'deleted' || !done.has(`${collection} ${id}`)) continue;
    ((changes[collection] ??= {}).removed ??= []).push(id);
  }
  if (Object.keys(changes).length === 0) return;
  const { reset } = await stagedScopes(store);
  for (const scope of reset) await stage(store, { scope, changes });
}
