/** The status line in words: how the server stands, and what has not been sent and why. Pure: no page, no store. */
import { serverFact as serverOf, workFacts as workOf } from '../../components/conflict/standing.js';
import { say } from '../texts/texts.js';
import { to } from './route.js';

/** @typedef {import('./sync-status.js').Tide} Tide */
/** @typedef {import('../../components/conflict/standing.js').Fact} Known what the components say too, without a page to go to */
/** @typedef {{ text: string, icon: import('../part/icon.js').IconName, tone: 'good' | 'wait' | 'plain', href?: string, at?: string | null, isTrying?: boolean, isSignIn?: boolean }} Fact `at`: the next try; isSignIn: it asks for the password */

const servers = /** @type {const} */ ({
  online: 'online',
  offline: 'offline',
  connecting: 'connecting',
  notConnected: 'notConnected',
  unreachable: 'unreachable',
  serverTrouble: 'serverFailed',
  signInAgain: 'signInAgain',
  accessEnded: 'accessEnded',
});

/**
 * @param {Pick<Tide, 'chosen' | 'isAway' | 'connection'>} tide
 * @returns {Fact}
 */
export function serverFact({ chosen, isAway, connection }) {
  const href = to('browser');
  if (chosen) return { text: say('workingOffline'), icon: 'offline', tone: 'wait', href };
  const { server, isRunning, retryAt } = connection;
  // Nobody signs in without a network. What cannot be kept here is told as work, beside this.
  const { key, tone } = serverOf({
    ...{ ...connection, storage: 'available', online: !isAway },
    server: isAway ? 'unreachable' : server,
  });
  const text = say(servers[/** @type {keyof typeof servers} */ (key)]);
  const isLost = server === 'unreachable' || server === 'failed';
  return {
    ...{ text, tone, href, icon: key === 'online' ? 'online' : 'offline' },
    at: isLost ? retryAt : null,
    isTrying: isLost && isRunning && !isAway,
    isSignIn: key === 'signInAgain',
  };
}

/**
 * @param {Pick<Tide, 'counts' | 'connection' | 'lastSync'> & Partial<Pick<Tide, 'chosen'>>} tide
 * @returns {Fact[]} "All sent" only where everything is known to be
 */
export function workFacts({ counts, connection, lastSync, chosen }) {
  if (connection.storage === 'unavailable')
    return [{ text: say('nothingKept'), icon: 'warning', tone: 'wait', href: to('browser') }];
  // Who works offline on purpose sends nothing, even while a sync finds that out.
  const isRunning = connection.isRunning && !chosen;
  return workOf(counts, { ...connection, isRunning }, lastSync).flatMap((fact) =>
    shown(fact, counts?.conflicts ?? 0),
  );
}

/** @param {Known} fact @param {number} conflicts @returns {Fact[]} what is received is told elsewhere, with its progress */
function shown({ key, tone, values = {} }, conflicts) {
  const waiting = say('waitsCount', { count: values['waiting'] });
  const [outbox, disputed] = [to('outbox'), toConflicts(conflicts)];
  /** @type {Partial<Record<Known['key'], Omit<Fact, 'tone'>>>} */
  const all = {
    sending: { text: say('sending', values), icon: 'pending', href: outbox },
    toSend: { text: say('toSend', values), icon: 'pending', href: outbox },
    waits: { text: say('waitsForConflicts', { ...values, waiting }), icon: 'conflict', href: disputed },
    waitsForDecision: { text: say('waitsForDecision', { waiting }), icon: 'conflict', href: disputed },
    toDecide: { text: say('toDecide', values), icon: 'conflict', href: disputed },
    refused: { text: say('refusedCount', values), icon: 'refused', href: to('refused') },
    kept: { text: say('keptCount', values), icon: 'pending', href: outbox },
    allSent: { text: say('allSent'), icon: 'decided', href: outbox },
    nothingToSend: { text: say('nothingToSend'), icon: 'decided', href: outbox },
  };
  const found = all[key];
  return found ? [{ ...found, tone }] : [];
}

/**
 * While a conflict is open, a replica whose gate is `block` neither sends nor receives.
 *
 * @param {number} conflicts
 */
export const pauseText = (conflicts) => say('paused', { count: conflicts });

/**
 * What others change does not arrive while a conflict is open: the time alone would look like the usual one.
 *
 * @param {Pick<Tide, 'counts'>} tide
 */
export const pauseFact = ({ counts }) => (counts?.conflicts ? say('pausedMark') : '');

/** From a badge to the question in one step: where there is one conflict, to that one. @param {number} count */
export const toConflicts = (count) => (count === 1 ? to('conflicts', 'next') : to('conflicts'));
