import { defectOfPull, soundPart } from './answer-check.js';
import { learnWhoDeleted, stillOpen } from './steward-check.js';
import { identify } from './handshake.js';
import { depart } from '../push/push.js';
import { Limits } from './limits.js';
import { gates, look, plan } from '../push/outbox.js';
import { Progress } from './progress.js';
import { askForPage, asking, takePage } from '../pull/pull.js';
import { storeAnswer } from './store-answer.js';
import { consequence } from './failures.js';
import { blankReport, count, ended, reportDeparture, reportPull, reportPush } from './report.js';
import { isInDoubt } from '../store/replica.js';
import { withRetries } from '../net/retry.js';
import { localCollections, transact } from '../store/store.js';
import { askOnce } from '../net/http.js';

/**
 * One cycle of synchronisation, top to bottom as the pattern's OfflineDataSync. The numbers are its steps; those of
 * the overview stand in brackets.
 *
 * @typedef {import('../types.js').Asked} Asked
 * @typedef {import('../types.js').Config} Config
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Report} Report
 * @typedef {import('../types.js').SyncAnswer} SyncAnswer
 * @typedef {import('../types.js').Flight} Flight
 * @typedef {import('../net/http.js').Exchange} Exchange
 * @typedef {import('../pull/pull.js').Taken} Taken
 * @typedef {import('../push/sending-order.js').Unit} Unit
 * @typedef {import('./failures.js').End} End
 * @typedef {import('./prefetch.js').Ahead} Ahead
 * @typedef {{flight: Flight | null, asked: Flight | (Asked & {body: string}), pullFirst: boolean, had: Exchange | null, page: Taken | null}} Request
 *   had: its answer, if that came before it was asked; page: what of it is stored already
 * @typedef {typeof MORE | typeof DONE} Next
 */

/** There is more to send or to fetch; nothing is left. */
const MORE = 'more';
const DONE = 'done';

/** New replica ids that one cycle may take before it gives up on a server that accepts none. */
const FRESH_STARTS = 3;
const BLOCKED = /** @type {const} */ ({ status: 'blocked', reason: 'unresolved conflicts' });
const ENDLESS = /** @type {const} */ ({ status: 'failed', reason: 'the pull makes no progress' });
const NOTHING_THROUGH = 'something between this device and the server lets no change through';
const OUT_OF_STEP = /** @type {const} */ ({ status: 'failed', reason: 'replica-reset-required' });

/**
 * @param {Context} ctx
 * @param {{collections?: string[], signal?: AbortSignal}} options
 * @param {Ahead} ahead perhaps with a pull that was sent before the turn had come
 * @returns {Promise<Report>}
 */
export const cycle = (ctx, options, ahead) => new Cycle(ctx, options, ahead).run();

class Cycle {
  #ctx;
  #signal;
  #ahead;
  #chosen;
  #config;
  #limits;
  #report;
  #edits;
  #freed;
  #progress = new Progress();
  #freshStarts = 0;
  #descriptions = 0;
  /** @type {import('../push/outbox.js').Gates | null} */
  #gate = null;
  /** @type {Unit[] | null} what is left to send; null: not planned */
  #toSend = null;
  /** Once more, for what became free on the way. */
  #isAgain = false;
  /** @type {End | null} what was written here cannot be sent in this sync; others' changes are fetched still */
  #held = null;
  /** Whether the last answer left something to do, and whether it held the last page. */
  #isMore = true;
  #isPulled = false;

  /**
   * @param {Context} ctx
   * @param {{collections?: string[], signal?: AbortSignal}} options
   * @param {Ahead} ahead
   */
  constructor(ctx, { collections, signal }, ahead) {
    this.#ctx = ctx;
    this.#signal = signal;
    this.#ahead = ahead;
    this.#chosen = localCollections(ctx).filter((name) => !collections || collections.includes(name));
    this.#config = configOf(ctx);
    this.#limits = new Limits(this.#config);
    this.#report = blankReport(ctx);
    this.#edits = ctx.edits;
    this.#freed = ctx.freed;
  }

