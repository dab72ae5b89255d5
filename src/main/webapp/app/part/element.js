/**
 * Builds elements without markup strings: text stays text, whatever a record holds, and the Content Security
 * Policy can refuse every inline handler and style. What changes while somebody looks at it is drawn by lit.
 */
import { render } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Record<string, unknown> & { on?: Record<string, (event: any) => void> }} Props */

const properties = new Set(['value', 'checked', 'disabled', 'hidden', 'open', 'indeterminate']);

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Props} [props] attributes; `on` holds listeners; false, null and undefined leave an attribute away
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'on' || properties.has(name) || value === undefined || value === null || value === false)
      continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, ...children);
  // After the children, because a select knows its value only when it has its options.
  for (const [name, value] of Object.entries(props)) {
    if (properties.has(name) && value !== undefined && value !== null) Reflect.set(element, name, value);
  }
  for (const [type, listener] of Object.entries(props.on ?? {})) element.addEventListener(type, listener);
  return element;
}

/**
 * @param {Element} parent
 * @param {...(Child | Child[])} children
 */
export function append(parent, ...children) {
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false)
      parent.append(/** @type {Node | string} */ (child instanceof Node ? child : String(child)));
  }
}

/**
 * @param {Element} parent
 * @param {...(Child | Child[])} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, ...children);
}

/** @type {WeakMap<Element, Map<string, { seal: string, node: HTMLElement }>>} */
const kept = new WeakMap();

/** A press takes no longer, in milliseconds: a release that a browser misses, as after a drag, must not stop a list. */
const LONGEST_PRESS = 3000;

/** @type {WeakMap<Element, () => void>} How a list that is pressed just now is to be drawn next. */
const later = new WeakMap();

/**
 * Draws now, or when nothing in the list is pressed: a row that is exchanged between press and release swallows the
 * click.
 *
 * @param {Element} list
 * @param {() => void} draw
 */
function whenReleased(list, draw) {
  if (!list.matches(':active')) {
    later.delete(list);
    return draw();
  }
  if (!later.has(list)) {
    const end = performance.now() + LONGEST_PRESS;
    const timer = setInterval(() => {
      if (list.matches(':active') && performance.now() < end) return;
      clearInterval(timer);
      const next = later.get(list);
      later.delete(list);
      next?.();
    }, 50);
  }
  later.set(list, draw);
}

/**
 * Brings a list's children in line with its items and touches only those that changed, so that a live query does
 * not take the keyboard focus or the reading position away from whoever works in the list.
 *
 * @template I
 * @param {HTMLElement} parent
 * @param {I[]} items
 * @param {(item: I) => string} key
 * @param {(item: I) => HTMLElement} build
 */
export function keyed(parent, items, key, build) {
  whenReleased(parent, () => draw(parent, items, key, build));
}

/**
 * @template I
 * @param {HTMLElement} parent
 * @param {I[]} items
 * @param {(item: I) => string} key
 * @param {(item: I) => HTMLElement} build
 */
function draw(parent, items, key, build) {
  const before = kept.get(parent) ?? new Map();
  /** @type {Map<string, { seal: string, node: HTMLElement }>} */
  const after = new Map();
  /** @type {HTMLElement | null} */
  let hadFocus = null;
  for (const item of items) {
    const seal = JSON.stringify(item);
    const old = before.get(key(item));
    const now = old?.seal === seal ? old : { seal, node: build(item) };
    if (now !== old && old?.node.contains(document.activeElement)) hadFocus = now.node;
    after.set(key(item), now);
  }
  kept.set(parent, after);
  render(
    repeat(
      after,
      ([id]) => id,
      ([, { node }]) => node,
    ),
    parent,
  );
  /** @type {HTMLElement | null | undefined} */ (hadFocus?.querySelector('a, button'))?.focus();
}
