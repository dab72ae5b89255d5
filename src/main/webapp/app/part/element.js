/**
 * Builds elements without markup strings: text stays text, whatever a record holds, and the Content Security
 * Policy can refuse every inline handler and style.
 */

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
    const timer = setInterval(() => {
      if (list.matches(':active')) return;
      clearInterval(timer);
      later.get(list)?.();
      later.delete(list);
    }, 50);
  }
  later.set(list, draw);
}

/**
 * Brings a list's children in line with its items and touches only those that changed, so that a live query does
 * not take the keyboard focus or the reading position away from whoever works in the list.
 *
 * @template I
 * @param {Element} parent
 * @param {I[]} items
 * @param {(item: I) => string} key
 * @param {(item: I) => HTMLElement} render
 */
export function keyed(parent, items, key, render) {
  whenReleased(parent, () => draw(parent, items, key, render));
}

/**
 * @template I
 * @param {Element} parent
 * @param {I[]} items
 * @param {(item: I) => string} key
 * @param {(item: I) => HTMLElement} render
 */
function draw(parent, items, key, render) {
  const before = kept.get(parent) ?? new Map();
  /** @type {Map<string, { seal: string, node: HTMLElement }>} */
  const after = new Map();
  for (const item of items) {
    const seal = JSON.stringify(item);
    const old = before.get(key(item));
    if (old?.seal === seal) {
      after.set(key(item), old);
      continue;
    }
    const node = render(item);
    const hadFocus = old?.node.contains(document.activeElement);
    old?.node.replaceWith(node);
    if (hadFocus) /** @type {HTMLElement | null} */ (node.querySelector('a, button'))?.focus();
    after.set(key(item), { seal, node });
  }
  for (const [id, { node }] of before) if (!after.has(id)) node.remove();
  let place = parent.firstElementChild;
  for (const { node } of after.values()) {
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  kept.set(parent, after);
}
