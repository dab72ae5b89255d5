/** Where the keyboard goes on, when what had its focus has gone. */

/** @param {Element | null | undefined} element where that has gone too, the page's heading is the nearest place left */
export function focusOn(element) {
  const isThere = element?.isConnected && element !== document.body;
  const target = isThere ? element : document.querySelector('main h1');
  if (!(target instanceof HTMLElement)) return;
  if (!isThere) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
