/**
 * The application's only door to the network, with a lock on it: "work offline" makes every request fail the way a
 * missing network does, so that a conflict can be tried out on one machine without developer tools.
 */
import { at, keyOf } from './place.js';

const key = keyOf('tidemark.workOffline');
const changes = new EventTarget();

/** @returns {boolean} whether the user has chosen to work offline */
export const worksOffline = () => localStorage.getItem(key) === 'yes';

/** @param {boolean} offline */
export function workOffline(offline) {
  if (offline) localStorage.setItem(key, 'yes');
  else localStorage.removeItem(key);
  changes.dispatchEvent(new Event('change'));
}

/**
 * @param {() => void} listener called when the switch changes, in this tab or another
 * @param {AbortSignal} [signal]
 */
export function onSwitch(listener, signal) {
  changes.addEventListener('change', listener, { signal });
  window.addEventListener('storage', (event) => event.key === key && listener(), { signal });
}

/**
 * @param {() => void} listener called when the switch changes, or what the browser says of the network
 * @param {AbortSignal} [signal]
 */
export function onNetwork(listener, signal) {
  onSwitch(listener, signal);
  window.addEventListener('online', listener, { signal });
  window.addEventListener('offline', listener, { signal });
}

/**
 * `fetch` as long as the network may be used.
 *
 * @type {typeof fetch}
 */
export const request = (input, init) =>
  worksOffline() ? Promise.reject(new TypeError('Working offline by choice')) : window.fetch(input, init);

/** How long, in milliseconds, a question may stay unanswered while somebody waits for it in front of the screen. */
const patience = 15_000;

/**
 * @param {string} path from the place of the installation
 * @param {RequestInit} init
 * @param {number} [limit] more for an answer that takes its time on a slow line
 */
export const ask = (path, init, limit = patience) =>
  request(at(path), { ...init, signal: AbortSignal.timeout(limit) });

/** @param {unknown} fault of a question @returns {boolean} there is a server, but it does not answer */
export const isSilent = (fault) => fault instanceof DOMException && fault.name === 'TimeoutError';
