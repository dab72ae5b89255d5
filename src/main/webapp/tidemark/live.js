import { delay } from './retry.js';

/**
 * The server's event stream: the only user of EventSource. An event is a hint that a pull would bring something; the
 * truth comes by the pull.
 *
 * @typedef {{scope?: string, version?: number, spread?: number}} Hint without a version: whatever may have happened
 */

/**
 * Everybody hears of a change at once; not everybody should ask at once. Milliseconds, for a server that does not say
 * over how many the others are spread.
 */
const SPREAD = 400;

/** EventSource's own word for a stream that it has given up. */
const CLOSED = 2;

/**
 * @param {{url: string, retry: {base: number, max: number}}} config
 * @param {(isNeeded: () => boolean) => void} hint told what to ask before a pull: another one may have come first
 * @param {(hint: Hint) => boolean} isSeen
 * @returns {() => void} stops following
 */
export function follow({ url, retry }, hint, isSeen) {
  if (typeof EventSource === 'undefined') return () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Hint[]} */
  let waiting = [];
  const soon = (/** @type {Event} */ event) => {
    const told = read(event);
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
  /** @type {EventSource} */
  let source;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let again;
  let failures = 0;
  const listen = () => {
    source = new EventSource(`${url}/events`);
    source.addEventListener('changed', soon);
    // The stream may have been away while something changed; and a revoked replica learns it by asking.
    source.addEventListener('open', (event) => {
      failures = 0;
      soon(event);
    });
    source.addEventListener('revoked', soon);
    // Without a network the browser comes back by itself; after the 502 of a gateway, or the page of a portal, it does not.
    source.addEventListener('error', () => {
      if (source.readyState === CLOSED) again = setTimeout(listen, delay(retry, ++failures, null));
    });
  };
  listen();
  return () => {
    clearTimeout(timer);
    clearTimeout(again);
    source.close();
  };
}

/**
 * @param {Event} event
 * @returns {Hint}
 */
function read(event) {
  try {
    const { scope, version, spread } = JSON.parse(/** @type {MessageEvent} */ (event).data);
    return { scope, version, spread: Number.isFinite(spread) ? spread : undefined };
  } catch {
    return {};
  }
}
