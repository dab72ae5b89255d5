/** One field of a form, which notices when somebody else changes the value that is being edited. */
import { html, nothing, render } from 'lit';
import { drawn } from './draw.js';
import { asText, input, missingText, show, typed } from './field.js';
import { plain } from '../state/rejection.js';
import { brokenRule } from '../state/rules.js';
import { equal } from '../state/values.js';
import { apart, say } from '../texts/texts.js';

/** @typedef {import('./field.js').Field} Field */
/** @typedef {{ field: string, message: string }} Violation what the server refused */

/**
 * @param {Field} field
 * @param {any} value
 * @param {Violation[]} violations
 * @param {import('@tidemark/client').FieldInfo | null} [info] what the server says of it
 */
export function fieldRow(field, value, violations, info = null) {
  const id = `field-${field.path.replace('.', '-')}`;
  let shown = value;
  const control = input(field, value, id);
  /** What stands there while nobody types: a control may keep less of a value than the record has. */
  let untouched = control.value;
  const note = drawn(html`<p id=${`${id}-note`} class="note" aria-live="polite"></p>`);
  const mark = field.required ? html`<span class="needed"> ${say('requiredMark')}</span>` : nothing;
  const element = drawn(
    html`<div class=${`field field-${field.kind}`}>
      <label for=${id}>${field.label}${mark}</label>
      ${control}${note}
    </div>`,
  );
  const complain = (/** @type {string} */ text, /** @type {unknown} */ action = nothing) => {
    render(html`${text}${action}`, note);
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
    control.value = asText(field, fresh);
    untouched = control.value;
  };
  if (violations.length) complain(violations.map(({ message }) => plain(message, field.label)).join(' '));
  control.addEventListener('input', () => complain(''));
  const refresh = (/** @type {any} */ fresh) => {
    if (equal(fresh, shown)) return;
    const isMine = isEdited() && differs(fresh);
    shown = fresh;
    if (!isMine) return take(fresh);
    const put = () => {
      take(fresh);
      // As if it had been typed: what is kept of the form is to be written anew.
      control.dispatchEvent(new Event('input', { bubbles: true }));
      control.focus();
    };
    complain(
      `${say('changedTo', { value: apart(show(field, fresh) || say('empty')) })} `,
      html`<button type="button" class="link" @click=${put}>${say('useIt')}</button>`,
    );
  };
  return {
    path: field.path,
    element,
    isEdited,
    isMarked: () => control.hasAttribute('aria-invalid'),
    /** @returns {{ text: string, shown: any } | null} for a draft; null: nothing of it could be written down */
    typed: () => (isEdited() && !control.validity.badInput ? { text: control.value, shown } : null),
    /** Takes up what was typed into an earlier form over a value that may be another one now. */
    resume: (/** @type {string} */ text, /** @type {any} */ shownThen) => {
      const now = shown;
      shown = shownThen;
      control.value = text;
      refresh(now);
    },
    /** Throws away what was typed. */
    reset: () => (take(shown), complain('')),
    value: () => typed(field, control).value,
    /** @returns {import('../state/records.js').Edit} */
    edit: () => ({ path: field.path, shown, value: typed(field, control).value }),
    focus: () => control.focus(),
    check: () => {
      const { wrong = '', value: is } = typed(field, control);
      // What nobody has touched was right for somebody, and may break a rule that is younger.
      const broken = wrong || !isEdited() ? null : brokenRule(info, is);
      const text = broken
        ? broken.key === 'required'
          ? missingText(field)
          : say(broken.key, broken.values)
        : wrong;
      complain(text);
      return !text;
    },
    refresh,
  };
}

/** A violation names `address` or `address.city`; the field is found either way. @param {string} named @param {string} path */
export const within = (named, path) =>
  named === path || path.startsWith(`${named}.`) || named.startsWith(`${path}.`);
