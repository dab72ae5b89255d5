import { callOff, countFailure } from '../push/push.js';
import { identify } from './handshake.js';
import { isPortal } from '../net/portal.js';
import { FOREIGN } from '../net/http.js';

/**
 * Somebody between here and the server answers instead of it: a gateway, a firewall, a sign-in, a portal, a server that
 * is only starting. What he refuses may have arrived all the same. So no push is given up by his word: an empty one
 * takes its number, with the server, before anything of it goes in another one.
 *
 * @typedef {import('../types.js').Config} Config
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Flight} Flight
 * @typedef {import('./limits.js').Limits} Limits
 * @typedef {import('../net/http.js').Exchange} Exchange
 * @typedef {import('../net/http.js').Refused} Refused
 * @typedef {import('./failures.js').Consequence} Consequence
 * @typedef {import('./failures.js').End} End
 */

/** A gateway's answers when its server is not there, or not yet. */
const AWAY = [404, 408, 425, 502, 503, 504, 511];

/** As many syncs must a push fail in before what looks like a failure of the server's is laid to the push. */
const TIMES = 3;

/** So many refusals in a sync that lets nothing through are enough. */
const PROBES = 20;

/** So many are enough in any sync: the next one goes on. */
const MOST = 200;

/**
 * What came instead of the answer to who is signed in.
 * @param {Context} ctx
 * @param {Exclude<Exchange, {kind: 'answer'}>} outcome
 * @returns {Promise<End>}
 */
export async function atTheDoor(ctx, outcome) {
  if (outcome.kind === 'page' && (await isPortal(/** @type {Config} */ (ctx.config))))
    return { status: 'offline', reason: 'a portal of the network answers instead of the server' };
  const isShut = outcome.kind === 'refused' && outcome.status === 403 && outcome.name === '';
  if (outcome.kind !== 'page' && !isShut) return endOf(outcome);
  ctx.isIdentified = false;
  return {
    status: 'unauthenticated',
    reason: isShut ? 'HTTP 403' : 'a page to sign in answers instead of the server',
  };
}

/**
 * What came instead of the server's answer to a push or a pull.
 * @param {Context} ctx
 * @param {Exclude<Exchange, {kind: 'answer'}>} outcome
 * @param {Flight | null} flight
 * @param {Limits} limits
 * @param {(who: Exclude<Exchange, {kind: 'answer'}>) => Promise<Consequence>} atDoor
 * @returns {Promise<Consequence>}
 */
export async function onTheWay(ctx, outcome, flight, limits, atDoor) {
  // Who lets this through, and not that, has something against that. Once is enough.
  if (limits.refusals === 0) {
    const who = await identify(ctx);
    if (who.kind !== 'answer') return atDoor(who);
  }
  const end = endOf(outcome, true);
  if (!flight) return end;
  limits.refusals += 1;
  if (flight.was) limits.acquit(flight);
  const isEnough = limits.refusals > (limits.isOpen ? MOST : PROBES);
  if (flight.was || isEnough) return { again: 'pull', end };
  limits.isAgainstThis ||= isAgainstThis(outcome) || (await countFailure(ctx, flight)) >= TIMES;
  if (!limits.isAgainstThis) return { again: 'pull', end };
  await limits.halve(ctx, flight, why(outcome));
  await callOff(ctx, flight);
  return { again: 'rebuild' };
}

/**
 * @param {Exchange} outcome
 * @returns {boolean} not a failure that may pass
 */
function isAgainstThis(outcome) {
  if (outcome.kind === 'page') return true;
  if (outcome.kind !== 'refused' || outcome.name !== '') return false;
  const { status, isPage } = outcome;
  if (status === 404) return true;
  return status !== 429 && !AWAY.includes(status) && (status < 500 || isPage === true);
}

/**
 * @param {Exchange} outcome
 * @returns {{reason: string, detail: string, isTooLarge: boolean}} for whoever wrote the change
 */
function why(outcome) {
  const status = outcome.kind === 'refused' ? outcome.status : null;
  const said = status ? ` It answers ${status}.` : '';
  if (outcome.kind === 'refused' && outcome.name !== '')
    return {
      reason: 'gateway',
      detail: `The server fails when it gets this change.${said}`,
      isTooLarge: false,
    };
  const detail = `Something between you and the server does not let this change through.${said}`;
  return { reason: 'gateway', detail, isTooLarge: status === 413 };
}

/**
 * @param {Exclude<Exchange, {kind: 'answer'}>} outcome
 * @param {boolean} [isThere] the server has answered something else
 * @returns {End}
 */
export function endOf(outcome, isThere = false) {
  if (outcome.kind === 'aborted') return { status: 'failed', reason: 'aborted' };
  if (outcome.kind === 'page') return { status: 'offline', reason: FOREIGN.reason };
  if (outcome.kind === 'unreachable') return { status: 'offline', reason: outcome.reason };
  const { status, name, problem, retryAfter } = outcome;
  const place = problem.pointer ? ` at ${problem.pointer}` : '';
  const reason = (name || problem.title || `HTTP ${status}`) + place;
  // A container that deploys answers 404, 503, or 500 without a word.
  const isBlank = !isThere && status >= 500 && Object.keys(problem).length === 0;
  const isAway = name === '' && (AWAY.includes(status) || isBlank);
  return {
    status: isAway ? 'offline' : 'failed',
    reason,
    ...(retryAfter === null ? {} : { retryAfter }),
  };
}
