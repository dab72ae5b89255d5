/**
 * What has just come under the pointer takes no press for a moment: the second half of a double click was meant for
 * what stood there before. The keyboard needs no such pause: a new page takes the focus to its heading.
 */
import { UnderPointer } from '../state/under-pointer.js';

const moment = 400;

/** A page that somebody scrolls glides on for a while, in milliseconds. */
const GLIDE = 1000;
const SCROLLING = new Set(['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown', ' ']);
const pressable = 'a, button, label, input, select, textarea, summary';

/** For lit's `ref`. @param {Element | undefined} element that is new on the page */
export function steady(element) {
  if (!(element instanceof HTMLElement)) return;
  element.style.pointerEvents = 'none';
  setTimeout(() => (element.style.pointerEvents = ''), moment);
}

/** Keeps presses from what a change of the page has put under the pointer, wherever that is. */
export function keepSteady() {
  const under = new UnderPointer();
  let isSwallowing = false;
  let isDue = false;
  /** When somebody turned a wheel or the like, and whether the page has moved by that since the last look. */
  let turned = -Infinity;
  let isScrolled = false;
  const whatOf = (/** @type {EventTarget | null} */ target) =>
    target instanceof Element ? same(target.closest(pressable)) : null;
  const look = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      const { place } = under;
      const now = performance.now();
      const what = place && whatOf(document.elementFromPoint(place.x, place.y));
      if (place && isScrolled) under.scrolledTo(what);
      else if (place) under.look(what, now);
      isScrolled = false;
    });
  };
  const changed = new MutationObserver(look);
  changed.observe(document.body, { childList: true, subtree: true, attributeFilter: ['hidden', 'open'] });
  const options = { capture: true };
  // Whatever moves the page, a new size or a picture that came: a browser says what lies under the pointer then.
  for (const type of /** @type {const} */ (['pointermove', 'pointerover']))
    document.addEventListener(
      type,
      ({ clientX, clientY, target }) => under.at(clientX, clientY, whatOf(target), performance.now()),
      { ...options, passive: true },
    );
  const turn = (/** @type {Event} */ event) => {
    if (!(event instanceof KeyboardEvent) || SCROLLING.has(event.key)) turned = performance.now();
  };
  for (const type of ['wheel', 'touchmove', 'keydown'])
    document.addEventListener(type, turn, { ...options, passive: true });
  const scroll = () => {
    isScrolled ||= performance.now() - turned < GLIDE;
    look();
  };
  document.addEventListener('scroll', scroll, { ...options, passive: true });
  document.addEventListener(
    'pointerdown',
    (event) => {
      const { clientX, clientY, target } = event;
      isSwallowing = !under.isMeant(clientX, clientY, whatOf(target), performance.now());
      if (isSwallowing) swallow(event);
    },
    options,
  );
  for (const type of ['mousedown', 'click'])
    document.addEventListener(type, (event) => isSwallowing && isPress(event) && swallow(event), options);
}

/** A link that is drawn anew and leads where it did is the same. @param {Element | null} element */
const same = (element) => (element instanceof HTMLAnchorElement ? element.href : element);

/** The keyboard presses too, and so does a program: neither has a pointer. @param {Event} event */
const isPress = (event) =>
  event.isTrusted && (event.type === 'mousedown' || /** @type {any} */ (event).pointerType);

/** @param {Event} event */
function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
