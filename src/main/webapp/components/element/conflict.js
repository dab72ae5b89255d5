/**
 * `<tidemark-conflict>`: one conflict, from the question to the decision. What one person alone changed is taken; what
 * both changed is asked.
 */
import { html, nothing } from 'lit';
import { deletedOn, differences, isOpen } from '../conflict/difference.js';
import { relatedOf, titleOf } from '../conflict/collections.js';
import { combined, unanswered } from '../conflict/mix.js';
import { inOrder, place } from '../conflict/queue.js';
import { sealOf } from '../conflict/rule.js';
import { TidemarkElement } from './base.js';
import { bothSides } from './both-sides.js';
import { conflictLook } from './conflict-style.js';
import { deletion } from './deletion.js';
import { placeBar } from './place.js';
import { lead, peopleOf } from './story.js';
import { look } from './style.js';
import { bdi, listed } from './value.js';

/** @typedef {import('../conflict/difference.js').Conflict} Conflict */
/** @typedef {import('../conflict/mix.js').Choice} Choice */
/** @typedef {import('../conflict/mix.js').Pick} Pick */

/** Those put off, for as long as the page is open: they come again when the others are decided. @type {Set<string>} */
const skipped = new Set();

/** @typedef {import('../elements.js').TidemarkConflictElement} Api */

/** @implements {Api} */
export class TidemarkConflict extends TidemarkElement {
  static styles = [look, conflictLook];
  static properties = {
    conflictId: { attribute: 'conflict-id' },
    conflict: { attribute: false },
    decide: { attribute: false },
    person: {},
    picks: { attribute: false },
    untitled: { type: Boolean },
    trouble: { state: true },
    hasMoved: { state: true },
    all: { state: true },
    isSettled: { state: true },
  };

  constructor() {
    super();
    this.conflictId = '';
    /** @type {Conflict | null} */
    this.conflict = null;
    /** @type {((conflict: Conflict, choice: Choice) => Promise<boolean | void>) | null} */
    this.decide = null;
    /** @type {string | null} */
    this.person = null;
    /** @type {ReadonlyMap<string, Pick>} */
    this.picks = new Map();
    this.untitled = false;
    this.trouble = '';
    this.hasMoved = false;
    this.isSettled = false;
    /** @type {Conflict[] | null} null: the store has not said yet */
    this.all = null;
    /** @type {Conflict | null} */
    this.shown = null;
    /** @type {Map<string, string>} */
    this.wrong = new Map();
    /** @type {Set<string>} */
    this.whole = new Set();
    this.isDeciding = false;
    this.seal = '';
  }

  reset() {
    this.all = null;
    this.forget();
  }

  /** @param {import('./base.js').Replica} db */
  follow({ tidemark }) {
    this.watch(
      () => tidemark.conflicts(),
      (all) => {
        this.all = inOrder(/** @type {Conflict[]} */ (all), this.collections);
        if (!this.isDeciding) this.take();
      },
    );
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (changed.has('conflictId') && this.conflictId) {
      this.forget();
      this.take();
    }
    if (!changed.has('conflict') || !this.conflict) return;
    if (this.shown && this.shown.id !== this.conflict.id) this.#begin(this.conflict, changed.has('picks'));
    this.notice(this.conflict);
  }

