import { soundPart } from './answer-check.js';
import { ConflictGate } from './conflict-gate.js';
import { learnWhoDeleted } from './steward-check.js';
import { identify } from './handshake.js';
import { BLOCKED, ENDLESS, NOTHING_THROUGH, OUT_OF_STEP, isNoNews } from './ends.js';
import { Limits } from './limits.js';
import { look } from '../push/outbox.js';
import { Progress } from './progress.js';
import { asking } from '../pull/pull.js';
import { requestFor } from './request.js';
import { Sending } from './sending.js';
import { storeAnswer } from './store-answer.js';
import { consequence } from './failures.js';
import { Contact } from './contact.js';
import { blankReport, cameWith, count, ended, reportDeparture, reportPull, reportPush } from './report.js';
import { isInDoubt } from '../store/replica.js';
import { localCollections, transact } from '../store/store.js';
import { askOnce } from '../net/http.js';

/**
 * One cycle of synchronisation, top to bottom as the pattern's OfflineDataSync. The numbers are its steps; those of
 * the overview stand in brackets.
 *
 * @typedef {import('../types.js').Config} Config
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Report} Report
 * @typedef {import('../types.js').SyncAnswer} SyncAnswer
 * @typedef {import('../net/http.js').Exchange} Exchange
 * @typedef {import('./failures.js').End} End
 * @typedef {import('./prefetch.js').Ahead} Ahead
 * @typedef {import('./request.js').Request} Request
 * @typedef {typeof MORE | typeof DONE} Next
 */

