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
/** @typedef {{ demo: boolean, openid: boolean }} Ways whose passwords are no secret; whether a provider asks for them instead */
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
    const left = localStorage.getItem(leaving) && (await leave());
    if (left === 'unreachable') return 'unreachable';
    if (left && left.provider) location.assign(left.provider);
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

/** @returns {Promise<Ways>} how people sign in here */
export async function waysIn() {
  try {
    const answer = await ask('sign-in', { headers: { Accept: 'application/json' } });
    const { demo = false, openid = false } = answer.ok ? await answer.json() : {};
    return { demo, openid };
  } catch {
    return { demo: false, openid: false };
  }
}

/**
 * Ends the session; without a network the server hears of it as soon as there is one.
 *
 * @returns {Promise<string | null>} where to go, to sign out at the provider too
 */
export async function signOut() {
  forget();
  localStorage.setItem(leaving, 'yes');
  const left = await leave();
  return left === 'unreachable' ? null : left.provider;
}

/** @returns {Promise<{ provider: string | null } | 'unreachable'>} */
async function leave() {
  try {
    const answer = await ask('sign-out', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
    });
    if (!answer.ok && answer.status !== 401) return 'unreachable';
    const { location: provider = null } = answer.status === 200 ? await answer.json() : {};
    localStorage.removeItem(leaving);
    return { provider };
  } catch {
    return 'unreachable';
  }
}
