/** The status line in words: how the server stands, and what has not been sent and why. Pure: no page, no store. */
import { to } from './route.js';

/** @typedef {import('./sync-status.js').Tide} Tide */
/** @typedef {{ text: string, icon: import('../part/icon.js').IconName, tone: 'good' | 'wait' | 'plain', href?: string, at?: string | null, isTrying?: boolean }} Fact `at`: the next try */

const servers = /** @type {const} */ ({
  unknown: 'Not connected yet',
  reached: 'Online',
  unreachable: 'Server not reachable',
  unauthenticated: 'Signed out',
  revoked: 'Access ended',
  failed: 'Sync failed',
});

/**
 * What the browser says of the network is a hint; the last answer of the server says more, if it came later.
 *
 * @param {Pick<Tide, 'chosen' | 'isAway' | 'connection'>} tide
 * @returns {Fact}
 */
export function serverFact({ chosen, isAway, connection }) {
  const { server, isRunning, retryAt } = connection;
  if (chosen) return { text: 'Working offline', icon: 'offline', tone: 'wait' };
  const at = server === 'unreachable' || server === 'failed' ? retryAt : null;
  if (isAway) return { text: 'Offline', icon: 'offline', tone: 'wait', at };
  if (server === 'unknown' && isRunning) return { text: 'Connecting', icon: 'offline', tone: 'wait' };
  if (server === 'reached') return { text: servers.reached, icon: 'online', tone: 'good' };
  return { text: servers[server], icon: 'offline', tone: 'wait', at, isTrying: isRunning };
}

/**
 * @param {Pick<Tide, 'counts' | 'connection' | 'lastSync'>} tide
 * @returns {Fact[]} "All sent" only where everything is known to be
 */
export function workFacts({ counts, connection, lastSync }) {
  if (connection.storage === 'unavailable')
    return [{ text: 'Nothing is kept in this browser', icon: 'warning', tone: 'wait' }];
  if (!counts) return [];
  const { toSend, waiting, conflicts, rejected, total } = counts;
  /** @type {(Fact | false)[]} */
  const facts = [
    toSend > 0 && { text: `${toSend} to send`, icon: 'pending', tone: 'wait' },
    waiting > 0
      ? { text: waits(waiting, conflicts), icon: 'conflict', tone: 'wait', href: to('conflicts') }
      : conflicts > 0 && {
          text: `${conflictsOf(conflicts)} to decide`,
          icon: 'conflict',
          tone: 'wait',
          href: to('conflicts'),
        },
    rejected > 0 && { text: `${rejected} refused`, icon: 'refused', tone: 'wait', href: to('refused') },
  ];
  const open = facts.filter((fact) => fact !== false);
  if (open.length) return open;
  if (total) return [{ text: `${total} kept here`, icon: 'pending', tone: 'wait' }];
  return [{ text: lastSync ? 'All sent' : 'Nothing to send', icon: 'decided', tone: 'plain' }];
}

/**
 * While a conflict is open, a replica whose gate is `block` neither sends nor receives.
 *
 * @param {number} conflicts
 */
export const pauseText = (conflicts) =>
  conflicts === 1
    ? 'One conflict waits for you. Sending and receiving pause until it is decided.'
    : `${conflicts} conflicts wait for you. Sending and receiving pause until they are decided.`;

/**
 * What others change does not arrive while a conflict is open: the time alone would look like the usual one.
 *
 * @param {Pick<Tide, 'counts'>} tide
 */
export const pauseFact = ({ counts }) => (counts?.conflicts ? '· paused' : '');

/** @param {number} count */
const conflictsOf = (count) => `${count} ${count === 1 ? 'conflict' : 'conflicts'}`;

/** @param {number} waiting @param {number} conflicts */
const waits = (waiting, conflicts) =>
  `${waiting} ${waiting === 1 ? 'waits' : 'wait'} for ${conflicts ? conflictsOf(conflicts) : 'a decision'}`;
