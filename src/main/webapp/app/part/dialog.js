/**
 * Questions that need an answer before anything goes on. The browser's own <dialog> keeps the focus and gives it back.
 */
import { html } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { drawn } from './draw.js';
import { focusOn } from './focus.js';
import { steady } from './steady.js';
import { say } from '../texts/texts.js';

let count = 0;

/**
 * @param {string} title
 * @param {unknown} content
 * @returns {HTMLDialogElement} open, and removed when it closes
 */
export function dialog(title, content) {
  const opener = document.activeElement;
  const id = `dialog-${++count}`;
  const closed = new AbortController();
  const close = () => {
    closed.abort();
    element.remove();
    focusOn(opener); // which may have been drawn anew behind the dialog
  };
  // A link leads to another page, and so does Back: nothing may stand over that.
  window.addEventListener('hashchange', () => element.close(), { signal: closed.signal });
  const click = (/** @type {Event} */ { target }) => {
    if (/** @type {Element} */ (target).closest('a[href^="#"]')) element.close();
  };
  /** @type {HTMLDialogElement} */
  const element = drawn(
    html`<dialog aria-labelledby=${id} @close=${close} @click=${click}>
      <h2 id=${id} dir="auto">${title}</h2>
      ${content}
    </dialog>`,
  );
  document.body.append(element);
  element.showModal();
  return element;
}

/**
 * @param {string} title
 * @param {unknown} body
 * @param {{ label: string, value: string, danger?: boolean }[]} choices
 * @returns {Promise<string | null>} the value chosen; null when the user backed out
 */
export function ask(title, body, choices) {
  const button = (/** @type {(typeof choices)[number]} */ { label, value, danger }) =>
    html`<button value=${value} class=${danger ? 'danger' : 'primary'} ${ref(steady)}>${label}</button>`;
  // The first button that submits is pressed by Enter in a field.
  const element = dialog(
    title,
    html`<form method="dialog">
      ${body}
      <div class="actions">
        <button type="button" @click=${() => element.close()}>${say('cancel')}</button>
        ${choices.map(button)}
      </div>
    </form>`,
  );
  return new Promise((resolve) =>
    element.addEventListener('close', () => resolve(element.returnValue || null)),
  );
}
