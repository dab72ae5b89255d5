/**
 * Who is signed in. The server's session cookie opens the API; the remembered name opens the local data, so that a
 * reload without a network finds the user's work again.
 */
import { ask, isSilent } from './network.js';
import { keyOf } from './place.js';

const key = keyOf('tidemark.user');
const leaving = keyOf('tidemark.leaving');

/** @typedef {{ user: string, roles: string[] }} Session */
/** @typedef {{ other: string }} Taken this user is signed in in this browser */
/** @typedef {{ seconds: number, tooMany: boolean }} Wait too many wrong passwords were tried, or the server is busy */

/** @returns {Session | null} the user whose data this browser keeps */
export function remembered() {
  try {
    const session = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof session?.user === 'string' ? { user: session.user, roles: session.roles ?? [] } : null;
  } catch {
    return null;
  }
}

/** @param {Session} session */
export const remember = (session) => localStorage.setItem(key, JSON.stringify(session));
export const forget = () => localStorage.removeItem(key);

/**
 * @param {() => void} listener called when another tab signs in or out
 * @param {AbortSignal} [signal]
 */
export const onOtherTab = (listener, signal) =>
  window.addEventListener(
    'storage',
    (event) => event.key === key && event.oldValue !== event.newValue && listener(),
    { signal },
  );

/** How often somebody has signed in on this page: an answer to a question of before says nothing about after. */
let signIns = 0;

/** @returns {Promise<Session | 'unauthenticated' | 'unreachable'>} */
export async function whoIsSignedIn() {
  const before = signIns;
  try {
    if (localStorage.getItem(leaving) && (await leave()) === 'unreachable') return 'unreachable';
    const answer = await ask('api', { headers: { Accept: 'application/json' } });
    if (answer.status === 401) return before === signIns ? 'unauthenticated' : whoIsSignedIn();
    if (!answer.ok) return 'unreachable';
    const { user, roles } = await answer.json();
    return { user, roles: roles ?? [] };
  } catch {
    return 'unreachable';
  }
}

/**
 * @param {string} user
 * @param {string} password
 * @returns {Promise<Session | Wait | Taken | 'unauthenticated' | 'unreachable' | 'silent'>}
 */
export async function signIn(user, password) {
  try {
    // Who has left without a network is still signed in for the server.
    if (localStorage.getItem(leaving) && (await leave()) === 'unreachable') return 'unreachable';
    const answer = await ask('sign-in', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ user, password }),
    });
    if (answer.status === 401) return 'unauthenticated';
    const seconds = Number(answer.headers.get('Retry-After'));
    if (seconds > 0) return { seconds, tooMany: answer.status === 429 };
    if (!answer.ok && answer.status !== 409) return 'unreachable';
    signIns += 1;
    const found = await whoIsSignedIn();
    // The server has not looked at the password, since a session is there.
    const isOther = answer.status === 409 && typeof found === 'object' && found.user !== user;
    return isOther ? { other: found.user } : found;
  } catch (fault) {
    return isSilent(fault) ? 'silent' : 'unreachable';
  }
}

/** @returns {Promise<boolean>} whether the server has the demo's users, whose passwords are no secret */
export async function isDemo() {
  try {
    const answer = await ask('sign-in', { headers: { Accept: 'application/json' } });
    return answer.ok && (await answer.json()).demo === true;
  } catch {
    return false;
  }
}

/** Ends the session; without a network the server hears of it as soon as there is one. */
export async function signOut() {
  forget();
  localStorage.setItem(leaving, 'yes');
  await leave();
}

/** @returns {Promise<'left' | 'unreachable'>} */
async function leave() {
  try {
    const answer = await ask('sign-out', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
    });
    if (!answer.ok && answer.status !== 401) return 'unreachable';
    localStorage.removeItem(leaving);
    return 'left';
  } catch {
    return 'unreachable';
  }
}
