/** Two edits that met: first what both changed, then what one of them changed, then one side in full. */
import { html, nothing } from 'lit';
import { dropped } from '../conflict/difference.js';
import { unanswered } from '../conflict/mix.js';
import { question } from './question.js';
import { named, told } from './story.js';
import { listed, shown } from './value.js';

/** @typedef {import('../conflict/difference.js').Difference} Difference */

/**
 * @param {Difference[]} list
 * @param {import('./question.js').Asked} asked
 * @param {{ keepBoth: () => void, use: (side: 'client' | 'server') => void, trouble: string }} deciding
 */
export function bothSides(list, asked, { keepBoth, use, trouble }) {
  const { element, people, picks } = asked;
  const { words } = element;
  const { say } = words;
  const questions = list.filter(({ kind }) => kind === 'both');
  const taken = list.filter(({ kind }) => kind === 'client' || kind === 'server');
  const left = unanswered(list, picks).length;
  const state = !questions.length
    ? say('noQuestions')
    : left
      ? say('left', { count: left })
      : say('allAnswered');
  return html`
    ${questions.map((one, at) =>
      question(
        one,
        asked,
        questions.length > 1 ? say('question', { at: at + 1, count: questions.length }) : undefined,
      ),
    )}
    ${
      taken.length
        ? html`<section class="taken" part="taken" aria-labelledby="taken">
            <h2 id="taken">${say('takenAlready')}</h2>
            <p class="hint">${say(told('takenHint', people))}</p>
            ${taken.map((one) => question(one, asked))}
          </section>`
        : nothing
    }
    ${agreed(list, asked)}
    <section class="one-side" part="one-side" aria-labelledby="one-side">
      <h2 id="one-side">${say('orOneSide')}</h2>
      ${whole('client', list, asked, use)} ${whole('server', list, asked, use)}
    </section>
    <div class="decide" part="decide">
      <p class="left" role="status">${state}</p>
      <p class="trouble" role="alert">${trouble}</p>
      <button type="button" class="primary" part="button button-primary" @click=${keepBoth}>
        ${say(people.isOne ? 'keepBothSelf' : 'keepBoth')}
      </button>
    </div>
  `;
}

/**
 * One side in full, and what that loses.
 *
 * @param {'client' | 'server'} side
 * @param {Difference[]} list
 * @param {import('./question.js').Asked} asked
 * @param {(side: 'client' | 'server') => void} use
 */
function whole(side, list, { element, people }, use) {
  const { words } = element;
  const fields = listed(words, dropped(list, side));
  const label =
    side === 'client' ? words.say(told('useMine', people), people) : words.say('useTheirs', people);
  const drops = side === 'client' ? 'dropsTheirs' : told('dropsMine', people);
  return html`<div class="whole">
    <button
      type="button"
      class="use use-${side}"
      part="button button-${side}"
      aria-describedby="drops-${side}"
      @click=${() => use(side)}
    >
      ${label}
    </button>
    <p class="hint" id="drops-${side}">
      ${fields ? words.parts(drops, { ...named(people), fields }) : words.say('dropsNothing')}
    </p>
  </div>`;
}

/** @param {Difference[]} list @param {import('./question.js').Asked} asked */
function agreed(list, { element }) {
  const alike = list.filter(({ kind }) => kind === 'agreed');
  if (!alike.length) return nothing;
  return html`<details class="alike" part="alike">
    <summary>${element.words.say('same', { count: alike.length })}</summary>
    ${facts(element, alike, 'server')}
  </details>`;
}

/**
 * @param {import('./base.js').TidemarkElement} element
 * @param {Difference[]} list
 * @param {import('../conflict/difference.js').Origin} origin
 */
export const facts = (element, list, origin) =>
  html`<dl class="facts">
    ${list.map(
      (one) =>
        html`<div>
          <dt>${one.field.label}</dt>
          <dd>${shown(element, one.field, one[origin])}</dd>
        </div>`,
    )}
  </dl>`;
