import { Ahead } from './prefetch.js';
import { takeAnswer } from '../push/push-answer.js';
import { defectOfPull, soundPart } from './answer-check.js';
import { learnWhoDeleted, stillOpen } from './steward-check.js';
import { identify } from './handshake.js';
import { depart } from '../push/push.js';
import { Limits } from './limits.js';
import { gates, look, plan } from '../push/outbox.js';
import { Progress } from './progress.js';
import { askForPage, asking, takePage } from '../pull/pull.js';
import { consequence } from './failures.js';
import { isInDoubt } from '../store/replica.js';
import { withRetries } from '../net/retry.js';
import { localCollections, transact } from '../store/store.js';
import { askOnce } from '../net/http.js';

/**
 * One cycle of synchronisation, top to bottom as the pattern's OfflineDataSync. The numbers are its steps; those of
 * the overview stand in brackets.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Report} Report
 * @typedef {import('../types.js').Status} Status
 * @typedef {import('../types.js').SyncAnswer} SyncAnswer
 * @typedef {import('../types.js').Flight} Flight
 */

/** New replica ids that one cycle may take before it gives up on a server that accepts none. */
const FRESH_STARTS = 3;
const BLOCKED = /** @type {const} */ ({ status: 'blocked', reason: 'unresolved conflicts' });
/** Nothing became free after all. */
const NOTHING = /** @type {const} */ ('nothing');
const ENDLESS = /** @type {const} */ ({ status: 'failed', reason: 'the pull makes no progress' });
const NOTHING_THROUGH = 'something between this device and the server lets no change through';
const OUT_OF_STEP = /** @type {const} */ ({ status: 'failed', reason: 'replica-reset-required' });

/**
 * @param {Context} ctx
 * @param {{collections?: string[], signal?: AbortSignal}} options
 * @param {Ahead} ahead perhaps with a pull that was sent before the turn had come
 * @returns {Promise<Report>}
 */
