/** Where a page was read: who comes back finds the place again, also after a reload. A new page begins at its top. */

/** How long a list may take to be as long again as it was, in milliseconds. */
const PATIENCE = 5000;

let timer = 0;
/** @type {() => void} */
let giveUp = () => {};

/** Between two pages, what is on the screen is not of the address any more. */
let isMoving = false;

const store = () => {
  clearTimeout(timer);
  if (!isMoving && history.state?.y !== window.scrollY)
    history.replaceState({ ...history.state, y: window.scrollY }, '');
};

export function keepScroll() {
  history.scrollRestoration = 'manual';
  // The browser takes it ill when it is told with every pixel.
  window.addEventListener('scroll', () => (clearTimeout(timer), (timer = window.setTimeout(store, 150))), {
    passive: true,
  });
  document.addEventListener('click', store, { capture: true });
  window.addEventListener('pagehide', store);
  window.addEventListener('hashchange', () => (isMoving = true));
  // Whoever scrolls knows better.
  for (const type of ['wheel', 'touchmove', 'keydown', 'pointerdown'])
    window.addEventListener(type, () => giveUp(), { passive: true });
}

/** Called when a page stands. Its lists may still be on their way. */
export function findPlace() {
  giveUp();
  clearTimeout(timer);
  isMoving = false;
  const y = Number(history.state?.y ?? 0);
  window.scrollTo(0, y);
  if (!y || window.scrollY === y) return;
  const grown = new ResizeObserver(() => {
    window.scrollTo(0, y);
    if (Math.abs(window.scrollY - y) < 2) giveUp();
  });
  const end = setTimeout(() => giveUp(), PATIENCE);
  giveUp = () => {
    grown.disconnect();
    clearTimeout(end);
    giveUp = () => {};
  };
  grown.observe(document.body);
}
