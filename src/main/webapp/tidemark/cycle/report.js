/**
 * What a sync reports: in the end, and by events while it goes on.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Report} Report
 * @typedef {import('../types.js').SyncAnswer} SyncAnswer
 * @typedef {import('../types.js').Flight} Flight
 */

/**
 * @param {Context} ctx
 * @returns {Report}
 */
export function blankReport(ctx) {
  return {
    ...{ status: 'synced', lastSync: ctx.lastSync, pushed: 0, applied: 0, conflicts: 0, rejected: 0 },
    ...{ pulled: 0, removed: 0, reason: null, at: {}, open: null },
  };
}

/**
 * @param {Report} report
 * @param {import('./failures.js').End} end
 * @returns {Report}
 */
export const ended = (report, end) => ({ ...report, ...end });

/**
 * @param {Context} ctx
 * @param {Flight} flight
 * @param {import('../push/sending-order.js').Unit[]} left what is to be sent after it
 * @param {Report} report
 */
export function reportDeparture(ctx, flight, left, report) {
  const total = report.pushed + flight.sent.length + countOf(left);
  ctx.events.emit('progress', { phase: 'push', done: report.pushed, total });
}

/** @param {import('../push/sending-order.js').Unit[]} units */
const countOf = (units) => units.reduce((sum, { entries }) => sum + entries.length, 0);

/**
 * @param {Context} ctx
 * @param {Flight} flight
 * @param {import('../types.js').PushAnswer} push
 * @param {import('../push/sending-order.js').Unit[]} left what is still to be sent
 * @param {Report} report counted up
 */
export function reportPush(ctx, flight, push, left, report) {
  const { applied = [], conflicts = [] } = push;
  // What was tried again by itself, and is rejected still, is no news.
  const known = new Set(
    flight.sent.flatMap(({ collection, id, again }) => (again ? [`${collection} ${id}`] : [])),
  );
  const rejected = (push.rejected ?? []).filter(({ collection, id }) => !known.has(`${collection} ${id}`));
  report.pushed += flight.sent.length;
  report.applied += applied.length;
  report.conflicts += conflicts.length;
  report.rejected += rejected.length;
  const total = report.pushed + countOf(left);
  ctx.events.emit('progress', { phase: 'push', done: report.pushed, total });
  if (conflicts.length > 0) ctx.events.emit('conflicts', conflicts);
  if (rejected.length > 0) ctx.events.emit('rejected', rejected);
}

/**
 * @param {Context} ctx
 * @param {SyncAnswer} answer
 * @param {import('../pull/pull.js').Taken} taken
 * @param {boolean} isLast nothing else is to be sent or asked for
 * @param {Report} report counted up
 * @param {number} came how many records this sync has been sent; most of them may wait for the end
 */
export function reportPull(ctx, answer, taken, isLast, report, came) {
  count(taken, report);
  if (!taken.more && answer.pull?.seen) ctx.events.emit('seen', answer.pull.seen);
  if (!taken.more && isLast) ctx.lastSync = report.lastSync = answer.syncedAt;
  ctx.events.emit('progress', { phase: 'pull', done: came, total: null });
}

/**
 * @param {import('../types.js').Pull} [pull]
 * @returns {number} of records
 */
export function cameWith({ scopes = [] } = /** @type {import('../types.js').Pull} */ ({})) {
  const changes = scopes.flatMap((scope) => Object.values(scope.changes ?? {}));
  return changes.reduce((sum, of) => sum + lengthOf(of?.upserted) + lengthOf(of?.removed), 0);
}

/**
 * Nobody has looked at what came of collections that are not kept here.
 * @param {unknown} list
 */
const lengthOf = (list) => (Array.isArray(list) ? list.length : 0);

/**
 * @param {import('../pull/pull.js').Taken} taken
 * @param {Report} report counted up
 */
export function count({ pulled, removed }, report) {
  report.pulled += pulled;
  report.removed += removed;
}
