import { asking } from './pull.js';

/**
 * A pull that is under way while something else is done: while the turn among the tabs is waited for, or while the page before it
 * is stored. Network and store would wait for each other otherwise.
 *
 * @typedef {import('./types.js').Asked} Asked
 * @typedef {import('./types.js').SyncAnswer} SyncAnswer
 * @typedef {import('./wire.js').Exchange} Exchange
 * @typedef {Asked & {body: string}} Question
 */
export class Ahead {
  /** @type {{asked: Asked, outcome: Promise<Exchange>} | null} */
  #under = null;
  #send;

  /** @param {(question: Question) => Promise<Exchange>} send */
  constructor(send) {
    this.#send = send;
  }

  /** @param {Question} question from where the replica is thought to stand when the answer is there */
  ask(question) {
    this.#under = { asked: question, outcome: this.#send(question) };
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
    if (!under) return () => null;
    const outcome = await under.outcome;
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