/** There is more to send or to fetch; nothing is left. */
const MORE = 'more';
const DONE = 'done';

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
  #config;
  #contact;
  #gate;
  #limits;
  #report;
  #sending;
  #edits;
  #progress = new Progress();
  /** Whether the last answer left something to do, and whether it held the last page. */
  #isMore = true;
  #isPulled = false;
  /** How many records the server has sent. */
  #came = 0;

  /**
   * @param {Context} ctx
   * @param {{collections?: string[], signal?: AbortSignal}} options
   * @param {Ahead} ahead
   */
  constructor(ctx, { collections, signal }, ahead) {
    this.#ctx = ctx;
    this.#signal = signal;
    this.#ahead = ahead;
    this.#config = /** @type {Config} */ (ctx.config);
    const chosen = localCollections(ctx).filter((name) => !collections || collections.includes(name));
    this.#contact = new Contact(ctx.events, signal);
    this.#gate = new ConflictGate(ctx, chosen, signal);
    this.#limits = new Limits(this.#config);
    this.#report = blankReport(ctx);
    this.#sending = new Sending(ctx, this.#limits);
    this.#edits = ctx.edits;
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
    this.#gate.forget();
    this.#config = /** @type {Config} */ (this.#ctx.config);
  }

  #isAnotherUsers() {
    return this.#ctx.config !== this.#config;
  }

  /** What is to be sent is planned, and who is signed in asked, once more. */
  #planAnew() {
    this.#sending.begin();
    this.#ctx.isIdentified = false;
  }

  /**
   * 1. Unresolved conflicts of an earlier sync stop this one, before anything of the user's is sent (overview 1).
   * @returns {Promise<End | null>}
   */
  async #stopIfBlocked() {
    const conflicts = await this.#gate.stoppedBy();
    return conflicts > 0 ? this.#blocked(conflicts) : null;
  }

  /** @param {number} conflicts @returns {End} */
  #blocked(conflicts) {
    this.#report.conflicts = conflicts;
    const { unasked } = this.#gate;
    return unasked ? { ...BLOCKED, unasked } : BLOCKED;
  }

  /**
   * Who is signed in, once per session. One user's work is never sent as another's.
   * @returns {Promise<End | null>}
   */
  async #identify() {
    const ctx = this.#ctx;
    const who = ctx.isIdentified
      ? null
      : await this.#contact.insist(this.#config, () => identify(ctx, this.#signal));
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
    const [ctx, limits, ahead, sending] = [this.#ctx, this.#limits, this.#ahead, this.#sending];
    const came = await ahead.come(limits.page);
    const request = await transact(ctx, 'rw', async (store) => {
      if (this.#isAnotherUsers()) return MORE;
      const seen = await look(store, sending.isPlanned);
      const gate = this.#gate.look(seen.conflicts);
      // A conflict that this very sync has detected stops the next one.
      if (gate.isBlocked) return sending.isAgain ? DONE : MORE;
      const pullFirst = gate.isShut || (await isInDoubt(store));
      if (pullFirst) sending.planAnew();
      const flight = pullFirst ? null : await sending.depart(store, seen, gate.sendable);
      if (sending.isAgain && !flight && !pullFirst) return DONE;
      return requestFor(store, flight, pullFirst, { size: limits.page, standing: seen.standing, came });
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
    if (request.flight) reportDeparture(ctx, request.flight, sending.left, this.#report);
    return request;
  }

  /**
   * 4. The server decides each change, and answers with what others changed (overview 2 to 6).
   * @param {Request} request
   * @returns {Promise<Exchange>}
   */
  async #send({ asked, had }) {
    const ask = () => askOnce(this.#config, asked, this.#signal);
    return this.#contact.insist(this.#config, ask, had);
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
    if ('status' in next) return this.#sending.held && isNoNews(next) ? this.#sending.held : next;
    if (next.again === 'pull') this.#sending.hold(next.end);
    if (next.again === 'identify') return this.#startAnew();
    this.#sending.planAnew();
    return MORE;
  }

  /** @returns {End | Next} */
  #startAnew() {
    this.#planAnew();
    return this.#progress.canStartAnew() ? MORE : OUT_OF_STEP;
  }

  /**
   * What came may be as a newer description has it. It is asked for once.
   * @param {string | null} defect
   * @returns {End | Next}
   */
  #describeAnew(defect) {
    this.#planAnew();
    return this.#progress.canDescribeAnew() ? MORE : { status: 'failed', reason: defect };
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
    if (flight) this.#sending.arrived(flight);
    const { left, held } = this.#sending;
    if (!page && left.length === 0) this.#ahead.goOn(asked, answer, this.#limits.page);
    const isLast = !pullFirst && !held && left.length === 0;
    const decided = () =>
      flight && !flight.was && answer.push && reportPush(ctx, flight, answer.push, left, report);
    const taken = page ?? (await storeAnswer(ctx, answer, asked, flight, isLast, decided));
    this.#came += cameWith(answer.pull);
    if (answer.pull && !taken.otherEpoch) reportPull(ctx, answer, taken, isLast, report, this.#came);
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
    const conflicts = this.#isPulled && pull ? await this.#gate.stillStoppedBy() : 0;
    if (conflicts > 0) return this.#blocked(conflicts);
    const goesAgain = this.#sending.goesAgain(this.#isMore);
    if (this.#isMore) return MORE;
    if (pull && ctx.replica !== asked.replica) ctx.events.emit('replica', asked.replica);
    if (goesAgain) {
      this.#gate.forget();
      this.#ahead.forget();
      return MORE;
    }
    if (pull && this.#gate.isClear && this.#report.conflicts === 0 && !this.#sending.held)
      ctx.rest = { edits: this.#edits, asked: asking({ ...asked, cursor: pull.cursor }, this.#limits.page) };
    return DONE;
  }

  /** 9. in the overview: conflicts are reported to the user. @returns {Promise<Report>} */
  async #finish() {
    const [ctx, report] = [this.#ctx, this.#report];
    const marked = this.#sending.held && !this.#limits.isOpen ? [] : await this.#limits.verdict(ctx);
    const held = marked ? this.#sending.held : NOTHING_THROUGH;
    if (marked && marked.length > 0) ctx.events.emit('rejected', marked);
    report.rejected += marked?.length ?? 0;
    if (held) return ended(report, held);
    if (this.#gate.isClear === false) await learnWhoDeleted(ctx, this.#signal);
    return ended(report, { status: report.conflicts > 0 ? 'conflicts' : 'synced', reason: null });
  }
}
