import { askOnce } from '../net/http.js';
import { asking } from '../pull/pull.js';

/**
 * A pull that is under way while something else is done: while the turn among the tabs is waited for, or while the page
 * before it is stored. Network and store would wait for each other otherwise.
 *
 * @typedef {import('../types.js').Asked} Asked
 * @typedef {import('../types.js').Config} Config
 * @typedef {import('../types.js').SyncAnswer} SyncAnswer
 * @typedef {import('../net/http.js').Exchange} Exchange
 * @typedef {Asked & {body: string}} Question
 */
export class Ahead {
  /** @type {{asked: Asked, config: Config, outcome: Promise<Exchange>} | null} */
  #under = null;
  #configOf;
  #send;

  /**
   * @param {() => Config} configOf as it is now: what was asked under another one counts for nothing
   * @param {(config: Config, question: Question) => Promise<Exchange>} send
   */
  constructor(configOf, send) {
    this.#configOf = configOf;
    this.#send = send;
  }

  /** @param {Question} question from where the replica is thought to stand when the answer is there */
  ask(question) {
    this.#expect(question, this.#send(this.#configOf(), question));
  }

  /** @param {import('../types.js').LivePage} page that came before it was asked for */
  have({ asked, answer }) {
    this.#expect(asked, Promise.resolve({ kind: 'answer', body: answer }));
  }

  /**
   * @param {Asked} asked
   * @param {Promise<Exchange>} outcome
   */
  #expect(asked, outcome) {
    this.#under = { asked, config: this.#configOf(), outcome };
  }

  /**
   * Asks for the page after this one, if there is one.
   * @param {Asked} asked
   * @param {SyncAnswer} answer to it
   * @param {number} page
   */
  goOn(asked, { pull }, page) {
    if (pull?.more) this.ask(asking({ ...asked, cursor: pull.cursor }, page));
  }

  /**
   * Waits for what is under way, and sends for what follows it.
   * @param {number} page
   * @returns {Promise<(asked: Asked) => Exchange | null>} what came of it, if just this is asked
   */
  async come(page) {
    const under = this.#under;
    this.#under = null;
    const isAsNow = () => under?.config === this.#configOf();
    if (!under || !isAsNow()) return () => null;
    const outcome = await under.outcome;
    if (!isAsNow()) return () => null;
    if (outcome.kind === 'answer') this.goOn(under.asked, outcome.body, page);
    return (asked) => (isSame(under.asked, asked) ? outcome : null);
  }

  forget() {
    this.#under = null;
  }
}

/**
 * @param {Asked} one
 * @param {Asked} other
 * @returns {boolean} the answer to one is the answer to the other
 */
function isSame(one, other) {
  return one.replica === other.replica && one.number === other.number && one.cursor === other.cursor;
}

/**
 * Where nothing was written here since the last sync, this one's question is known before the store is looked up: what
 * it brings is stored by the transaction that looks. With a conflict in the way, a sync must say so soon, and asks
 * nothing first.
 * @param {import('../types.js').Context} ctx
 * @param {AbortSignal} [signal]
 * @returns {Ahead} what the cycle that follows asks by
 */
export function askEarly(ctx, signal) {
  const { rest } = ctx;
  const ahead = nothingAhead(ctx, signal);
  if (rest?.edits === ctx.edits && ctx.isIdentified) ahead.ask(rest.asked);
  return ahead;
}

/**
 * What the server has sent by itself counts as the answer to the first question, if that is the one.
 * @param {import('../types.js').Context} ctx
 * @param {import('../types.js').LivePage} page
 * @param {AbortSignal} [signal]
 * @returns {Ahead}
 */
export function broughtBy(ctx, page, signal) {
  const ahead = nothingAhead(ctx, signal);
  ahead.have(page);
  return ahead;
}

/**
 * @param {import('../types.js').Context} ctx
 * @param {AbortSignal} [signal]
 */
function nothingAhead(ctx, signal) {
  ctx.rest = null;
  return new Ahead(
    () => /** @type {Config} */ (ctx.config),
    (config, question) => askOnce(config, question, signal),
  );
}