export async function cycle(ctx, { collections, signal }, ahead) {
  let config = configOf(ctx);
  const report = blankReport(ctx);
  const chosen = localCollections(ctx).filter((name) => !collections || collections.includes(name));
  const limits = new Limits(config);
  const { edits } = ctx;
  let freshStarts = 0;
  const progress = new Progress();
  let descriptions = 0;
  // What came may be as a newer description has it. False: that was looked at already.
  const describeAnew = () => {
    [toSend, ctx.isIdentified, isAgain] = [null, false, false];
    return ++descriptions === 1;
  };
  /** @type {import('../push/outbox.js').Gates | null} */
  let gate = null;
  /** @type {import('../push/sending-order.js').Unit[] | null} */
  let toSend = null;
  let { freed } = ctx;
  let isAgain = false;
  /** @type {import('./failures.js').End | null} what was written here cannot be sent in this sync; others' changes are fetched still */
  let held = null;
  for (let more = true; more;) {
    // Whoever is signed in by now, nothing of what was looked up before is his.
    if (ctx.config !== config) [toSend, gate, ctx.isIdentified, isAgain] = [null, null, false, false];
    config = configOf(ctx);
    // 1. Unresolved conflicts of an earlier sync stop this one, before anything of the user's is sent (overview 1).
    // Before the first contact nobody knows which gate a collection has: a new browser may have taken conflicts over from a file.
    if (!ctx.isIdentified && !gate && ctx.server) {
      const conflicts = await transact(ctx, 'r', (store) => store.conflicts.toArray());
      gate = gates(ctx, conflicts, chosen);
    }
    if (gate && gate.blocked.length > 0 && !gate.isShut) {
      const blocked = await stillOpen(ctx, gate.blocked, signal);
      const isNews = gate.areDecided || blocked.length < gate.blocked.length;
      if (blocked.length > 0 && !isNews) return ended({ ...report, conflicts: blocked.length }, BLOCKED);
      // What others decided comes by a pull; while anything is open, nothing goes out.
      Object.assign(gate, { blocked, isShut: blocked.length > 0 });
    }
    // Who is signed in, once per session. One user's work is never sent as another's.
    const who = ctx.isIdentified ? null : await withRetries(config, () => identify(ctx, signal), signal);
    ctx.isIdentified ||= who?.kind === 'answer' && ctx.config === config;
    if (who && who.kind !== 'answer') {
      const next = await consequence(ctx, who, null, limits);
      return ended(report, 'status' in next ? next : OUT_OF_STEP);
    }
    limits.apply(ctx);

    // 2. and 3. Where the last sync ended, and the lists of what was added, modified and deleted since. What came while
    // something else was done is stored here.
    const came = await ahead.come(limits.page);
    const step = await transact(ctx, 'rw', async (store) => {
      if (ctx.config !== config) return null;
      const seen = await look(store, toSend !== null);
      const { blocked, closed, isShut } = (gate ??= gates(ctx, seen.conflicts, chosen));
      // A conflict that this very sync has detected stops the next one.
      if (blocked.length > 0 && !isShut) return isAgain ? NOTHING : null;
      const pullFirst = isShut || (await isInDoubt(store));
      const sendable = chosen.filter((name) => !closed.has(name));
      if (pullFirst || held) toSend = null;
      else toSend ??= (await plan(store, seen, sendable)).filter((unit) => limits.isFree(unit));
      const flight = toSend && (await depart(store, toSend, limits, seen));
      if (isAgain && !flight && !pullFirst) return NOTHING;
      const asked = flight ?? (await askForPage(store, limits.page, seen.standing));
      const had = flight ? null : came(asked);
      const isSound = had?.kind === 'answer' && !defectOfPull(ctx, had.body.pull);
      const page = isSound ? await takePage(store, had.body, asked, !pullFirst) : null;
      return { pullFirst, flight, asked, had, page };
    });
    if (step === NOTHING) break;
    // What was not taken, nothing follows.
    if (!step?.page) ahead.forget();
    // It may be another database that was looked at: nothing of it goes out as before.
    if (ctx.config !== config && step?.page) count(step.page, report);
    if (ctx.config !== config || !step) continue;
    const { pullFirst, flight, asked, had, page } = step;
    if (flight) reportDeparture(ctx, flight, toSend ?? [], report);

    // 4. The server decides each change, and answers with what others changed (overview 2 to 6).
    const outcome = await withRetries(config, () => askOnce(config, asked, signal), signal, had);
    if (outcome.kind !== 'aborted') ctx.isReached = outcome.kind !== 'unreachable';
    if (outcome.kind !== 'answer') {
      // A replica that the server has not heard of is whose it is when it does: that is asked again then.
      if (asked.cursor === null) ctx.isIdentified = false;
      const next = await consequence(ctx, outcome, flight, limits, asked);
      if ('status' in next) return ended(report, held && isNoNews(next) ? held : next);
      if (next.again === 'pull') [held, isAgain] = [next.end, false];
      if (next.again === 'identify' && ++freshStarts > FRESH_STARTS) return ended(report, OUT_OF_STEP);
      if (next.again === 'identify') [ctx.isIdentified, isAgain] = [false, false];
      toSend = null;
      continue;
    }

    // 5. to 7. Conflicts are registered with both sides; the rest of the store becomes what the server has, and what
    // is not sent yet stays (overview 7).
    const { answer, defect } = page ? { answer: outcome.body, defect: null } : soundPart(ctx, outcome.body);
    if (!answer) {
      if (!describeAnew()) return ended(report, { status: 'failed', reason: defect });
      continue;
    }
    if (flight) limits.passed(flight);
    // What it carried is free again, and planned anew.
    if (flight?.was) toSend = null;
    /** @type {import('../push/sending-order.js').Unit[]} */
    const left = toSend ?? [];
    if (!page && left.length === 0) ahead.goOn(asked, answer, limits.page);
    // 8. With the last page: the server's time of this synchronisation (overview 8).
    const isLast = !pullFirst && !held && left.length === 0;
    const decided = () =>
      flight && !flight.was && answer.push && reportPush(ctx, flight, answer.push, left, report);
    const taken = page ?? (await take(ctx, answer, asked, flight, isLast, decided));
    if (answer.pull && !taken.otherEpoch) reportPull(ctx, answer, taken, isLast, report);
    if (taken.otherEpoch) {
      if (++freshStarts > FRESH_STARTS) return ended(report, OUT_OF_STEP);
      ahead.forget();
      [toSend, ctx.isIdentified, isAgain] = [null, false, false];
      continue;
    }
    const isStuck = answer.pull && progress.isStuck(asked, answer.pull);
    if (isStuck) return ended(report, ENDLESS);
    if (defect) {
      if (!describeAnew()) return ended(report, { status: 'failed', reason: defect });
      continue;
    }
    // The pull of a shut gate ends as a sync that was stopped, unless nothing is open by now.
    const isShut = gate?.isShut === true;
    if (isShut && !taken.more && answer.pull) {
      const conflicts = await transact(ctx, 'r', (store) => store.conflicts.toArray());
      gate = gates(ctx, conflicts, chosen);
      if (gate.blocked.length > 0) return ended({ ...report, conflicts: gate.blocked.length }, BLOCKED);
    }
    more = taken.more || pullFirst || left.length > 0;
    // What was held back, and became free since it was planned, goes like an edit.
    isAgain = !more && !held && ctx.freed !== freed;
    if (isAgain) {
      [more, toSend, gate, freed] = [true, null, null, ctx.freed];
      ahead.forget();
      continue;
    }
    if (!more && answer.pull && gate?.areOpen && report.conflicts === 0 && !held)
      ctx.rest = { edits, asked: asking({ ...asked, cursor: answer.pull.cursor }, limits.page) };
  }

  const marked = held && !limits.isOpen ? [] : await limits.verdict(ctx);
  if (marked === null) held = { status: 'failed', reason: NOTHING_THROUGH };
  if (marked && marked.length > 0) ctx.events.emit('rejected', marked);
  report.rejected += marked?.length ?? 0;
  if (held) return ended(report, held);
  if (gate && !gate.areOpen) await learnWhoDeleted(ctx, signal);

  // 9. in the overview: conflicts are reported to the user.
  return ended(report, { status: report.conflicts > 0 ? 'conflicts' : 'synced', reason: null });
}

