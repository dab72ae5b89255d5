import { OneTab } from './one-tab.js';
import { hasStreams, listen } from './event-stream.js';

/**
 * Follows the server's events, by one stream for all tabs of a replica: a browser has six connections to a server, and
 * each stream keeps one. An event is a hint that a pull would bring something; the truth comes by the pull.
 *
 * @typedef {import('./event-stream.js').Hint} Hint
 */

/**
 * Everybody hears of a change at once; not everybody should ask at once. Milliseconds, for a server that does not say
 * over how many the others are spread.
 */
const SPREAD = 400;

/**
 * @param {{url: string, user?: string, retry: {base: number, max: number}}} config
 * @param {string} database
 * @param {import('../events.js').Events} events
 * @param {object} sync
 * @param {(isNeeded: () => boolean) => void} sync.hint told what to ask before a pull: another one may have come first
 * @param {(hint: Hint) => boolean} sync.isSeen
 * @param {() => boolean} sync.isWanted
 * @returns {() => void} stops following
 */
export function follow(config, database, events, { hint, isSeen, isWanted }) {
  if (!hasStreams()) return () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Hint[]} */
  let waiting = [];
  const soon = (/** @type {Hint} */ told) => {
    // What this replica itself has changed comes back as an event like everybody's.
    if (isSeen(told)) return;
    waiting.push(told);
    const spread = told.spread ?? SPREAD;
    if (spread === 0) tell();
    else timer ??= setTimeout(tell, Math.random() * spread);
  };
  const tell = () => {
    const hints = waiting;
    clearTimeout(timer);
    [timer, waiting] = [undefined, []];
    hint(() => !hints.every(isSeen));
  };

  // Whoever is not signed in would only hear it again and again.
  let isSignedOut = false;
  /** @type {ReturnType<typeof listen> | null} */
  let stream = null;
  const stops = [
    events.on('authRequired', () => (isSignedOut = true)),
    events.on('syncComplete', () => {
      if (!isSignedOut) return;
      isSignedOut = false;
      stream?.again();
    }),
  ];
  const take = () => {
    const heard = (/** @type {Hint} */ told) => {
      soon(told);
      tab.tell({ hint: told, isAwake: isVisible(), isDeaf: !isWanted() });
    };
    const isHere = () => !isSignedOut && isWanted();
    stream = listen(config, heard, isHere, () => tab.pass());
    return () => {
      stream?.end();
      stream = null;
    };
  };
  // The tab that hears it pulls it for all. Browsers slow a tab down that nobody sees: then one that is seen does it
  // too. And the application may have closed the database in one tab alone.
  const told = (/** @type {{hint: Hint, isAwake: boolean, isDeaf: boolean}} */ from) => {
    if (from.isDeaf || (isVisible() && !from.isAwake)) soon(from.hint);
  };
  const name = `tidemark live ${JSON.stringify([database, config.user ?? null, absolute(config.url)])}`;
  const tab = new OneTab(name, take, told);
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
    tab.stop();
  };
}

const isVisible = () => globalThis.document?.visibilityState !== 'hidden';

/**
 * Pages in different folders may say it differently.
 * @param {string} url
 */
function absolute(url) {
  const base = globalThis.document?.baseURI;
  return base ? new URL(url, base).href : url;
}
