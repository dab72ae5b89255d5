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

/**
 * A change by another user of the demo, whose password is no secret, as from a device of theirs: without this browser's
 * session, and whatever its switch says.
 *
 * @param {string} user
 * @param {Record<string, unknown>} changes as in a push
 * @returns {Promise<any>} what became of it; null: it did not get there
 */
export async function pushAs(user, changes) {
  try {
    const answer = await window.fetch(at('api/sync'), {
      method: 'POST',
      credentials: 'omit',
      headers: { 'Content-Type': 'application/json', Authorization: `Basic ${btoa(`${user}:${user}`)}` },
      body: JSON.stringify({ replica: newReplica(), push: { number: 1, changes } }),
      signal: AbortSignal.timeout(patience),
    });
    return answer.ok ? (await answer.json()).push : null;
  } catch {
    return null;
  }
}

/** Also where the page is not served securely. */
const newReplica = () =>
  '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
    (
      Number(digit) ^
      ((crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) & (15 >> (Number(digit) / 4)))
    ).toString(16),
  );
