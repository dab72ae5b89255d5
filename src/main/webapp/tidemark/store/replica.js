import { newId } from '../record/values.js';

/**
 * The replica row: who this database is for the server, and how far it has come.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Replica} Replica
 * @typedef {import('./store.js').Store} Store
 */

/**
 * The replica of this database; a new one if it never was synchronised.
 * @param {Store} store
 * @returns {Promise<Replica>}
 */
export async function replicaOf(store) {
  return { ...fresh(), ...(await stored(store)) };
}

/**
 * @param {Store} store
 * @returns {PromiseLike<Replica | undefined>} the row, read once in a transaction
 */
function stored(store) {
  return (store.replica ??= store.state.get('replica'));
}

/**
 * @param {Store} store
 * @returns {Promise<boolean>} a pull must come before the next push
 */
export async function isInDoubt(store) {
  const { otherEpoch, inDoubt } = await replicaOf(store);
  return otherEpoch || inDoubt;
}

/**
 * @param {Replica} replica
 * @param {import('../types.js').Asked} asked
 * @returns {boolean} since then another tab has pushed, or begun anew: the answer speaks of what was
 */
export const isOvertaken = (replica, asked) =>
  replica.replica !== asked.replica || replica.number !== asked.number;

/** @returns {Replica} one that has sent and pulled nothing */
export function fresh() {
  return {
    ...{ key: 'replica', replica: newId(), number: 0, cursor: null, lastSync: null },
    ...{ epoch: null, user: null, collections: [], full: false, otherEpoch: false, inDoubt: false },
    ...{ pass: null, at: {} },
  };
}

/**
 * @param {Store} store
 * @param {Replica} replica
 */
export async function saveReplica(store, replica) {
  store.replica = Promise.resolve(replica);
  await store.state.put(replica);
}

/**
 * @param {Replica} replica
 * @param {string[]} wanted
 * @returns {boolean} its cursor, and the state that it stands for, are of all these collections
 */
export const covers = ({ collections }, wanted) => wanted.every((name) => collections.includes(name));

/**
 * A cursor that covers fewer collections than the application now has cannot bring the others' past.
 * @param {Store} store
 * @param {Context} ctx
 * @returns {Promise<Replica>}
 */
export async function coverCollections(store, ctx) {
  const row = await stored(store);
  const replica = { ...fresh(), ...row };
  const wanted = ctx.config?.collections ?? [];
  // Of a row that an older build has written, nobody knows which state of the server it stands for.
  const covered = covers(replica, wanted) && row?.at !== undefined;
  // Most often there is nothing to write, and what writes nothing commits faster.
  if (covered) return replica;
  const next = { ...replica, collections: wanted, cursor: null, at: {} };
  await saveReplica(store, next);
  return next;
}
