/** The conflict desk of the server: what the user may read and decide there. Needs the network, by its nature. */
import { say } from '../texts/texts.js';
import { ask, isSilent, worksOffline } from './network.js';
import { whole } from './whole.js';

/** @typedef {{ note?: string, notedBy?: string, notedAt?: string, reviewedBy?: string, reviewedAt?: string, assignee?: string, assignedBy?: string, assignedAt?: string }} FollowUp */
/** @typedef {import('../conflict/difference.js').Conflict & { disputed?: string[], user?: string, status?: string, scope?: string, device?: string, outcome?: string, resolvedBy?: string, resolvedAt?: string, resolution?: Record<string, any>, reopens?: string, followUp?: FollowUp }} DeskConflict */
/** @typedef {{ trouble: string, status?: number }} Trouble `status`: of an answer that came */
/** @typedef {{ conflict: DeskConflict, moved: boolean } | Trouble} Answer */
/** @typedef {Record<string, string | undefined>} Query */

/** For hundreds of conflicts over a slow line, in milliseconds. */
const slow = 60_000;

/** @param {Query} query what is empty is left away */
export const address = (/** @type {string} */ path, query) => {
  const given = Object.entries(query).filter(([, value]) => value);
  return `${path}?${new URLSearchParams(/** @type {[string, string][]} */ (given))}`;
};

/**
 * @param {string} path
 * @param {Query} [query]
 * @returns {Promise<any | Trouble>}
 */
export const get = (path, query = {}) => send(address(path, query), 'GET');

/**
 * @param {string} path
 * @param {string} method
 * @param {object} [body]
 * @returns {Promise<any | Trouble>}
 */
export async function send(path, method, body) {
  try {
    const answer = await ask(
      path,
      {
        method,
        headers: { Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }) },
        body: body && JSON.stringify(body),
      },
      slow,
    );
    if (answer.status === 204) return {};
    return answer.ok || answer.status === 409
      ? await readOf(answer)
      : { trouble: await troubleOf(answer), status: answer.status };
  } catch (fault) {
    if (isSilent(fault)) return { trouble: say('desk_silent') };
    return { trouble: say(worksOffline() ? 'desk_chosen' : 'desk_absent') };
  }
}

/** A conflict that moved on comes with its fresh state. @param {Response} answer */
async function readOf(answer) {
  const json = await answer.json();
  if (!answer.ok) return { trouble: json.detail, conflict: json.conflict && whole(json.conflict) };
  if (Array.isArray(json.conflicts)) return { ...json, conflicts: json.conflicts.map(whole) };
  return json.client && json.server ? whole(json) : json;
}

/**
 * One page of the register.
 *
 * @param {Query} query
 * @returns {Promise<{ conflicts: DeskConflict[], more: boolean } | Trouble>}
 */
export const deskConflicts = (query) => get('api/conflicts', query);

/** @param {string} id @returns {Promise<Answer>} */
export async function deskConflict(id) {
  const found = await get(`api/conflicts/${encodeURIComponent(id)}`);
  return 'trouble' in found ? found : { conflict: found, moved: false };
}

/**
 * @param {DeskConflict} conflict as it was on screen: its server version is what the decision is based on
 * @param {import('../conflict/difference.js').Choice} choice
 * @returns {Promise<Answer>} `moved` with the fresh conflict when the record changed meanwhile
 */
export async function decideAtDesk(conflict, choice) {
  const decision =
    typeof choice === 'string' ? { outcome: choice } : { outcome: 'merged', fields: choice.fields };
  const answer = await send(`api/conflicts/${encodeURIComponent(conflict.id)}/resolution`, 'POST', {
    ...decision,
    version: conflict.server.version,
  });
  if (answer.conflict && 'trouble' in answer) return { conflict: answer.conflict, moved: true };
  return 'trouble' in answer ? answer : { conflict: answer, moved: false };
}

/** @param {Response} answer */
async function troubleOf(answer) {
  if (answer.status === 401) return say('desk_signedOut');
  if (answer.status === 404) return say('desk_notFound');
  const problem = await answer.json().catch(() => ({}));
  return problem.detail ?? problem.title ?? say('desk_odd', { status: String(answer.status) });
}