/**
 * @param {Context} ctx
 * @returns {import('../types.js').Config}
 */
const configOf = (ctx) => /** @type {import('../types.js').Config} */ (ctx.config);

/**
 * Where nothing was written here since the last sync, this one's question is known before the store is looked up: what it
 * brings is stored by the transaction that looks. With a conflict in the way, a sync must say so soon, and asks nothing first.
 * @param {Context} ctx
 * @param {AbortSignal} [signal]
 * @returns {Ahead} what the cycle that follows asks by
 */
export function askEarly(ctx, signal) {
  const { rest } = ctx;
  ctx.rest = null;
  const ahead = new Ahead(
    () => configOf(ctx),
    (config, question) => askOnce(config, question, signal),
  );
  if (rest?.edits === ctx.edits && ctx.isIdentified) ahead.ask(rest.asked);
  return ahead;
}

/**
 * @param {Context} ctx
 * @returns {Report}
 */
export function blankReport(ctx) {
  return {
    ...{ status: 'synced', lastSync: ctx.lastSync, pushed: 0, applied: 0, conflicts: 0, rejected: 0 },
    ...{ pulled: 0, removed: 0, reason: null, open: null },
  };
}

/**
 * @param {Report} report
 * @param {import('./failures.js').End} end
 * @returns {Report}
 */
const ended = (report, end) => ({ ...report, ...end });

/**
 * @param {import('./failures.js').End} end of a pull
 * @returns {boolean} why nothing could be sent says more
 */
const isNoNews = ({ status }) => status === 'failed' || status === 'offline';

/**
 * What the server decided, and what it sent besides, in one transaction.
 * @param {Context} ctx
 * @param {SyncAnswer} answer
 * @param {import('../types.js').Asked} asked
 * @param {Flight | null} flight
 * @param {boolean} isLast nothing else is to be sent or asked for
 * @param {() => unknown} decided called when the decisions are stored, unless another tab had taken them
 * @returns {Promise<import('../pull/pull.js').Taken>}
 */
async function take(ctx, answer, asked, flight, isLast, decided) {
  const { push } = answer;
  /** @typedef {import('../store/store.js').Store} Store */
  const decisions = async (/** @type {Store} */ store) => flight && push && takeAnswer(store, flight, push);
  const page = (/** @type {Store} */ store) => takePage(store, answer, asked, isLast);
  const { isOurs, taken } = await transact(ctx, 'rw', async (store) => ({
    isOurs: await decisions(store),
    taken: await page(store),
  })).catch(async (error) => {
    if (!push) throw error;
    // A record that this store does not take must not keep what was sent from being acknowledged.
    return { isOurs: await transact(ctx, 'rw', decisions), taken: null };
  });
  if (isOurs) decided();
  return taken ?? transact(ctx, 'rw', page);
}

/**
 * @param {Context} ctx
 * @param {Flight} flight
 * @param {import('../push/sending-order.js').Unit[]} left what is to be sent after it
 * @param {Report} report
 */
function reportDeparture(ctx, flight, left, report) {
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
function reportPush(ctx, flight, push, left, report) {
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
 */
function reportPull(ctx, answer, taken, isLast, report) {
  count(taken, report);
  if (!taken.more && answer.pull?.seen) ctx.events.emit('seen', answer.pull.seen);
  if (!taken.more && isLast) ctx.lastSync = report.lastSync = answer.syncedAt;
  ctx.events.emit('progress', { phase: 'pull', done: report.pulled + report.removed, total: null });
}

/**
 * @param {import('../pull/pull.js').Taken} taken
 * @param {Report} report counted up
 */
function count({ pulled, removed }, report) {
  report.pulled += pulled;
  report.removed += removed;
}
