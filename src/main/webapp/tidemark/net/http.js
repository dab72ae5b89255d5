import { parse } from './json.js';

/**
 * The network: the only user of fetch. Whatever happens is a value; nothing is thrown for what the network or the
 * server did.
 *
 * @typedef {import('../types.js').Config} Config
 * @typedef {{kind: 'answer', body: any}} Answered
 * @typedef {{kind: 'refused', status: number, name: string, problem: Record<string, any>, retryAfter: number | null,
 *   isPage?: boolean}} Refused name: '' where it is not the server that refuses; isPage: with a page for people
 * @typedef {{kind: 'unreachable', reason: string}} Unreachable
 * @typedef {{kind: 'page', isElsewhere?: true}} Page a page for people, or the way to one, instead of an answer: a sign-in or a portal
 * @typedef {{kind: 'aborted'}} Aborted
 * @typedef {Answered | Refused | Unreachable | Page | Aborted} Exchange retryAfter in milliseconds
 */

const PROBLEM = 'urn:tidemark:problem:';

/** @type {Unreachable} somebody on the way answered instead of the server */
export const FOREIGN = { kind: 'unreachable', reason: 'the answer is not from a Tidemark server' };

/**
 * One request of a replica. What does not answer it is no answer.
 * @param {Config} config
 * @param {import('../types.js').Flight | import('../types.js').Asked & {body: string}} asked
 * @param {AbortSignal} [signal]
 * @returns {Promise<Exchange>}
 */
export async function askOnce(config, asked, signal) {
  const outcome = await exchange(config, '/sync', { body: asked.body, signal });
  const isForeign = outcome.kind === 'answer' && !isAnswer(outcome.body, asked);
  if ((isForeign || mayHaveArrived(outcome)) && 'sent' in asked) asked.lost = true;
  return isForeign ? FOREIGN : outcome;
}

/**
 * @param {Exchange} outcome
 * @returns {boolean} whoever is on the way does not know, or does not say, what became of the request
 */
const mayHaveArrived = (outcome) =>
  outcome.kind === 'unreachable' ||
  outcome.kind === 'page' ||
  (outcome.kind === 'refused' && outcome.name === '');

/**
 * @param {import('../types.js').SyncAnswer} answer
 * @param {import('../types.js').Flight | import('../types.js').Asked} asked
 * @returns {boolean} it has what each answer has, and what was asked for
 */
function isAnswer({ epoch, syncedAt, push, pull }, asked) {
  if (typeof epoch !== 'string' || typeof syncedAt !== 'string') return false;
  return 'sent' in asked ? push?.number === asked.number : typeof pull?.cursor === 'string';
}

/**
 * @param {Config} config
 * @param {string} path below `url`
 * @param {{body?: string, signal?: AbortSignal, redirect?: RequestRedirect}} [request] with a body it is a POST
 * @returns {Promise<Exchange>}
 */
export async function exchange(config, path, { body, signal, redirect } = {}) {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), config.timeout);
  const abort = () => timeout.abort();
  signal?.addEventListener('abort', abort);
  try {
    if (signal?.aborted) return { kind: 'aborted' };
    const send = config.fetch ?? globalThis.fetch.bind(globalThis);
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json, application/problem+json' };
    // Without any the request is on its way before the caller goes on.
    if (config.headers) Object.assign(headers, await config.headers());
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const method = body === undefined ? 'GET' : 'POST';
    /** @type {RequestInit} */
    const init = { method, headers, body, signal: timeout.signal, cache: 'no-store' };
    if (redirect) init.redirect = redirect;
    // A fetch of the application's own may not heed the signal; a sync must end all the same.
    return await Promise.race([send(config.url + path, init).then(read), aborted(timeout.signal)]);
  } catch (error) {
    if (signal?.aborted) return { kind: 'aborted' };
    return { kind: 'unreachable', reason: timeout.signal.aborted ? 'timeout' : String(error) };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<never>}
 */
function aborted(signal) {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason));
  });
}

/**
 * @param {Response} response
 * @returns {Promise<Exchange>}
 */
async function read(response) {
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400))
    return { kind: 'page', isElsewhere: true };
  const text = await response.text();
  const body = parse(text);
  const isPage = /\bx?html\b/.test(response.headers.get('Content-Type') ?? '');
  if (response.ok && body && typeof body === 'object') return { kind: 'answer', body };
  if (response.ok) return isPage ? { kind: 'page' } : FOREIGN;
  const problem = body && typeof body === 'object' ? body : {};
  const name = String(problem.type ?? '').startsWith(PROBLEM) ? problem.type.slice(PROBLEM.length) : '';
  return {
    kind: 'refused',
    ...{ status: response.status, name, problem, retryAfter: retryAfter(response), isPage },
  };
}

/** The longest that anybody is waited for: a day. Milliseconds. */
const LONGEST = 24 * 3600 * 1000;

/**
 * Seconds or a date of HTTP; anything else says nothing.
 * @param {Response} response
 * @returns {number | null}
 */
function retryAfter(response) {
  const value = response.headers.get('Retry-After')?.trim() ?? '';
  const ms = /^\d+$/.test(value)
    ? Number(value) * 1000
    : /GMT$/.test(value)
      ? Date.parse(value) - Date.now()
      : NaN;
  return Number.isNaN(ms) ? null : Math.min(LONGEST, Math.max(0, ms));
}
