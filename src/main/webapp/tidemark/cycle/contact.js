import { endOf } from './gateway.js';
import { withRetries } from '../net/retry.js';

/**
 * Tries, of which each may take its whole time-out: how the server stands is told after each, not after the last.
 *
 * @typedef {import('../net/http.js').Exchange} Exchange
 */
export class Contact {
  #events;
  #signal;
  #isAway = false;

  /**
   * @param {import('../events.js').Events} events
   * @param {AbortSignal} [signal]
   */
  constructor(events, signal) {
    this.#events = events;
    this.#signal = signal;
  }

  /**
   * @param {import('../types.js').Config} config
   * @param {() => Promise<Exchange>} ask
   * @param {Exchange | null} [had] what came of the first try
   * @returns {Promise<Exchange>}
   */
  insist(config, ask, had = null) {
    if (had) this.#heard(had);
    const tried = () => ask().then((outcome) => this.#heard(outcome));
    return withRetries(config, tried, this.#signal, had);
  }

  /** @param {Exchange} outcome */
  #heard(outcome) {
    const wasAway = this.#isAway;
    this.#isAway = isAway(outcome);
    if (isAway(outcome))
      this.#events.emit('contact', { server: 'unreachable', reason: endOf(outcome).reason });
    else if (wasAway && outcome.kind === 'answer')
      this.#events.emit('contact', { server: 'reached', reason: null });
    return outcome;
  }
}

/**
 * A page, or a refusal of this one request, may come from somebody on the way.
 * @param {Exchange} outcome
 * @returns {outcome is Exclude<Exchange, {kind: 'answer'}>}
 */
const isAway = (outcome) =>
  outcome.kind === 'unreachable' ||
  (outcome.kind === 'refused' && outcome.status >= 500 && endOf(outcome).status === 'offline');
