import { toChanges } from './messages.js';

/**
 * A page of what a replica has not seen, of the scopes that its user may read.
 *
 * @param {import('../model-server.js').ModelServer} server
 */
export function pullFrom(server, user, replica, cursor, page) {
  const next = {
    epoch: server.epoch,
    user,
    scopes: {},
    resetting: {}, // scope: its clock when the reset began; what was deleted since comes after it
    settled: cursor?.settled ?? 0,
  };
  const begun = { ...(cursor?.begun ?? cursor?.scopes) };
  const scopes = [];
  let room = page;
  let more = false;
  for (const scope of Object.keys(cursor?.scopes ?? {})) {
    if (server.rights[user].includes(scope)) continue;
    scopes.push({ scope, dropped: true });
    delete begun[scope];
  }
  for (const scope of server.rights[user]) {
    const from = cursor?.scopes[scope];
    const resetAt = cursor?.resetting[scope];
    const isOld = from < (server.horizons.get(scope) ?? 0) && resetAt === undefined;
    const reset = from === undefined || isOld;
    const since = reset ? 0 : from;
    const upTo = resetAt ?? server.clock(scope);
    const isResetting = reset || resetAt !== undefined;
    const events = server.eventsOf(scope, since).filter(({ fields }) => fields || !isResetting);
    const taken = events.slice(0, room);
    room -= taken.length;
    // A scope for which there was no room at all begins with the next page.
    const isCut = taken.length < events.length;
    more ||= isCut;
    if (reset && isCut && taken.length === 0) {
      if (from !== undefined) next.scopes[scope] = from;
      continue;
    }
    if (isCut && isResetting) next.resetting[scope] = upTo;
    next.scopes[scope] = isCut ? (taken.at(-1)?.version ?? since) : upTo;
    // What was deleted while the scope was read anew comes before the pass ends: it ends with one state.
    more ||= next.scopes[scope] < server.clock(scope);
    if (!reset && taken.length === 0) continue;
    scopes.push({ scope, ...(reset ? { reset: true } : {}), changes: toChanges(taken) });
  }
  const answer = { more, scopes };
  if (!more) {
    answer.settled = [...server.conflicts.values()]
      .filter((one) => one.user === user && one.closed > next.settled && one.closedBy !== replica)
      .map(({ id, status, by, at }) => ({ conflict: id, outcome: status, by, at }));
    next.settled = server.closed;
    // As the server: of the scopes that had news since the pass began.
    const news = Object.entries(next.scopes).filter(([scope, version]) => begun[scope] !== version);
    if (news.length > 0) answer.seen = Object.fromEntries(news);
  } else next.begun = begun;
  return { cursor: btoa(JSON.stringify(next)), ...answer };
}
