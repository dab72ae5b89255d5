/** What stands there while a page is on its way: the page before it would look as if the press had been lost. */
import { html, render } from 'lit';
import { say } from '../texts/texts.js';

/** A page that comes sooner needs no word, in milliseconds: what flashes by is only noise. */
const moment = 300;

/** The heading of a page that asks the server, before it is there. */
const titles = /** @type {const} */ ({
  desk: 'desk_conflict',
  history: 'desk_history',
  lost: 'desk_lostTitle',
  register: 'desk_conflict',
});

/** @param {string} page @returns {string} */
export const titleOnTheWay = (page) =>
  say(page in titles ? titles[/** @type {keyof typeof titles} */ (page)] : 'loading');

/** Where rows or numbers are on their way; the style lets it come after the same moment. */
export const isLoading = () => html`<span class="late">${say('loading')}</span>`;

/**
 * @param {HTMLElement} main
 * @param {string} title
 * @param {() => void} shown called when it says so
 * @returns {() => void} the page is there, or another one is on its way
 */
export function sayLoading(main, title, shown) {
  main.setAttribute('aria-busy', 'true');
  const timer = setTimeout(() => {
    render(
      html`<article class="loading">
        <h1>${title}</h1>
        <p class="lead" role="status">${say('loading')}</p>
      </article>`,
      main,
    );
    shown();
  }, moment);
  return () => {
    clearTimeout(timer);
    main.removeAttribute('aria-busy');
  };
}
