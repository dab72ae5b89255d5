/** `<tidemark-conflicts>`: all conflicts of this browser, to be found, opened, and decided, alone or many at once. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { relatedOf, titleOf } from '../conflict/collections.js';
import { isOpen } from '../conflict/difference.js';
import { inOrder } from '../conflict/queue.js';
import { matches } from '../conflict/search.js';
import { TidemarkElement } from './base.js';
import { conflictsLook } from './conflicts-style.js';
import { filterBar } from './filter-bar.js';
import { ManyAtOnce } from './many-at-once.js';
import { decidedRow, row } from './row.js';
import { peopleOf } from './story.js';
import { look } from './style.js';

/** @typedef {import('../conflict/difference.js').Conflict} Conflict */

/** Rows that are drawn at a time: a list of a thousand scrolls as well as one of ten. */
const PART = 100;

/** Of the conflict that is open in place of the list. */
const PARTS = [
  ...[
    'related',
    'place',
    'lead',
    'moved',
    'comparison',
    'taken',
    'alike',
    'one-side',
    'decide',
    'settled',
    'title',
  ],
  ...['question', 'question-open', 'option', 'option-base', 'option-client', 'option-server', 'option-own'],
  ...['button', 'button-primary', 'button-danger', 'button-client', 'button-server'],
].join(', ');

/** @typedef {import('../elements.js').TidemarkConflictsElement} Api */

/** @implements {Api} */
export class TidemarkConflicts extends TidemarkElement {
  static styles = [look, conflictsLook];
  static properties = {
    hrefOf: { attribute: false },
    conflicts: { attribute: false },
    personOf: { attribute: false },
    decide: { attribute: false },
    opened: { state: true },
    all: { state: true },
    filter: { state: true },
    selected: { state: true },
    limit: { state: true },
    many: { state: true },
    told: { state: true },
  };

  constructor() {
    super();
    /** @type {((id: string) => string) | null} */
    this.hrefOf = null;
    /** @type {Conflict[] | null} from elsewhere, such as the server's desk; null: those of `db` */
    this.conflicts = null;
    /** @type {((conflict: Conflict) => string) | null} whose change it is; null: the reader's own */
    this.personOf = null;
    /** @type {((conflict: Conflict, choice: import('../conflict/mix.js').Choice) => Promise<boolean | void>) | null} */
    this.decide = null;
    /** @type {string} the conflict that is open in place of the list */
    this.opened = '';
    /** @type {Conflict[] | null} null: the store has not said yet */
    this.all = null;
    /** @type {import('../conflict/search.js').Filter} */
    this.filter = { text: '', person: '', collection: '', kind: '' };
    /** @type {ReadonlySet<string>} ids */
    this.selected = new Set();
    this.limit = PART;
    /** @type {ManyAtOnce | null} */
    this.many = null;
    /** @type {{ text: string, undo: string[] }} */
    this.told = { text: '', undo: [] };
  }

  reset() {
    Object.assign(this, {
      all: null,
      selected: new Set(),
      opened: '',
      many: null,
      told: { text: '', undo: [] },
    });
  }

  /** @param {import('./base.js').Replica} db */
  follow({ tidemark }) {
    this.watch(
      () => tidemark.conflicts(),
      (all) => {
        if (this.all === null) this.settle();
        this.all = inOrder(/** @type {Conflict[]} */ (all), this.collections);
      },
    );
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (!changed.has('all') && !changed.has('conflicts')) return;
    const open = new Set(this.open.map(({ id }) => id));
    this.selected = new Set([...this.selected].filter((id) => open.has(id)));
  }

  /**
   * A row that goes leaves the keyboard's focus to the next one, and one that moves takes it along.
   *
   * @param {Map<PropertyKey, unknown>} changed
   */
  update(changed) {
    const focused = /** @type {HTMLElement | null | undefined} */ (this.shadowRoot?.activeElement);
    const row = focused?.closest('li');
    const near = [row, row?.nextElementSibling, row?.previousElementSibling];
    super.update(changed);
    if (!row || this.shadowRoot?.activeElement) return;
    const next = near.find((one) => one?.isConnected)?.querySelector('.open, button');
    /** @type {HTMLElement | null | undefined} */ (focused?.isConnected ? focused : next)?.focus();
  }

  /** @returns {Conflict[]} */
  get open() {
    return (this.conflicts ?? this.all ?? []).filter(isOpen);
  }

