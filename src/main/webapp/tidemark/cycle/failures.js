import { count } from '../push/pending.js';
import { heldBack } from '../conflict/freed.js';
import { atTheDoor, endOf, onTheWay } from './gateway.js';
import { callBack, callOff } from '../push/push.js';
import { identify } from './handshake.js';
import { isOvertaken, replicaOf, saveReplica } from '../store/replica.js';
import { startNewReplica } from '../pull/new-replica.js';
import { transact } from '../store/store.js';

/**
 * What follows when the server does not answer, or refuses: try again (differently), or end with a status. Nothing of
 * the user's is given up by any of it, except by a revocation, whose point that is.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Asked} Asked
 * @typedef {import('../types.js').Flight} Flight
 * @typedef {import('../types.js').Status} Status
 * @typedef {import('../net/http.js').Exchange} Exchange
 * @typedef {import('../net/http.js').Refused} Refused
 * @typedef {import('./limits.js').Limits} Limits
 * @typedef {import('../types.js').End} End
 * @typedef {{again: 'identify' | 'rebuild'} | {again: 'pull', end: End} | End} Consequence pull: nothing more is sent, but asked
 *   for, and then that is the end
 */

/** With these the server asks to be left alone, or speaks another protocol: a pull would meet the same. */
const ALONE = [426, 429, 503];

/**
 * @param {Context} ctx
 * @param {Exclude<Exchange, {kind: 'answer'}>} outcome
 * @param {Flight | null} flight
 * @param {Limits} limits lowered when a push was too large
 * @param {Asked | null} [asked] the request, if it was one of a replica
 * @returns {Promise<Consequence>}
 */
export async function consequence(ctx, outcome, flight, limits, asked = flight) {
  if (outcome.kind === 'aborted') return endOf(outcome);
  if (outcome.kind === 'refused' && outcome.status === 401) {
    // Whoever signs in next may be somebody else.
    ctx.isIdentified = false;
    return { status: 'unauthenticated', reason: 'unauthenticated' };
  }
  const isServers = outcome.kind === 'refused' && outcome.name !== '';
  if (!isServers || (flight && outcome.status === 500)) {
    const atDoor = (/** @type {Exclude<Exchange, {kind: 'answer'}>} */ who) =>
      consequence(ctx, who, null, limits);
    return asked ? onTheWay(ctx, outcome, flight, limits, atDoor) : atTheDoor(ctx, outcome);
  }
  return (await answered(ctx, outcome, flight, limits, asked)) ?? ended(outcome, flight);
}

/**
 * @param {Context} ctx
 * @param {Refused} refused by the server
 * @param {Flight | null} flight
 * @param {Limits} limits
 * @param {Asked | null} asked
 * @returns {Promise<Consequence | null>} null: it is the end
 */
async function answered(ctx, refused, flight, limits, asked) {
  if (!asked) return null;
  const { status, name } = refused;
  if (status === 403 && name === 'replica-not-owned') return notOwned(ctx, limits, asked);
  if (status === 409 && name === 'replica-reset-required') return startAnew(ctx, asked);
  if (status === 410 && name === 'replica-revoked') return wipe(ctx, asked);
  if (status === 400 && isOfCursor(refused) && asked.cursor !== null) return fromNothing(ctx, flight, asked);
  if (status === 400 && flight) return setAside(ctx, flight, refused);
  if (status === 413 && flight && flight.sent.length > 0) return split(ctx, flight, limits);
  return null;
}

/**
 * @param {Refused} refused
 * @param {Flight | null} flight
 * @returns {Consequence} what others wrote is fetched although what was written here is not taken
 */
function ended(refused, flight) {
  const end = endOf(refused);
  return flight && !ALONE.includes(refused.status) ? { again: 'pull', end } : end;
}

/**
 * @param {Context} ctx
 * @param {Asked} asked
 * @returns {Promise<Consequence>}
 */
async function startAnew(ctx, asked) {
  await transact(ctx, 'rw', async (store) => {
    // The number is out of step with what another tab has sent meanwhile, which is as it should be.
    if (isOvertaken(await replicaOf(store), asked)) return;
    await startNewReplica(store);
  });
  return { again: 'identify' };
}

/** @param {Refused} refused */
const isOfCursor = ({ problem }) => String(problem.pointer ?? '').startsWith('/pull/cursor');

/**
 * The server does not know the cursor, so that all is pulled again. The outbox stays as it is: nothing of the request
 * was carried out.
 * @param {Context} ctx
 * @param {Flight | null} flight
 * @param {Asked} asked
 * @returns {Promise<Consequence>}
 */
