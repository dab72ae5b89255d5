/** Many conflicts by one rule: the rule, what it does to each of them, and then the decision. */
import { html, nothing } from 'lit';
import { RULES, outcomeOf, sealOf } from '../conflict/rule.js';
import { differences, isOpen } from '../conflict/difference.js';
import { nameIn } from './row.js';
import { bdi, listed, plain } from './value.js';

/** @typedef {import('../conflict/difference.js').Conflict} Conflict */
/** @typedef {import('../conflict/rule.js').Outcome} Outcome */
/** @typedef {import('../conflict/rule.js').Rule} Rule */
/** @typedef {import('../conflict/rule.js').Deletions} Deletions */
/** @typedef {import('../texts/texts.js').Key} Key */

/** @type {Record<Rule, Key>} */
const rules = {
  combine: 'ruleCombine',
  'combine-client': 'ruleCombineMine',
  'combine-server': 'ruleCombineTheirs',
  client: 'ruleMine',
  server: 'ruleTheirs',
};

/** @type {Record<Deletions, Key>} */
const deletions = { open: 'deletionsOpen', keep: 'deletionsKeep', delete: 'deletionsDelete' };

export class ManyAtOnce {
  /** @type {Rule} */ rule = 'combine';
  /** @type {Deletions} */ deletions = 'open';
  /** How many are done, while it decides. @type {number | null} */ #done = null;

  /**
   * @param {import('./conflicts.js').TidemarkConflicts} list
   * @param {Conflict[]} conflicts as they are on screen: what has moved on since is not decided
   * @param {(told: { text: string, undo: string[] } | null) => void} end
   */
  constructor(list, conflicts, end) {
    this.list = list;
    this.conflicts = conflicts;
    this.end = end;
  }

  /** @returns {Outcome[]} */
  get outcomes() {
    return this.conflicts.map((one) => outcomeOf(one, this.list.collections, this.rule, this.deletions));
  }

  /** @param {Partial<{ rule: Rule, deletions: Deletions }>} change */
  set(change) {
    Object.assign(this, change);
    this.list.requestUpdate();
  }

  async decide() {
    const { list } = this;
    const decided = this.outcomes.filter(({ choice }) => choice !== null);
    /** @type {{ conflict: Conflict, choice: import('../conflict/mix.js').Choice }[]} */
    const done = [];
    for (const { conflict, choice } of decided) {
      this.#done = done.length;
      list.requestUpdate();
      // One that cannot be decided does not keep the others from it.
      if (choice && (await this.#one(conflict, choice).catch(() => false))) done.push({ conflict, choice });
    }
    this.#done = null;
    const ids = done.map(({ conflict }) => conflict.id);
    const { say } = list.words;
    const moved = decided.length - ids.length;
    const text = [
      say('decidedMany', { count: ids.length }),
      moved > 0 && say('changedMeanwhile', { count: moved }),
    ];
    list.selected = new Set();
    this.end({ text: text.filter(Boolean).join(' '), undo: list.decide ? [] : ids });
    list.tell('tidemark-decided-many', { ids, moved, decided: done });
  }

  /** @param {Conflict} conflict @param {import('../conflict/mix.js').Choice} choice */
  async #one(conflict, choice) {
    const { decide, db } = this.list;
    if (decide) return (await decide(conflict, choice)) !== false;
    const { tidemark } = /** @type {import('./base.js').Replica} */ (db);
    const now = /** @type {Conflict | null} */ (await tidemark.conflict(conflict.id));
    if (!now || !isOpen(now) || sealOf(now) !== sealOf(conflict)) return false;
    return tidemark.resolve(conflict.id, choice, { version: now.server.version });
  }

  render() {
    const { list, outcomes } = this;
    const { say } = list.words;
    const count = outcomes.filter(({ choice }) => choice !== null).length;
    const isRunning = this.#done !== null;
    const hasDeletions = this.conflicts.some(({ client, server }) => client.deleted || server.deleted);
    const hasBoth = this.conflicts.some(({ client, server }) => !client.deleted && !server.deleted);
    return html`<section class="many" part="many" aria-labelledby="many">
      <h2 id="many" tabindex="-1">${say('many', { count: this.conflicts.length })}</h2>
      <p class="hint">${say(list.decide ? 'manyHintOf' : 'manyHint')}</p>
      ${
        hasBoth
          ? this.#choice('rule', say('rule'), RULES, this.rule, (one) => say(this.#ruleText(one)), isRunning)
          : nothing
      }
      ${
        hasDeletions
          ? this.#choice(
              'deletions',
              say('deletions'),
              /** @type {Deletions[]} */ (['open', 'keep', 'delete']),
              this.deletions,
              (one) => say(deletions[one]),
              isRunning,
            )
          : nothing
      }
      <h3>${say('preview')}</h3>
      <p role="status">
        ${
          isRunning
            ? say('deciding', { at: /** @type {number} */ (this.#done) + 1, count })
            : `${say('previewCount', { count })}, ${say('previewOpen', { count: outcomes.length - count })}.`
        }
      </p>
      <ul class="preview" part="preview">
        ${outcomes.map((outcome) => this.#preview(outcome))}
      </ul>
      <div class="decide actions" part="decide">
        <button type="button" ?disabled=${isRunning} @click=${() => this.end(null)}>${say('cancel')}</button>
        <button
          type="button"
          class=${this.deletions === 'delete' && hasDeletions ? 'danger' : 'primary'}
          part="button button-primary"
          ?disabled=${isRunning || count === 0}
          @click=${() => this.decide()}
        >
          ${say('decideNow', { count })}
        </button>
      </div>
    </section>`;
  }

  /** Of other people's conflicts none is mine: there the two versions are told apart by when they came. @param {Rule} rule */
  #ruleText(rule) {
    return /** @type {Key} */ (this.list.personOf && rule !== 'combine' ? `${rules[rule]}Of` : rules[rule]);
  }

