/** What is typed in the forms of the page and not saved: it does not go without a word. */

/** @typedef {{ isTyped: () => boolean, isKept: () => boolean, end: (leave: () => void) => void }} Form `isKept`: as a draft */

/** @type {WeakMap<Element, Form>} */
const forms = new WeakMap();

/** @param {Element} element @param {Form} form */
export const keep = (element, form) => void forms.set(element, form);

const typed = () =>
  [...document.querySelectorAll('form')]
    .flatMap((element) => forms.get(element) ?? [])
    .filter((form) => form.isTyped());

let isOver = false;

/** Whether nobody is signed in as this page's user any more. */
export const hasEnded = () => isOver;

/** Called when that is so. Where something is typed, the page stays until it is looked at, whoever signs in next. */
export function leave() {
  if (isOver) return;
  isOver = true;
  const open = typed();
  for (const form of open) form.end(() => location.reload());
  if (!open.length) location.reload();
}

// A reload, a closed tab: what is kept as a draft is there again; for the rest the browser asks.
window.addEventListener(
  'beforeunload',
  (event) => typed().some((form) => !form.isKept()) && event.preventDefault(),
);
