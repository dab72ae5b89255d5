/** One field of a conflict: the three values to pick from, and the result, which can be written freely. */
import { fill, h } from '../part/element.js';
import { input, show, typed } from '../part/field.js';
import { icon } from '../part/icon.js';

/** @type {Record<import('./difference.js').Kind, import('../part/icon.js').IconName>} */
const tags = { both: 'conflict', client: 'person', server: 'server', agreed: 'decided' };

/** @param {import('./difference.js').Kind} kind @param {import('./comparison.js').Words} words */
function tagOf(kind, words) {
  const text = {
    both: 'Disputed',
    client: `Only ${words.client.toLowerCase()}`,
    server: 'Only the server’s',
    agreed: 'Same',
  }[kind];
  return h('span', { class: `tag tag-${kind}` }, icon(tags[kind]), text);
}

/** @param {string} word stands where there is no value */
const none = (word) => h('span', { class: 'none' }, word);

/**
 * @param {import('./difference.js').Difference} difference
 * @param {import('./comparison.js').Words} words
 * @param {() => void} changed
 * @param {import('./difference.js').Conflict | null} whole set when a side is deleted: then values are only shown
 * @param {Map<string, string>} written what the user has written so far, by path: it outlives a fresh state of the
 *   sides
 */
export function mixRow(difference, words, changed, whole, written) {
  const { field, kind } = difference;
  const name = `mix-${field.path}`;
  const title = h('h3', { id: name }, field.label, ' ', whole ? null : tagOf(kind, words));
  const note = h('p', { class: 'note', 'aria-live': 'polite', id: `${name}-note` });
  const control = input(field, null, {
    'aria-label': `Result for ${field.label}`,
    'aria-describedby': `${name}-note`,
    placeholder: 'Pick a side or write',
  });
  let decided = false;
  const take = (/** @type {'base' | 'client' | 'server'} */ which) => {
    const value = difference[which];
    control.value = value === null ? '' : String(value);
    decided = true;
    written.delete(field.path);
    fill(note);
    element.classList.add('is-decided');
  };
  const option = (/** @type {'base' | 'client' | 'server'} */ which, /** @type {string} */ label) => {
    const text = show(field, difference[which]);
    const deleted = which !== 'base' && whole?.[which].deleted;
    const value = h(
      'span',
      { class: 'option-value' },
      deleted
        ? none('deleted')
        : text || none(which === 'base' && whole && !whole.base?.fields ? 'not known here' : 'empty'),
    );
    const side = h('span', { class: 'option-side' }, icon(which === 'client' ? 'person' : which), label);
    if (whole) return h('div', { class: `option option-${which}` }, side, value);
    const radio = h('input', {
      type: 'radio',
      name,
      checked: kind === which && !written.has(field.path),
      on: { change: () => (take(which), changed()) },
    });
    return h('label', { class: `option option-${which}` }, radio, side, value);
  };
  const options = [
    option('base', 'Before'),
    option('client', words.client),
    option('server', 'The server’s'),
  ];
  const result = whole
    ? null
    : h(
        'div',
        { class: 'result' },
        h('span', { class: 'option-side', 'aria-hidden': 'true' }, icon('edit'), 'Result'),
        control,
        note,
      );
  const element = h(
    'div',
    { class: `mix-row mix-${kind}`, role: whole ? 'group' : 'radiogroup', 'aria-labelledby': name },
    title,
    options,
    result,
  );
  control.addEventListener('input', () => {
    written.set(field.path, control.value);
    for (const radio of element.querySelectorAll('input[type=radio]'))
      /** @type {HTMLInputElement} */ (radio).checked = false;
    decided = true;
    element.classList.add('is-decided');
    changed();
  });
  const own = whole ? undefined : written.get(field.path);
  if (own !== undefined) {
    control.value = own;
    decided = true;
    element.classList.add('is-decided');
  } else if (!whole && (kind === 'client' || kind === 'server')) take(kind);
  return {
    element,
    path: field.path,
    decided: () => decided,
    focus: () => /** @type {HTMLElement} */ (element.querySelector('input, select, textarea')).focus(),
    result: () => {
      const parsed = typed(field, control);
      fill(note, parsed.wrong ?? '');
      return parsed;
    },
  };
}
