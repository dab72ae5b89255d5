/**
 * A form for one record. It saves only the fields that the user changed, and when a sync brings a new value for one of
 * those while the form is open, it says so and asks, instead of burying the other person's work.
 * When the record itself goes meanwhile, the form says so at once and keeps what was typed, for a new record.
 */
import { fill, h } from './element.js';
import { equal, fieldsOf, input, parse, read, show, write } from './field.js';
import { icon } from './icon.js';
import { plain } from '../state/rejection.js';

/** @typedef {import('./field.js').Field} Field */
/** @typedef {{ field: string, message: string }} Violation */
/** @typedef {(values: import('./field.js').Values) => Promise<boolean | null>} Save false: the record is gone; null: backed out */
/**
 * @typedef {object} Gone what to do when the record goes while the form is open
 * @property {() => Promise<import('./element.js').Child[]>} why
 * @property {string} keep the button's label
 * @property {Save} save of all values, as a new record
 * @property {() => void} discard
 */

/**
 * @param {object} options
 * @param {string} options.collection
 * @param {import('./field.js').Values | null} options.record null for a new one
 * @param {Violation[]} [options.violations] what the server refused
 * @param {string[]} [options.without] paths that this form does not ask for
 * @param {import('./field.js').Values} [options.preset] values of a new record
 * @param {Save} options.save
 * @param {() => void} options.cancel
 * @param {Gone} options.gone
 */
export function recordForm({
  collection,
  record,
  violations = [],
  without = [],
  preset = {},
  save,
  cancel,
  gone,
}) {
  const rows = (fieldsOf[collection] ?? [])
    .filter(({ path }) => !without.includes(path))
    .map((field) =>
      fieldRow(
        field,
        read(record ?? preset, field.path),
        violations.filter((violation) => within(violation.field, field.path)),
      ),
    );
  const trouble = h('p', { class: 'trouble', role: 'alert' });
  const lost = h('p', { class: 'refusal', role: 'alert', hidden: true });
  const actions = h('div', { class: 'actions' });
  let latest = record;
  let isGone = false;

  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const wrong = rows.filter((row) => !row.check());
    fill(
      trouble,
      wrong.length
        ? `${wrong.length === 1 ? 'One field needs' : `${wrong.length} fields need`} your attention.`
        : '',
    );
    if (wrong[0]) return wrong[0].focus();
    const isNew = isGone || !record;
    /** @type {import('./field.js').Values} */
    const changes = isNew ? { ...preset } : {};
    for (const row of rows) if (row.changed() || isNew) write(changes, latest, row.field.path, row.value());
    if ((await (isGone ? gone.save : save)(changes)) === false) await turn(true);
  };
  const element = h(
    'form',
    { class: 'record-form', novalidate: true, on: { submit } },
    lost,
    h(
      'div',
      { class: 'fields' },
      rows.map((row) => row.element),
    ),
    trouble,
    actions,
  );
  const offer = () =>
    fill(
      actions,
      h(
        'button',
        { type: 'button', on: { click: isGone ? gone.discard : cancel } },
        isGone ? 'Discard' : 'Cancel',
      ),
      h('button', { class: 'primary' }, isGone ? gone.keep : 'Save'),
    );
  offer();

  /** @param {boolean} away whether the record is gone */
  const turn = async (away) => {
    if (away === isGone) return;
    isGone = away;
    offer();
    const why = away ? await gone.why() : [];
    if (away !== isGone) return;
    lost.hidden = !away;
    fill(lost, away && icon('warning'), h('span', {}, why));
  };

  /** @param {import('./field.js').Values | undefined} fresh the record as a sync has just brought it; undefined: it is gone */
  const refresh = (fresh) => {
    void turn(!fresh);
    if (!fresh || !record) return;
    latest = fresh;
    for (const row of rows) row.refresh(read(fresh, row.field.path));
  };
  return { element, refresh };
}

/** A violation names `address` or `address.city`; the field is found either way. @param {string} named @param {string} path */
export const within = (named, path) =>
  named === path || path.startsWith(`${named}.`) || named.startsWith(`${path}.`);

/**
 * @param {Field} field
 * @param {any} value
 * @param {Violation[]} violations
 */
function fieldRow(field, value, violations) {
  const id = `field-${field.path.replace('.', '-')}`;
  let base = value;
  const control = input(field, value, { id, required: field.required, 'aria-describedby': `${id}-note` });
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
  const changed = () => !equal(parse(field, control.value).value, base);
  if (violations.length)
    complain(`The server says: ${violations.map(({ message }) => plain(message)).join('; ')}`);
  control.addEventListener('input', () => complain(''));
  return {
    field,
    element,
    changed,
    value: () => parse(field, control.value).value,
    focus: () => control.focus(),
    check: () => {
      const { wrong = '' } = parse(field, control.value);
      complain(wrong);
      return !wrong;
    },
    refresh: (/** @type {any} */ fresh) => {
      if (equal(fresh, base)) return;
      const mine = changed() && !equal(parse(field, control.value).value, fresh);
      base = fresh;
      if (!mine) return void (control.value = fresh === null ? '' : String(fresh));
      const use = h(
        'button',
        {
          type: 'button',
          class: 'link',
          on: {
            click: () => (
              (control.value = fresh === null ? '' : String(fresh)),
              complain(''),
              control.focus()
            ),
          },
        },
        'Use it',
      );
      complain(
        `Changed by somebody else meanwhile to “${show(field, fresh) || 'empty'}”. Saving replaces that. `,
        use,
      );
    },
  };
}
