import { blankReport } from './report.js';
import { delay, pause } from '../net/retry.js';
import { standing } from '../push/pending.js';

/**
 * Waits for a state of the server, such as the one that a notification speaks of, or that another replica has reached.
 *
 * @typedef {import('../types.js').Config} Config
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Report} Report
 * @typedef {Record<string, number>} At by scope, a version
 */

/**
 * Where the store holds that state already, nothing is asked.
 * @param {Context} ctx
 * @param {At} until
 * @param {() => Promise<Report | null>} sync
 * @param {AbortSignal} [signal]
 * @returns {Promise<Report | null>} null: the signal ended this call
 */
export async function reach(ctx, until, sync, signal) {
  checkState(until);
  const { name } = ctx.db;
  const now = await standing(ctx);
  if (Object.keys(until).every((scope) => (now.at[scope] ?? 0) >= until[scope]))
    return { ...blankReport(ctx), ...now };
  for (let attempt = 1; ; attempt++) {
    const report = await sync();
    if (!report || !['synced', 'conflicts'].includes(report.status)) return report;
    // Somebody else has signed in: it was not about him.
    if (ctx.db.name !== name) return { ...report, status: 'failed', reason: 'other-user' };
    const { at } = report;
    // Of a scope that is not there after a pull, this user may read nothing.
    if (Object.keys(until).every((scope) => (at[scope] ?? Infinity) >= until[scope])) return report;
    const { retry } = /** @type {Config} */ (ctx.config);
    // The first may have been joined, and have looked before: it does not count, and the next begins at once.
    if (attempt > retry.attempts) return { ...report, status: 'failed', reason: 'not-reached' };
    if (attempt > 1) await pause(delay(retry, attempt - 1, null), signal);
  }
}

/** @param {unknown} until */
function checkState(until) {
  const isState =
    typeof until === 'object' &&
    until !== null &&
    Object.values(until).every((one) => Number.isSafeInteger(one));
  if (!isState) throw new TypeError('sync({until}) needs a state: {scope: version}, as in report.at.');
}