async function fromNothing(ctx, flight, asked) {
  // Unless it was sent before: only a pull can tell what became of it.
  if (flight?.lost) return startAnew(ctx, asked);
  if (flight) await callBack(ctx, flight);
  await transact(ctx, 'rw', async (store) => {
    const replica = await replicaOf(store);
    const isOurs = replica.replica === asked.replica && replica.cursor === asked.cursor;
    if (isOurs) await saveReplica(store, { ...replica, cursor: null });
  });
  return { again: 'identify' };
}

/**
 * Either somebody else is signed in by now, and then nothing of this database is his; or the replica id is taken.
 * @param {Context} ctx
 * @param {Limits} limits
 * @param {Asked} asked
 * @returns {Promise<Consequence>}
 */
async function notOwned(ctx, limits, asked) {
  const who = await identify(ctx);
  return who.kind === 'answer' ? startAnew(ctx, asked) : consequence(ctx, who, null, limits);
}

/**
 * Only the database of the replica that was revoked: meanwhile another user's may be open, or another tab may have
 * begun anew.
 * @param {Context} ctx
 * @param {Asked} asked
 * @returns {Promise<Consequence>}
 */
async function wipe(ctx, asked) {
  const lost = await transact(ctx, 'rw', async (store) => {
    const { replica } = await replicaOf(store);
    if (replica !== asked.replica) return null;
    const { total } = await count(store);
    await store.wipe();
    return total;
  });
  if (lost === null) return { again: 'identify' };
  // The replica that comes next belongs to whoever it is then.
  Object.assign(ctx, { lastSync: null, isIdentified: false, seen: {} });
  return { status: 'revoked', reason: 'replica-revoked', lost };
}

/**
 * Half as many changes; a single one that is too large is refused, so that the others can go.
 * @param {Context} ctx
 * @param {Flight} flight
 * @param {Limits} limits
 * @returns {Promise<Consequence>}
 */
async function split(ctx, flight, limits) {
  // It may have been carried out all the same, if somebody on the way takes less than who was there before.
  if (flight.lost) {
    await callOff(ctx, flight);
    return { again: 'rebuild' };
  }
  const groups = new Set((await entriesOf(ctx, flight)).map((entry) => entry.group ?? entry.id));
  if (groups.size <= 1)
    return refuse(ctx, flight, flight.sent, 'too-large', 'The server takes no push of this size.');
  limits.changes = limits.whole = Math.max(1, Math.floor(flight.sent.length / 2));
  await callBack(ctx, flight);
  return { again: 'rebuild' };
}

/**
 * A message that the server cannot read is a defect. If it names the change, that one waits and the others go.
 * @param {Context} ctx
 * @param {Flight} flight
 * @param {Refused} refused
 * @returns {Promise<Consequence | null>}
 */
async function setAside(ctx, flight, refused) {
  const [, push, changes, collection, kind, index] = String(refused.problem.pointer ?? '').split('/');
  const list =
    push === 'push' && changes === 'changes'
      ? JSON.parse(flight.body).push.changes[collection]?.[kind]
      : null;
  const culprit = list?.[Number(index)];
  if (!culprit) return null;
  // It may have been carried out all the same, by a server that could still read it: only a pull can tell.
  if (flight.lost) return startAnew(ctx, flight);
  const sent = flight.sent.filter((one) => one.collection === collection && one.id === culprit.id);
  const detail = `${refused.problem.detail ?? ''} (${refused.problem.pointer})`.trim();
  return refuse(ctx, flight, sent, 'malformed', detail);
}

/**
 * @param {Context} ctx
 * @param {Flight} flight
 * @param {Flight['sent']} sent
 * @param {string} reason
 * @param {string} detail
 * @returns {Promise<Consequence>}
 */
async function refuse(ctx, flight, sent, reason, detail) {
  await callBack(ctx, flight, async (store) => {
    for (const { collection, id, edits } of sent) {
      const entry = await store.entry(collection, id);
      if (entry?.edits !== edits) continue;
      const rejected = { ...entry, rejected: { reason, detail } };
      await store.entries.put(reason === 'too-large' ? heldBack(entry, reason, detail) : rejected);
    }
  });
  ctx.events.emit(
    'rejected',
    sent.map(({ collection, id }) => ({ collection, id, reason, detail })),
  );
  return { again: 'rebuild' };
}

/**
 * @param {Context} ctx
 * @param {Flight} flight
 */
function entriesOf(ctx, flight) {
  return transact(ctx, 'r', async (store) => {
    const keys = flight.sent.map(({ collection, id }) => /** @type {[string, string]} */ ([collection, id]));
    return (await store.entries.bulkGet(keys)).flatMap((entry) => (entry ? [entry] : []));
  });
}
