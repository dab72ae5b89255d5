/** `<tidemark-status>`: how this browser stands with the server, what waits, and the button that synchronises. */
import { css, html, nothing } from 'lit';
import { retryFact, serverFact, workFacts } from '../conflict/standing.js';
import { TidemarkElement } from './base.js';
import { look } from './style.js';
import { moment } from './value.js';

const statusLook = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 1rem;
  }

  .fact {
    font-variant-numeric: tabular-nums;
  }

  .good {
    color: var(--good);
  }

  .wait {
    color: var(--wait);
    font-weight: 600;
  }

  button.fact {
    min-height: var(--touch);
    padding: 0 0.25rem;
    border: 0;
    background: none;
    text-decoration: underline;
  }

  .sync {
    margin-inline-start: auto;
  }
`;

/** @typedef {import('../elements.js').TidemarkStatusElement} Api */

/** @implements {Api} */
export class TidemarkStatus extends TidemarkElement {
  static styles = [look, statusLook];
  static properties = { counts: { state: true }, connection: { state: true }, now: { state: true } };

  constructor() {
    super();
    /** @type {import('@tidemark/client').Pending | null} */
    this.counts = null;
    /** @type {import('@tidemark/client').Connection | null} */
    this.connection = null;
    this.now = Date.now();
  }

  reset() {
    this.counts = null;
  }

  /** @param {import('./base.js').Replica} db */
  follow({ tidemark }) {
    const look = () => {
      this.now = Date.now();
      this.connection = tidemark.connection;
    };
    look();
    this.watch(
      () => tidemark.pending().catch(() => null),
      (counts) => {
        this.counts = counts;
        look();
      },
    );
    for (const name of /** @type {const} */ ([
      'network',
      'syncStart',
      'progress',
      'syncComplete',
      'syncError',
    ]))
      this.until(tidemark.on(name, look));
    // Only while something is counted down.
    const clock = setInterval(() => this.connection?.retryAt && look(), 1000);
    this.until(() => clearInterval(clock));
  }

  render() {
    const { db, connection, counts, words } = this;
    if (!db || !connection) return nothing;
    const { lastSync } = db.tidemark;
    const retry = retryFact(connection, this.now);
    const server = serverFact(connection);
    const { say } = words;
    return html`<section class="bar" part="bar" aria-label=${say('synchronisation')}>
      <span role="status">${this.#fact(server)}</span>
      ${retry ? this.#fact(retry) : nothing}
      ${workFacts(counts, connection, lastSync).map((fact) => this.#fact(fact))}
      <span class="fact" part="fact last">
        ${lastSync ? words.parts('lastSync', { when: moment(lastSync, words) }) : say('neverSynced')}
      </span>
      <button type="button" class="sync" part="button sync" @click=${() => db.tidemark.sync()}>
        ${say(connection.isRunning ? 'syncing' : 'sync')}
      </button>
    </section>`;
  }

  /** @param {import('../conflict/standing.js').Fact} fact */
  #fact({ key, tone, values, about }) {
    const text = this.words.say(key, values);
    return about
      ? html`<button
          type="button"
          class="fact ${tone}"
          part="fact fact-${tone}"
          @click=${() => this.tell('tidemark-open', { about })}
        >
          ${text}
        </button>`
      : html`<span class="fact ${tone}" part="fact fact-${tone}">${text}</span>`;
  }
}
