/** One field that differs: the values to pick from, and words of one's own. */
import { html, nothing } from 'lit';
import { pickOf } from '../conflict/mix.js';
import { theirs, told } from './story.js';
import { compared, isFolded, isLong, shown } from './value.js';

/** @typedef {import('../conflict/difference.js').Difference} Difference */
/** @typedef {import('../conflict/difference.js').Origin} Origin */
/** @typedef {import('../conflict/mix.js').Pick} Pick */

/**
 * @typedef {object} Asked
 * @property {import('./base.js').TidemarkElement} element
 * @property {import('./story.js').People} people
 * @property {ReadonlyMap<string, Pick>} picks
 * @property {ReadonlyMap<string, string>} wrong what is wrong with own words, by path
 * @property {ReadonlySet<string>} whole paths of the long texts that are not folded
 * @property {boolean} isBased whether anything is known from before
 * @property {(path: string, pick: Pick) => void} pick
 * @property {(path: string) => void} unfold
 */

/** @type {Record<import('../conflict/difference.js').Kind, import('../texts/texts.js').Key>} */
const tags = { both: 'tagBoth', client: 'tagMine', server: 'tagTheirs', agreed: 'tagBoth' };

/**
 * @param {Difference} difference
 * @param {Asked} asked
 * @param {string} [number] "Question 1 of 2"
 */
export function question(difference, asked, number) {
  const { element, people, picks } = asked;
  const { field, kind } = difference;
  const { say } = element.words;
  const id = `field-${field.path}`;
  const pick = pickOf(difference, picks);
  const tag = kind === 'client' ? told('tagMine', people) : tags[kind];
  const title = html`${field.label}
    <span class="tag tag-${kind}">${number ? html`${number} · ` : nothing}${say(tag, people)}</span>`;
  return html`<div
    class="question question-${kind} ${pick ? 'answered' : ''}"
    part="question ${kind === 'both' ? 'question-open' : ''}"
    role="radiogroup"
    aria-labelledby=${id}
    data-path=${field.path}
  >
    ${kind === 'both' ? html`<h2 id=${id}>${title}</h2>` : html`<h3 id=${id}>${title}</h3>`}
    <div class="options">
      ${asked.isBased ? option('base', say('before'), difference, asked, pick) : nothing}
      ${option('client', say(told('mine', people), people), difference, asked, pick)}
      ${option('server', say(theirs(people), people), difference, asked, pick)}
      ${own(difference, asked, pick)}
    </div>
  </div>`;
}

/**
 * @param {Origin} origin
 * @param {string} label
 * @param {Difference} difference
 * @param {Asked} asked
 * @param {Pick | undefined} pick
 */
function option(origin, label, difference, asked, pick) {
  const { element, isBased } = asked;
  const { field, base } = difference;
  const value = difference[origin];
  const isWhole = asked.whole.has(field.path);
  const isCompared = origin !== 'base' && isBased;
  return html`<div class="option option-${origin}" part="option option-${origin}">
    <label>
      <input
        type="radio"
        name=${field.path}
        .checked=${Boolean(pick && 'side' in pick && pick.side === origin)}
        @change=${() => asked.pick(field.path, { side: origin })}
      />
      <span class="side">${label}</span>
      <span class="value ${isWhole ? '' : 'clamped'}"
        >${isCompared ? compared(element, field, base, value, isWhole) : shown(element, field, value)}</span
      >
    </label>
    ${isCompared ? unfolding(difference, origin, asked) : nothing}
  </div>`;
}

/**
 * The way to the whole of a long text that is compared with what it was, and back.
 *
 * @param {Difference} difference
 * @param {'client' | 'server'} side
 * @param {Asked} asked
 */
export function unfolding(difference, side, { element, whole, unfold }) {
  const { field, base } = difference;
  if (!isLong(field, base, difference[side]) || !isFolded(base, difference[side])) return nothing;
  return html`<button type="button" class="link" @click=${() => unfold(field.path)}>
    ${element.words.say(whole.has(field.path) ? 'changedWords' : 'wholeText')}
  </button>`;
}

/**
 * @param {Difference} difference
 * @param {Asked} asked
 * @param {Pick | undefined} pick
 */
function own(difference, asked, pick) {
  const { field } = difference;
  if (field.kind === 'other' || field.kind === 'reference') return nothing;
  const { say } = asked.element.words;
  const isOwn = pick !== undefined && 'text' in pick;
  const start = () => {
    const side = pick && 'side' in pick ? pick.side : 'client';
    const value = difference[side];
    asked.pick(field.path, { text: value === null ? '' : String(value) });
  };
  return html`<div class="option option-own" part="option option-own">
    <label>
      <input type="radio" name=${field.path} .checked=${isOwn} @change=${start} />
      <span class="side">${say('ownWords')}</span>
    </label>
    ${isOwn ? control(difference, asked, pick.text) : nothing}
  </div>`;
}

/** @param {Difference} difference @param {Asked} asked @param {string} text */
function control({ field }, asked, text) {
  const { say } = asked.element.words;
  const label = say('ownFor', { field: field.label });
  const wrong = asked.wrong.get(field.path);
  const note = `note-${field.path}`;
  const typed = (/** @type {Event} */ { target }) =>
    asked.pick(field.path, { text: /** @type {HTMLInputElement} */ (target).value });
  const invalid = wrong ? 'true' : 'false';
  const input =
    field.kind === 'long'
      ? html`<textarea
          rows="3"
          maxlength=${field.max ?? nothing}
          aria-label=${label}
          aria-invalid=${invalid}
          aria-describedby=${note}
          dir="auto"
          .value=${text}
          @input=${typed}
        ></textarea>`
      : field.kind === 'choice'
        ? html`<select aria-label=${label} aria-describedby=${note} @change=${typed}>
            <option value="" ?selected=${text === ''}></option>
            ${Object.entries(field.options ?? {}).map(
              ([value, name]) => html`<option value=${value} ?selected=${value === text}>${name}</option>`,
            )}
          </select>`
        : html`<input
            type=${field.kind === 'date' ? 'date' : 'text'}
            inputmode=${field.inputmode ?? nothing}
            maxlength=${field.max ?? nothing}
            autocomplete="off"
            aria-label=${label}
            aria-invalid=${invalid}
            aria-describedby=${note}
            dir="auto"
            .value=${text}
            @input=${typed}
          />`;
  return html`${input}
    <p class="trouble" id=${note} aria-live="polite">${wrong ?? ''}</p>`;
}
