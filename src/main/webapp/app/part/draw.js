/** How lit draws what the demo is made of. What stands still is drawn once, what changes by `render` or `redraw`. */
import { render } from 'lit';
import { focusOn } from './focus.js';

/**
 * An element that is drawn once. From then on it belongs to whoever types in it, or to the part that draws into it.
 *
 * @template {HTMLElement} [E=HTMLElement]
 * @param {import('lit').TemplateResult} template of one element
 * @returns {E}
 */
export function drawn(template) {
  const place = document.createDocumentFragment();
  render(template, place);
  return /** @type {E} */ (place.firstElementChild);
}

/** A press takes no longer, in milliseconds: a release that a browser misses, as after a drag, must not stop a page. */
const LONGEST_PRESS = 3000;

/** @type {WeakMap<HTMLElement, unknown>} What is to be drawn in a place that is pressed just now. */
const later = new WeakMap();

/**
 * Draws what a live query brings, now or when nothing in the place is pressed: what is exchanged between press and
 * release swallows the click.
 *
 * @param {unknown} content
 * @param {HTMLElement} place
 */
export function redraw(content, place) {
  if (!place.matches(':active')) {
    later.delete(place);
    return draw(content, place);
  }
  if (!later.has(place)) {
    const end = performance.now() + LONGEST_PRESS;
    const timer = setInterval(() => {
      if (place.matches(':active') && performance.now() < end) return;
      clearInterval(timer);
      if (later.has(place)) draw(later.get(place), place);
      later.delete(place);
    }, 50);
  }
  later.set(place, content);
}

/**
 * Whoever works with the keyboard goes on where they were: a row that moves takes the focus with it, and one that goes
 * leaves it to the next.
 *
 * @param {unknown} content
 * @param {HTMLElement} place
 */
function draw(content, place) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const row = focused?.closest('li');
  const near = [row, row?.nextElementSibling, row?.previousElementSibling];
  render(content, place);
  if (!focused || (document.activeElement === focused && !focused.matches(':disabled'))) return;
  if (focused.isConnected && !focused.matches(':disabled')) focusOn(focused);
  else focusOn(near.find((one) => one?.isConnected)?.querySelector('a, button'));
}
