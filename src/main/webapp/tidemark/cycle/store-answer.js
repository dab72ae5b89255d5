import { takeAnswer } from '../push/push-answer.js';
import { takePage } from '../pull/pull.js';
import { transact } from '../store/store.js';

/**
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Flight} Flight
 * @typedef {import('../types.js').SyncAnswer} SyncAnswer
 * @typedef {import('../store/store.js').Store} Store
 */

/**
 * What the server decided, and what it sent besides, in one transaction.
 * @param {Context} ctx
 * @param {SyncAnswer} answer
 * @param {import('../types.js').Asked} asked
 * @param {Flight | null} flight
 * @param {boolean} isLast nothing else is to be sent or asked for
 * @param {() => unknown} decided called when the decisions are stored, unless another tab had taken them
 * @returns {Promise<import('../pull/pull.js').Taken>}
 */
export async function storeAnswer(ctx, answer, asked, flight, isLast, decided) {
  const { push } = answer;
  const decisions = async (/** @type {Store} */ store) => flight && push && takeAnswer(store, flight, push);
  const page = (/** @type {Store} */ store) => takePage(store, answer, asked, isLast);
  const { isOurs, taken } = await transact(ctx, 'rw', async (store) => ({
    isOurs: await decisions(store),
    taken: await page(store),
  })).catch(async (error) => {
    if (!push) throw error;
    // A record that this store does not take must not keep what was sent from being acknowledged.
    return { isOurs: await transact(ctx, 'rw', decisions), taken: null };
  });
  if (isOurs) decided();
  return taken ?? transact(ctx, 'rw', page);
}