  /** @returns {Conflict[]} the open ones that the filter lets through */
  get found() {
    return this.open.filter((conflict) => matches(conflict, this.filter, this.#namesOf(conflict)));
  }

  /** @returns {Conflict[]} */
  get chosen() {
    return this.open.filter(({ id }) => this.selected.has(id));
  }

  /** @param {Conflict} conflict */
  #namesOf(conflict) {
    const related = relatedOf(conflict, this.collections).map(({ field, id }) =>
      this.nameOf(field.target, id),
    );
    return [titleOf(conflict, this.collections), ...related];
  }

  /** @param {string} id @param {boolean} isSelected */
  select(id, isSelected) {
    const selected = new Set(this.selected);
    if (isSelected) selected.add(id);
    else selected.delete(id);
    this.selected = selected;
  }

  /** @param {boolean} isSelected */
  selectAll(isSelected) {
    this.selected = new Set(isSelected ? this.found.map(({ id }) => id) : []);
  }

  /** @param {Partial<import('../conflict/search.js').Filter>} change */
  narrow(change) {
    this.filter = { ...this.filter, ...change };
    this.limit = PART;
    // Nobody decides what is not in sight.
    const found = new Set(this.found.map(({ id }) => id));
    this.selected = new Set([...this.selected].filter((id) => found.has(id)));
  }

  /** @param {string} id */
  openConflict(id) {
    if (!this.tell('tidemark-show', { id })) return;
    this.opened = id;
    this.settle();
  }

  /** @param {string[]} ids */
  async takeBack(ids) {
    let count = 0;
    for (const id of ids) if (await this.db?.tidemark.undo(id)) count += 1;
    this.told = { text: this.words.say('undone', { count }), undo: [] };
    this.tell('tidemark-undone', { ids });
  }

  /** @param {Conflict} conflict @returns {import('./story.js').People} */
  peopleOf(conflict) {
    return peopleOf(conflict, this.personOf?.(conflict) ?? null, this.words, this.reader);
  }

  render() {
    const { words } = this;
    const all = this.conflicts ?? this.all;
    const { say } = words;
    if (!all) return this.isWithoutStore ? html`<p class="empty">${say('nothingKept')}</p>` : nothing;
    if (this.opened) return this.#one();
    if (this.many) return this.many.render();
    const decided = all.filter(({ resolution }) => resolution);
    return html`
      <p class="told" role="status" tabindex="-1">
        ${this.told.text}
        ${
          this.told.undo.length
            ? html`<button type="button" class="link" @click=${() => this.takeBack(this.told.undo)}>
                ${say('undo')}
              </button>`
            : nothing
        }
      </p>
      ${this.open.length || decided.length ? nothing : html`<p class="empty" part="empty">${say('none')}</p>`}
      ${this.open.length ? this.#list() : nothing}
      ${
        decided.length
          ? html`<section class="decided" part="decided" aria-labelledby="decided">
              <h2 id="decided">${say('decidedNotSent')}</h2>
              <ul>
                ${repeat(
                  decided,
                  ({ id }) => id,
                  (conflict) => decidedRow(this, conflict),
                )}
              </ul>
            </section>`
          : nothing
      }
    `;
  }

  #list() {
    const { found, words } = this;
    const { say } = words;
    const shown = found.slice(0, this.limit);
    const more = Math.min(PART, found.length - shown.length);
    return html`
      ${this.open.length > 1 ? filterBar(this, found) : nothing}
      ${found.length ? nothing : html`<p class="empty">${say('noMatch')}</p>`}
      <ul class="rows" part="rows">
        ${repeat(
          shown,
          ({ id }) => id,
          (conflict) => row(this, conflict),
        )}
      </ul>
      ${
        more > 0
          ? html`<button type="button" @click=${() => (this.limit += PART)}>
              ${say('showMore', { count: more })}
            </button>`
          : nothing
      }
    `;
  }

  #one() {
    const close = () => (this.opened = '');
    const decided = (/** @type {CustomEvent} */ { detail }) => detail.next ?? close();
    const show = (/** @type {CustomEvent} */ event) => {
      event.stopPropagation();
      if (!this.tell('tidemark-show', event.detail)) event.preventDefault();
      else this.opened = event.detail.id;
    };
    const given = this.conflicts?.find(({ id }) => id === this.opened);
    const back = html`<button type="button" class="link" @click=${close}>${this.words.say('back')}</button>`;
    if (this.conflicts && !given)
      return html`${back}
        <div class="settled" part="settled" role="status">
          <h2>${this.words.say('settled')}</h2>
          <p>${this.words.say('settledHint')}</p>
        </div>`;
    return html`
      ${back}
      <tidemark-conflict
        exportparts=${PARTS}
        .db=${this.db}
        .collections=${this.collections}
        .conflictId=${given ? '' : this.opened}
        .conflict=${given ?? null}
        .decide=${this.decide}
        .person=${given && this.personOf ? this.personOf(given) : null}
        @tidemark-show=${show}
        @tidemark-decided=${decided}
      ></tidemark-conflict>
    `;
  }

  /** Opens the preview for what is selected. */
  decideMany() {
    this.many = new ManyAtOnce(this, this.chosen, (told) => {
      this.many = null;
      if (told) this.told = told;
      this.#turnTo(told ? '.told' : '.selection button');
    });
    this.told = { text: '', undo: [] };
    this.#turnTo('#many');
  }

  /** Another view: the pointer waits a moment, and the keyboard goes on from there. @param {string} selector */
  #turnTo(selector) {
    this.settle();
    void this.updateComplete.then(() =>
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(selector))?.focus(),
    );
  }
}