  /** @returns {Promise<Report>} */
  async run() {
    for (;;) {
      this.#noteWhoIsHere();
      const end = (await this.#stopIfBlocked()) ?? (await this.#identify()) ?? (await this.#exchange());
      if (end === DONE) return this.#finish();
      if (end !== MORE) return ended(this.#report, end);
    }
  }

  /** @returns {Promise<End | Next>} */
  async #exchange() {
    const request = await this.#next();
    if (request === MORE || request === DONE) return request;
    const outcome = await this.#send(request);
    if (outcome.kind !== 'answer') return this.#recover(request, outcome);
    const { answer, defect } = request.page
      ? { answer: outcome.body, defect: null }
      : soundPart(this.#ctx, outcome.body);
    // What came may be as a newer description has it.
    if (!answer) return this.#describeAnew(defect);
    return (
      (await this.#store(request, answer)) ??
      (defect ? this.#describeAnew(defect) : this.#goOn(request, answer))
    );
  }

  /** Whoever is signed in by now, nothing of what was looked up before is his. */
  #noteWhoIsHere() {
    if (this.#ctx.config === this.#config) return;
    this.#planAnew();
    this.#gate = null;
    this.#config = configOf(this.#ctx);
  }

  #isAnotherUsers() {
    return this.#ctx.config !== this.#config;
  }

  /** What is to be sent is planned, and who is signed in asked, once more. */
  #planAnew() {
    [this.#toSend, this.#ctx.isIdentified, this.#isAgain] = [null, false, false];
  }

  /**
   * 1. Unresolved conflicts of an earlier sync stop this one, before anything of the user's is sent (overview 1).
   * @returns {Promise<End | null>}
   */
  async #stopIfBlocked() {
    const ctx = this.#ctx;
    // Before the first contact nobody knows which gate a collection has: a new browser may have taken conflicts over from a file.
    if (!ctx.isIdentified && !this.#gate && ctx.server) this.#gate = await this.#gates();
    const gate = this.#gate;
    if (!gate || gate.blocked.length === 0 || gate.isShut) return null;
    const blocked = await stillOpen(ctx, gate.blocked, this.#signal);
    const isNews = gate.areDecided || blocked.length < gate.blocked.length;
    if (blocked.length > 0 && !isNews) return this.#blocked(blocked.length);
    // What others decided comes by a pull; while anything is open, nothing goes out.
    Object.assign(gate, { blocked, isShut: blocked.length > 0 });
    return null;
  }

  async #gates() {
    const conflicts = await transact(this.#ctx, 'r', (store) => store.conflicts.toArray());
    return gates(this.#ctx, conflicts, this.#chosen);
  }

  /** @param {number} conflicts @returns {End} */
  #blocked(conflicts) {
    this.#report.conflicts = conflicts;
    return BLOCKED;
  }

  /**
   * Who is signed in, once per session. One user's work is never sent as another's.
   * @returns {Promise<End | null>}
   */
  async #identify() {
    const ctx = this.#ctx;
    const who = ctx.isIdentified
      ? null
      : await withRetries(this.#config, () => identify(ctx, this.#signal), this.#signal);
    ctx.isIdentified ||= who?.kind === 'answer' && !this.#isAnotherUsers();
    if (who && who.kind !== 'answer') {
      const next = await consequence(ctx, who, null, this.#limits);
      return 'status' in next ? next : OUT_OF_STEP;
    }
    this.#limits.apply(ctx);
    return null;
  }

  /**
   * 2. and 3. Where the last sync ended, and the lists of what was added, modified and deleted since. What came while
   * something else was done is stored here.
   * @returns {Promise<Request | Next>}
   */
  async #next() {
    const [ctx, limits, ahead] = [this.#ctx, this.#limits, this.#ahead];
    const came = await ahead.come(limits.page);
    const request = await transact(ctx, 'rw', async (store) => {
      if (this.#isAnotherUsers()) return MORE;
      const seen = await look(store, this.#toSend !== null);
      const gate = (this.#gate ??= gates(ctx, seen.conflicts, this.#chosen));
      // A conflict that this very sync has detected stops the next one.
      if (gate.blocked.length > 0 && !gate.isShut) return this.#isAgain ? DONE : MORE;
      const pullFirst = gate.isShut || (await isInDoubt(store));
      const sendable = this.#chosen.filter((name) => !gate.closed.has(name));
      if (pullFirst || this.#held) this.#toSend = null;
      else this.#toSend ??= (await plan(store, seen, sendable)).filter((unit) => limits.isFree(unit));
      const flight = this.#toSend && (await depart(store, this.#toSend, limits, seen));
      if (this.#isAgain && !flight && !pullFirst) return DONE;
      const asked = flight ?? (await askForPage(store, limits.page, seen.standing));
      const had = flight ? null : came(asked);
      const isSound = had?.kind === 'answer' && !defectOfPull(ctx, had.body.pull);
      const page = isSound ? await takePage(store, had.body, asked, !pullFirst) : null;
      return { pullFirst, flight, asked, had, page };
    });
    if (request === DONE) return DONE;
    // What was not taken, nothing follows.
    if (request === MORE || !request.page) ahead.forget();
    if (request === MORE) return MORE;
    if (this.#isAnotherUsers()) {
      // It may be another database that was looked at: nothing of it goes out as before.
      if (request.page) count(request.page, this.#report);
      return MORE;
    }
    if (request.flight) reportDeparture(ctx, request.flight, this.#toSend ?? [], this.#report);
    return request;
  }

  /**
   * 4. The server decides each change, and answers with what others changed (overview 2 to 6).
   * @param {Request} request
   * @returns {Promise<Exchange>}
   */
  async #send({ asked, had }) {
    const ask = () => askOnce(this.#config, asked, this.#signal);
    const outcome = await withRetries(this.#config, ask, this.#signal, had);
    if (outcome.kind !== 'aborted') this.#ctx.isReached = outcome.kind !== 'unreachable';
    return outcome;
  }

  /**
   * No answer, or a refusal: the sync goes on in another way, or ends.
   * @param {Request} request
   * @param {Exclude<Exchange, {kind: 'answer'}>} outcome
   * @returns {Promise<End | Next>}
   */
  async #recover({ flight, asked }, outcome) {
    // A replica that the server has not heard of is whose it is when it does: that is asked again then.
    if (asked.cursor === null) this.#ctx.isIdentified = false;
    const next = await consequence(this.#ctx, outcome, flight, this.#limits, asked);
    if ('status' in next) return this.#held && isNoNews(next) ? this.#held : next;
    if (next.again === 'pull') [this.#held, this.#isAgain] = [next.end, false];
    if (next.again === 'identify') return this.#startAnew();
    this.#toSend = null;
    return MORE;
  }

  /** @returns {End | Next} */
  #startAnew() {
    this.#planAnew();
    return ++this.#freshStarts > FRESH_STARTS ? OUT_OF_STEP : MORE;
  }

  /**
   * What came may be as a newer description has it. It is asked for once.
   * @param {string | null} defect
   * @returns {End | Next}
   */
  #describeAnew(defect) {
    this.#planAnew();
    return ++this.#descriptions === 1 ? MORE : { status: 'failed', reason: defect };
  }

  /**
   * 5. to 7. Conflicts are registered with both sides; the rest of the store becomes what the server has, and what
   * is not sent yet stays (overview 7). 8. With the last page: the server's time of this synchronisation (overview 8).
   * @param {Request} request
   * @param {SyncAnswer} answer
   * @returns {Promise<End | Next | null>}
   */
  async #store({ flight, asked, page, pullFirst }, answer) {
    const [ctx, report] = [this.#ctx, this.#report];
    if (flight) this.#limits.passed(flight);
    // What it carried is free again, and planned anew.
    if (flight?.was) this.#toSend = null;
    const left = this.#toSend ?? [];
    if (!page && left.length === 0) this.#ahead.goOn(asked, answer, this.#limits.page);
    const isLast = !pullFirst && !this.#held && left.length === 0;
    const decided = () =>
      flight && !flight.was && answer.push && reportPush(ctx, flight, answer.push, left, report);
    const taken = page ?? (await storeAnswer(ctx, answer, asked, flight, isLast, decided));
    if (answer.pull && !taken.otherEpoch) reportPull(ctx, answer, taken, isLast, report);
    if (taken.otherEpoch) {
      this.#ahead.forget();
      return this.#startAnew();
    }
    this.#isMore = taken.more || pullFirst || left.length > 0;
    this.#isPulled = !taken.more;
    return answer.pull && this.#progress.isStuck(asked, answer.pull) ? ENDLESS : null;
  }

  /**
   * @param {Request} request
   * @param {SyncAnswer} answer that is stored
   * @returns {Promise<End | Next>}
   */
  async #goOn({ asked }, { pull }) {
    const ctx = this.#ctx;
    // The pull of a shut gate ends as a sync that was stopped, unless nothing is open by now.
    if (this.#gate?.isShut && this.#isPulled && pull) {
      this.#gate = await this.#gates();
      const { blocked } = this.#gate;
      if (blocked.length > 0) return this.#blocked(blocked.length);
    }
    // What was held back, and became free since it was planned, goes like an edit.
    this.#isAgain = !this.#isMore && !this.#held && ctx.freed !== this.#freed;
    if (this.#isMore) return MORE;
    if (this.#isAgain) {
      [this.#toSend, this.#gate, this.#freed] = [null, null, ctx.freed];
      this.#ahead.forget();
      return MORE;
    }
    if (pull && this.#gate?.areOpen && this.#report.conflicts === 0 && !this.#held)
      ctx.rest = { edits: this.#edits, asked: asking({ ...asked, cursor: pull.cursor }, this.#limits.page) };
    return DONE;
  }

  /** 9. in the overview: conflicts are reported to the user. @returns {Promise<Report>} */
  async #finish() {
    const [ctx, report] = [this.#ctx, this.#report];
    const marked = this.#held && !this.#limits.isOpen ? [] : await this.#limits.verdict(ctx);
    if (marked === null) this.#held = { status: 'failed', reason: NOTHING_THROUGH };
    if (marked && marked.length > 0) ctx.events.emit('rejected', marked);
    report.rejected += marked?.length ?? 0;
    if (this.#held) return ended(report, this.#held);
    if (this.#gate && !this.#gate.areOpen) await learnWhoDeleted(ctx, this.#signal);
    return ended(report, { status: report.conflicts > 0 ? 'conflicts' : 'synced', reason: null });
  }
}

/**
 * @param {Context} ctx
 * @returns {Config}
 */
const configOf = (ctx) => /** @type {Config} */ (ctx.config);

/**
 * @param {End} end of a pull
 * @returns {boolean} why nothing could be sent says more
 */
const isNoNews = ({ status }) => status === 'failed' || status === 'offline';