  /** Another one: what was chosen before says nothing here. @param {Conflict} conflict @param {boolean} hasPicks given */
  #begin(conflict, hasPicks) {
    const { picks } = this;
    this.forget();
    Object.assign(this, { conflict, picks: hasPicks ? picks : new Map(), shown: null });
  }

  /** Another conflict: nothing of the one before holds. */
  forget() {
    if (this.seal) this.picks = new Map();
    Object.assign(this, { conflict: null, seal: '', trouble: '', hasMoved: false, isSettled: false });
    this.wrong = new Map();
    this.whole = new Set();
  }

  /** The conflict as the store has it now. */
  take() {
    if (!this.conflictId || !this.all) return;
    const conflict = this.all.find(({ id }) => id === this.conflictId);
    this.isSettled = !conflict || !isOpen(conflict);
    if (conflict && !this.isSettled && sealOf(conflict) !== this.seal) this.conflict = conflict;
  }

  /**
   * A fresh state of the sides: choices whose two values still stand hold, and words of one's own.
   *
   * @param {Conflict} conflict
   */
  notice(conflict) {
    const seal = sealOf(conflict);
    if (seal === this.seal) return;
    if (this.seal) {
      const before = new Map(this.#list(this.shown).map((one) => [one.field.path, sidesOf(one)]));
      const now = new Map(this.#list(conflict).map((one) => [one.field.path, sidesOf(one)]));
      this.picks = new Map(
        [...this.picks].filter(([path, pick]) => 'text' in pick || before.get(path) === now.get(path)),
      );
      this.hasMoved = true;
    }
    this.seal = seal;
    this.shown = conflict;
    this.trouble = '';
    this.settle();
  }

  /** @param {Conflict | null | undefined} conflict */
  #list(conflict) {
    return conflict ? differences(conflict, this.collections[conflict.collection]?.fields) : [];
  }

  /** @param {string} path @param {Pick} pick */
  pick(path, pick) {
    this.picks = new Map(this.picks).set(path, pick);
    this.wrong.delete(path);
    this.trouble = '';
    this.tell('tidemark-picks', { conflict: this.conflict, picks: this.picks });
  }

  keepBoth() {
    const { conflict, words } = this;
    if (!conflict) return;
    const list = this.#list(conflict);
    const open = unanswered(list, this.picks);
    const [first] = open;
    if (first) {
      const fields = listed(
        words,
        open.map(({ field }) => field.label),
      );
      this.trouble = words.say('answerFirst', { fields, count: open.length });
      return this.focusOn(first.field.path);
    }
    const { choice, wrong } = combined(conflict, list, this.picks, words.say('notANumber'));
    this.wrong = wrong;
    this.requestUpdate();
    const [path] = wrong.keys();
    if (path !== undefined) return this.focusOn(path);
    void this.run(choice);
  }

  /** @param {string} path of the field whose question is to be answered */
  focusOn(path) {
    const group = [...this.renderRoot.querySelectorAll('.question')].find(
      (one) => one.getAttribute('data-path') === path,
    );
    const control = group?.querySelector('[aria-invalid="true"], input:not([type="radio"]), input');
    /** @type {HTMLElement | null | undefined} */ (control)?.focus();
  }

  /** @param {Choice} choice */
  async run(choice) {
    const { conflict } = this;
    if (!conflict || this.isDeciding) return;
    this.isDeciding = true;
    try {
      await this.#decided(conflict, choice);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.trouble = this.words.say('failed', { reason });
      this.take(); // what came while it was being decided
    } finally {
      this.isDeciding = false;
    }
  }

  /** @param {Conflict} conflict @param {Choice} choice */
  async #decided(conflict, choice) {
    const { db, words } = this;
    if (this.decide) {
      if ((await this.decide(conflict, choice)) !== false)
        this.tell('tidemark-decided', { conflict, choice });
      return;
    }
    if (!db) return;
    // What was on screen is what is decided about.
    const now = /** @type {Conflict | null} */ (await db.tidemark.conflict(conflict.id));
    if (!now || !isOpen(now)) return void (this.isSettled = true);
    if (sealOf(now) !== this.seal) return void (this.conflict = now);
    if (!(await db.tidemark.resolve(conflict.id, choice, { version: now.server.version })))
      throw new Error(words.say('beingSent'));
    const { then } = place(this.all ?? [], conflict.id, skipped);
    skipped.delete(conflict.id);
    if (!this.tell('tidemark-decided', { conflict, choice, next: then })) return;
    if (then) this.show(then);
    else this.isSettled = true;
  }

  /** @param {string} id of another conflict */
  show(id) {
    if (!this.tell('tidemark-show', { id })) return;
    this.conflictId = id;
    void this.updateComplete.then(() =>
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.title'))?.focus(),
    );
  }

  skip() {
    skipped.add(this.conflictId);
    const { then } = place(this.all ?? [], this.conflictId, skipped);
    if (then) this.show(then);
  }

  render() {
    const { conflict, words } = this;
    const { say } = words;
    if (this.isSettled)
      return html`<div class="settled" part="settled" role="status">
        <h2>${say('settled')}</h2>
        <p>${say('settledHint')}</p>
      </div>`;
    if (!conflict) return nothing;
    const people = peopleOf(conflict, this.person, words, this.reader);
    const deleted = deletedOn(conflict);
    const list = this.#list(conflict);
    const asked = {
      ...{ element: this, people, picks: this.picks, wrong: this.wrong, whole: this.whole },
      isBased: Boolean(conflict.base?.fields),
      pick: (/** @type {string} */ path, /** @type {Pick} */ pick) => this.pick(path, pick),
      unfold: (/** @type {string} */ path) => this.unfold(path),
    };
    const use = (/** @type {'client' | 'server'} */ side) => void this.run(side);
    const deciding = { keepBoth: () => this.keepBoth(), use, trouble: this.trouble };
    const ways = { show: (/** @type {string} */ id) => this.show(id), skip: () => this.skip() };
    return html`
      ${this.db && !this.decide ? placeBar(place(this.all ?? [], conflict.id, skipped), words, ways) : nothing}
      <section class="comparison" part="comparison" aria-label=${say('bothSides')}>
        ${this.#title(conflict)}
        ${this.hasMoved ? html`<p class="moved" part="moved" role="alert">${say('moved')}</p>` : nothing}
        <p class="lead" part="lead">${lead(conflict, people, this.nounOf(conflict.collection), words)}</p>
        ${deleted ? deletion(conflict, deleted, list, asked, deciding) : bothSides(list, asked, deciding)}
      </section>
    `;
  }

  /** @param {Conflict} conflict */
  #title(conflict) {
    const { words } = this;
    const title = titleOf(conflict, this.collections) ?? words.say('unnamed');
    return html`${
      this.untitled ? nothing : html`<h2 class="title" part="title" tabindex="-1">${bdi(title)}</h2>`
    }
    ${relatedOf(conflict, this.collections).map(
      ({ field, id }) =>
        html`<p class="related" part="related">
          ${words.parts('belongsTo', { field: field.label, name: bdi(this.nameOf(field.target, id)) })}
        </p>`,
    )}`;
  }

  /** @param {string} path */
  unfold(path) {
    if (!this.whole.delete(path)) this.whole.add(path);
    this.requestUpdate();
  }
}

/** @param {import('../conflict/difference.js').Difference} difference */
const sidesOf = ({ client, server }) => JSON.stringify([client, server]);
