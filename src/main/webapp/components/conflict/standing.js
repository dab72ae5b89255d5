/** How a replica stands with its server, and what waits: the facts of a status bar, in their order. Pure. */

/** @typedef {import('@tidemark/client').Connection} Connection */
/** @typedef {import('@tidemark/client').Pending} Pending */
/** @typedef {import('../texts/texts.js').Key} Key */
/** @typedef {{ key: Key, tone: 'good' | 'wait' | 'plain', values?: Record<string, any>, about?: 'conflicts' | 'refused' | 'account' }} Fact */

/**
 * What the browser says of the network is a hint; the last answer of the server says more, if it came later.
 *
 * @param {Connection} connection
 * @returns {Fact}
 */
export function serverFact({ online, server, isRunning, storage }) {
  if (storage === 'unavailable') return { key: 'nothingKept', tone: 'wait' };
  if (storage === 'full') return { key: 'storageFull', tone: 'wait' };
  if (server === 'unauthenticated') return { key: 'signInAgain', tone: 'wait', about: 'account' };
  if (server === 'revoked') return { key: 'accessEnded', tone: 'wait', about: 'account' };
  if (!online) return { key: 'offline', tone: 'wait' };
  if (server === 'reached') return { key: 'online', tone: 'good' };
  if (server === 'failed') return { key: 'serverTrouble', tone: 'wait' };
  if (server === 'unreachable') return { key: 'unreachable', tone: 'wait' };
  return { key: isRunning ? 'connecting' : 'notConnected', tone: 'wait' };
}

/**
 * @param {Connection} connection
 * @param {number} now
 * @returns {Fact | null} when it is tried again by itself
 */
export function retryFact({ retryAt, isRunning, server }, now) {
  if (server !== 'unreachable' && server !== 'failed') return null;
  if (isRunning) return { key: 'tryingNow', tone: 'plain' };
  if (!retryAt) return null;
  const seconds = Math.max(1, Math.ceil((Date.parse(retryAt) - now) / 1000));
  return { key: 'retryIn', tone: 'plain', values: { seconds } };
}

/**
 * @param {Pending | null} counts null: not known
 * @param {Connection} connection
 * @param {string | null} lastSync
 * @returns {Fact[]} "All sent" only where everything is known to be
 */
export function workFacts(counts, { progress, isRunning }, lastSync) {
  if (!counts) return [];
  const { toSend, waiting, conflicts, rejected, total } = counts;
  /** @type {Fact[]} */
  const facts = [];
  const isSending = isRunning && progress?.phase === 'push' && toSend > 0;
  if (toSend > 0)
    facts.push({ key: isSending ? 'sending' : 'toSend', tone: 'wait', values: { count: toSend } });
  if (isRunning && progress?.phase === 'pull') facts.push({ key: 'receiving', tone: 'plain' });
  if (waiting > 0)
    facts.push({
      key: conflicts ? 'waits' : 'waitsForDecision',
      tone: 'wait',
      about: 'conflicts',
      values: { waiting, count: conflicts || waiting },
    });
  else if (conflicts > 0)
    facts.push({ key: 'toDecide', tone: 'wait', about: 'conflicts', values: { count: conflicts } });
  if (rejected > 0)
    facts.push({ key: 'refused', tone: 'wait', about: 'refused', values: { count: rejected } });
  if (facts.some(({ tone }) => tone === 'wait')) return facts;
  if (total > 0) return [...facts, { key: 'kept', tone: 'wait', values: { count: total } }];
  return [...facts, { key: lastSync ? 'allSent' : 'nothingToSend', tone: 'plain' }];
}
