import { FOREIGN, exchange } from '../net/http.js';
import { DEFECTIVE, defectOfDescription } from './answer-check.js';
import { replicaOf, saveReplica } from '../store/replica.js';
import { startNewReplica } from '../pull/new-replica.js';
import { transact } from '../store/store.js';

/**
 * Who is signed in, asked before anything is sent: one user's work is never sent as another's.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Config} Config
 * @typedef {import('../types.js').ServerInfo} ServerInfo
 * @typedef {import('../net/http.js').Exchange} Exchange
 */

/** The protocol that this client speaks. */
const PROTOCOL = 1;

/**
 * @param {Context} ctx
 * @param {AbortSignal} [signal]
 * @returns {Promise<Exchange>}
 */
export async function identify(ctx, signal) {
  const config = /** @type {import('../types.js').Config} */ (ctx.config);
  const answer = await atTheServer(config, signal);
  // Somebody else signs in: that was not about him.
  if (ctx.config !== config) return identify(ctx, signal);
  if (answer.kind !== 'answer') return answer;
  const info = /** @type {ServerInfo} */ (answer.body);
  if (!Array.isArray(info.collections) || typeof info.user !== 'string' || typeof info.epoch !== 'string')
    return FOREIGN;
  if (info.protocol !== PROTOCOL) return refusal(426, 'protocol-unsupported');
  const defect = defectOfDescription(info);
  if (defect) return { ...refusal(200, DEFECTIVE), problem: { pointer: defect } };
  const isOurs = await recognise(ctx, info, config);
  if (ctx.config !== config) return identify(ctx, signal);
  return isOurs ? answer : refusal(403, 'other-user');
}

/**
 * A redirection is seen before it is followed: one to the sign-in of another site looks like a network that is not
 * there.
 * @param {Config} config
 * @param {AbortSignal} [signal]
 * @returns {Promise<Exchange>}
 */
async function atTheServer(config, signal) {
  const first = await exchange(config, '', { signal, redirect: 'manual' });
  if (first.kind !== 'page' || !first.isElsewhere) return first;
  const followed = await exchange(config, '', { signal });
  return followed.kind === 'answer' ? followed : first;
}

/**
 * @param {Context} ctx
 * @param {ServerInfo} info
 * @param {Config} config under which it was asked
 * @returns {Promise<boolean>} false: this database belongs to another user
 */
async function recognise(ctx, info, config) {
  const { user, epoch } = info;
  const isOurs = await transact(ctx, 'rw', async (store) => {
    const replica = await replicaOf(store);
    if (ctx.config !== config || (replica.user ?? config.user ?? user) !== user) return false;
    await saveReplica(store, { ...replica, user, epoch });
    // A server restored from a backup: its versions are not the ones that this replica knows.
    if (replica.epoch !== null && replica.epoch !== epoch) await startNewReplica(store, { otherEpoch: true });
    await store.state.put({ key: 'server', info });
    return true;
  });
  if (isOurs && ctx.config === config) ctx.server = info;
  return isOurs;
}

/**
 * @param {number} status
 * @param {string} name
 * @returns {import('../net/http.js').Refused}
 */
function refusal(status, name) {
  return { kind: 'refused', status, name, problem: {}, retryAfter: null };
}

/**
 * Whether the server answers at all, asked without sending anything of the user's.
 * @param {Context} ctx
 * @returns {Promise<boolean>}
 */
export async function isThere(ctx) {
  const config = /** @type {Config} */ (ctx.config);
  return (await exchange(config, '')).kind !== 'unreachable';
}
