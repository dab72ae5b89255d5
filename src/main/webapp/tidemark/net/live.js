import { OneTab } from './one-tab.js';
import { hasStreams, listen } from './event-stream.js';

/**
 * Follows the server's events, by one stream for all tabs of a replica: a browser has six connections to a server, and
 * each stream keeps one. An event is a hint that a pull would bring something, or what it would bring.
 *
 * @typedef {import('./event-stream.js').Hint} Hint
 * @typedef {import('../types.js').LivePage} LivePage
 */

/**
 * Everybody hears of a change at once; not everybody should ask at once. Milliseconds, for a server that does not say
 * over how many the others are spread.
 */
const SPREAD = 400;

/** Whose pages are wanted is known when the database is open. An application may be slow to open it. */
const OPENS = 1000;

/**
 * @param {{url: string, user?: string, retry: {base: number, max: number}}} config
 * @param {string} database
 * @param {import('../events.js').Events} events
 * @param {object} sync
 * @param {(isNeeded: () => boolean, page?: LivePage) => void} sync.hint told what to ask before a pull: another one may
 *   have come first
 * @param {(hint: Hint) => boolean} sync.isSeen
 * @param {() => boolean} sync.isWanted
 * @param {() => string | null | undefined} sync.replica as in Context
 * @returns {() => void} stops following
 */
export function follow(config, database, events, { hint, isSeen, isWanted, replica }) {
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

  const bring = (/** @type {LivePage} */ page, /** @type {Hint[]} */ hints) => {
    const isNeeded = () => !hints.every(isSeen);
    if (isNeeded()) hint(isNeeded, page);
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
      const hints = told.page ? hintsOf(told.page) : [told];
      if (told.page) bring(told.page, hints);
      else soon(told);
      for (const one of hints) tab.tell({ hint: one, isAwake: isVisible(), isDeaf: !isWanted() });
    };
    const isHere = () => !isSignedOut && isWanted();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let opens;
    const begin = () => {
      clearTimeout(opens);
      if (stream) stream.again();
      else stream = listen(config, heard, isHere, () => tab.pass(), replica);
    };
    const forget = events.on('replica', begin);
    if (replica() !== undefined) begin();
    else {
      opens = setTimeout(begin, OPENS);
      // In Node it would keep the process alive.
      /** @type {any} */ (opens).unref?.();
    }
    return () => {
      clearTimeout(opens);
      forget();
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

/**
 * What a page brings, as hints would say it.
 * @param {LivePage} page
 * @returns {Hint[]}
 */
const hintsOf = ({ answer: { pull } }) =>
  Object.entries(pull.seen ?? {}).map(([scope, version]) => ({ scope, version, spread: 0 }));

const isVisible = () => globalThis.document?.visibilityState !== 'hidden';

/**
 * Pages in different folders may say it differently.
 * @param {string} url
 */
function absolute(url) {
  const base = globalThis.document?.baseURI;
  return base ? new URL(url, base).href : url;
}
