/**
 * Questions that need an answer before anything goes on. The browser's own <dialog> keeps the focus and gives it back.
 */
import { append, h } from './element.js';
import { steady } from './steady.js';
import { say } from '../texts/texts.js';

let count = 0;

/**
 * @param {string} title
 * @param {...(import('./element.js').Child | import('./element.js').Child[])} content
 * @returns {HTMLDialogElement} open, and removed when it closes
 */
export function dialog(title, ...content) {
  const opener = document.activeElement;
  const id = `dialog-${++count}`;
  const element = h('dialog', { 'aria-labelledby': id }, h('h2', { id, dir: 'auto' }, title));
  append(element, ...content);
  element.addEventListener('close', () => {
    element.remove();
    // The opener may have been drawn anew behind the dialog; then the page's heading is the nearest place left.
    const target = opener?.isConnected ? opener : document.querySelector('main h1');
    if (target instanceof HTMLElement) target.focus();
  });
  // A link leads to another page, and nothing may stand over that.
  element.addEventListener('click', ({ target }) => {
    if (/** @type {Element} */ (target).closest('a[href^="#"]')) element.close();
  });
  document.body.append(element);
  element.showModal();
  return element;
}

/**
 * @param {string} title
 * @param {import('./element.js').Child | import('./element.js').Child[]} body
 * @param {{ label: string, value: string, danger?: boolean }[]} choices
 * @returns {Promise<string | null>} the value chosen; null when the user backed out
 */
export function ask(title, body, choices) {
  return new Promise((resolve) => {
    const buttons = choices.map(({ label, value, danger }) =>
      steady(h('button', { value, class: danger ? 'danger' : 'primary' }, label)),
    );
    const form = h(
      'form',
      { method: 'dialog' },
      body,
      h('div', { class: 'actions' }, h('button', { value: '' }, say('cancel')), buttons),
    );
    const element = dialog(title, form);
    element.addEventListener('close', () => resolve(element.returnValue || null));
  });
}
