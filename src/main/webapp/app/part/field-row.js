/** One field of a form, which notices when somebody else changes the value that is being edited. */
import { fill, h } from './element.js';
import { input, show, typed } from './field.js';
import { plain } from '../state/rejection.js';
import { equal } from '../state/values.js';

/** @typedef {import('./field.js').Field} Field */
/** @typedef {{ field: string, message: string }} Violation what the server refused */

/**
 * @param {Field} field
 * @param {any} value
 * @param {Violation[]} violations
 */
export function fieldRow(field, value, violations) {
  const id = `field-${field.path.replace('.', '-')}`;
  let shown = value;
  const control = input(field, value, { id, required: field.required, 'aria-describedby': `${id}-note` });
  /** What stands there while nobody types: a control may keep less of a value than the record has. */
  let untouched = control.value;
  const note = h('p', { id: `${id}-note`, class: 'note', 'aria-live': 'polite' });
  const element = h(
    'div',
    { class: `field field-${field.kind}` },
    h('label', { for: id }, field.label, field.required && h('span', { class: 'needed' }, ' needed')),
    control,
    note,
  );
  const complain = (
    /** @type {string} */ text,
    /** @type {import('./element.js').Child} */ action = null,
  ) => {
    fill(note, text, action);
    if (text) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  };
  /** Text that is no value is an edit like any other: somebody has typed it. @param {any} than */
  const differs = (than) => {
    const { value, wrong } = typed(field, control);
    return Boolean(wrong) || !equal(value, than);
  };
  const isTouched = () => control.value !== untouched || control.validity.badInput;
  const isEdited = () => isTouched() && differs(shown);
  const take = (/** @type {any} */ fresh) => {
    control.value = fresh === null ? '' : String(fresh);
    untouched = control.value;
  };
  if (violations.length)
    complain(`The server says: ${violations.map(({ message }) => plain(message)).join('; ')}`);
  control.addEventListener('input', () => complain(''));
  return {
    path: field.path,
    element,
    isEdited,
    isMarked: () => control.hasAttribute('aria-invalid'),
    value: () => typed(field, control).value,
    /** @returns {import('../state/records.js').Edit} */
    edit: () => ({ path: field.path, shown, value: typed(field, control).value }),
    focus: () => control.focus(),
    check: () => {
      const { wrong = '' } = typed(field, control);
      complain(wrong);
      return !wrong;
    },
    refresh: (/** @type {any} */ fresh) => {
      if (equal(fresh, shown)) return;
      const isMine = isEdited() && differs(fresh);
      shown = fresh;
      if (!isMine) return take(fresh);
      const use = h(
        'button',
        { type: 'button', class: 'link', on: { click: () => (take(fresh), complain(''), control.focus()) } },
        'Use it',
      );
      complain(
        `Changed by somebody else meanwhile to “${show(field, fresh) || 'empty'}”. Saving replaces that. `,
        use,
      );
    },
  };
}

/** A violation names `address` or `address.city`; the field is found either way. @param {string} named @param {string} path */
export const within = (named, path) =>
  named === path || path.startsWith(`${named}.`) || named.startsWith(`${path}.`);
