/**
 * Waiting before another try, with jitter: replicas that lost the server together must not come back together.
 *
 * @typedef {import('../types.js').Config} Config
 * @typedef {import('./http.js').Exchange} Exchange
 */

/** Answers that say nothing of the request itself. */
const PASSING = new Set([429, 500, 502, 503, 504]);

/** The longest that a timer takes: with more it ends at once. */
const TIMER = 2 ** 31 - 1;

/**
 * @param {Exchange} outcome
 * @returns {boolean} another try may end otherwise; a server that starts has no such path yet
 */
const isPassing = (outcome) =>
  outcome.kind === 'unreachable' ||
  (outcome.kind === 'refused' &&
    (PASSING.has(outcome.status) || (outcome.status === 404 && outcome.name === '')));

/**
 * @param {Config} config
 * @param {() => Promise<Exchange>} ask
 * @param {AbortSignal} [signal]
 * @param {Exchange | null} [had] what came of the first try
 * @returns {Promise<Exchange>} the first outcome that another try would not change, or the last try's
 */
export async function withRetries({ retry }, ask, signal, had = null) {
  for (let attempt = 1; ; attempt++) {
    const outcome = (attempt === 1 && had) || (await ask());
    if (!isPassing(outcome) || attempt >= retry.attempts || isOffline()) return outcome;
    const asked = outcome.kind === 'refused' ? outcome.retryAfter : null;
    // Longer than this sync may wait: the next one tries again.
    if (asked !== null && asked > retry.max) return outcome;
    await pause(delay(retry, attempt, asked), signal);
    if (signal?.aborted) return { kind: 'aborted' };
  }
}

/** @returns {boolean} the browser knows that there is no network */
export const isOffline = () => globalThis.navigator?.onLine === false;

/**
 * @param {{base: number, max: number}} retry
 * @param {number} attempt
 * @param {number | null} asked what the server asked for, at least
 * @returns {number} milliseconds
 */
export function delay({ base, max }, attempt, asked) {
  const backoff = Math.min(max, base * 2 ** (attempt - 1));
  return (asked ?? 0) + backoff / 2 + Math.random() * (backoff / 2);
}

/**
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, Math.min(ms, TIMER));
    signal?.addEventListener('abort', done);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
}