  /**
   * @template {string} T
   * @param {'rule' | 'deletions'} name
   * @param {string} legend
   * @param {readonly T[]} values
   * @param {T} chosen
   * @param {(value: T) => string} label
   * @param {boolean} isRunning
   */
  #choice(name, legend, values, chosen, label, isRunning) {
    return html`<fieldset ?disabled=${isRunning}>
      <legend>${legend}</legend>
      ${values.map(
        (value) =>
          html`<label class="check">
            <input
              type="radio"
              name=${name}
              .checked=${value === chosen}
              @change=${() => this.set({ [name]: value })}
            />
            <span>${label(value)}</span>
          </label>`,
      )}
    </fieldset>`;
  }

  /** @param {Outcome} outcome */
  #preview(outcome) {
    const { list } = this;
    const { words } = list;
    const { conflict, taken, choice } = outcome;
    return html`<li class=${choice === null ? 'stays' : ''} part="preview-row">
      <span class="name">${bdi(nameIn(list, conflict))}</span>
      ${taken.map(({ difference, side }) => {
        const text = plain(difference.field, difference[side], words) || words.say('empty');
        const reference = difference.field.kind === 'reference' && typeof difference[side] === 'string';
        return html`<span class="written">
          ${difference.field.label}:
          <bdi>${reference ? list.nameOf(difference.field.target, difference[side]) : text}</bdi>
          <span class="hint">${this.#from(conflict, side)}</span>
        </span>`;
      })}
      ${this.#ending(outcome)}
    </li>`;
  }

  /** @param {Conflict} conflict @param {'client' | 'server'} side */
  #from(conflict, side) {
    const { words } = this.list;
    const { mine, who } = this.list.peopleOf(conflict);
    const name = side === 'client' ? mine : who;
    return name === null ? words.say('fromMine') : words.parts('fromTheirs', { who: bdi(name) });
  }

  /** @param {Outcome} outcome */
  #ending({ conflict, what, drops }) {
    const { words, collections } = this.list;
    if (what === 'deletion') return html`<span class="hint">${words.say('staysOpenDeletion')}</span>`;
    if (what === 'kept') return html`<span>${words.say('isKept')}</span>`;
    if (what === 'deleted') return html`<span class="trouble">${words.say('isDeleted')}</span>`;
    if (what === 'asked') {
      const both = differences(conflict, collections[conflict.collection]?.fields);
      const labels = both.filter(({ kind }) => kind === 'both').map(({ field }) => field.label);
      return html`<span class="hint"
        >${words.say('staysOpenAsked', { fields: listed(words, labels) })}</span
      >`;
    }
    return drops.length
      ? html`<span class="trouble">${words.say('drops', { fields: listed(words, drops) })}</span>`
      : nothing;
  }
}
