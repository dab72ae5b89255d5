/**
 * A form for one record. It saves only the fields that the user changed, and when a sync brings a new value for one of
 * those while the form is open, it says so and asks, instead of burying the other person's work. What a sync is
 * bringing at the very moment of saving is noticed where it is written. When the record itself goes meanwhile, the form
 * says so at once and keeps what was typed, for a new record.
 */
import { fill, h } from './element.js';
import { fieldsOf, informed } from './field.js';
import { fieldRow, within } from './field-row.js';
import { formDraft } from './form-draft.js';
import { icon } from './icon.js';
import { keep } from './unsaved.js';
import { infoOf } from '../state/rules.js';
import { read, write } from '../state/values.js';
import { say } from '../texts/texts.js';

/** @typedef {import('../state/values.js').Values} Values */
/**
 * @typedef {object} Gone what to do when the record goes while the form is open
 * @property {() => Promise<import('./element.js').Child[]>} why
 * @property {string} keep the button's label: all values are added as a new record
 * @property {() => void} discard
 */

/**
 * @param {object} options
 * @param {string} options.collection
 * @param {Values | null} options.record null for a new one
 * @param {import('./field-row.js').Violation[]} [options.violations] what the server refused
 * @param {string[]} [options.without] paths that this form does not ask for
 * @param {Values} [options.preset] values of a new record
 * @param {(edits: import('../state/records.js').Edit[]) => Promise<import('../state/records.js').Amended>}
 *   options.change
 * @param {(values: Values) => Promise<boolean>} options.add false: the user backed out
 * @param {() => void} options.cancel
 * @param {Gone} options.gone
 * @param {import('@tidemark/client').ServerInfo | null} options.described what the server says of its fields
 * @param {import('./form-draft.js').FormDraft} options.draft what was typed and not saved, before and now
 */
export function recordForm({
  collection,
  record,
  violations = [],
  without = [],
  preset = {},
  change,
  add,
  cancel,
  gone,
  described,
  draft,
}) {
  const rows = (fieldsOf[collection] ?? [])
    .filter(({ path }) => !without.includes(path))
    .map((field) => informed(field, described, collection))
    .map((field) =>
      fieldRow(
        field,
        read(record ?? preset, field.path),
        violations.filter((violation) => within(violation.field, field.path)),
        infoOf(described, collection, field.path),
      ),
    );
  const trouble = h('p', { class: 'trouble', role: 'alert' });
  const lost = h('p', { class: 'refusal', role: 'alert', hidden: true });
  const actions = h('div', { class: 'actions' });
  const kept = formDraft(rows, draft);
  let latest = record;
  let isGone = false;
  /** Being saved, or saved: what comes now is the second half of a double click. */
  let isBusy = false;
  let isEnded = false;

  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (isBusy || isEnded) return;
    const wrong = rows.filter((row) => !row.check());
    fill(trouble, wrong.length ? say('fieldsWrong', { count: wrong.length }) : '');
    if (wrong[0]) return wrong[0].focus();
    isBusy = true;
    try {
      isBusy = await save();
      if (isBusy) await kept.drop();
    } catch (fault) {
      isBusy = false;
      throw fault;
    }
  };
  const save = async () => {
    if (isGone || !record) return add(whole());
    const edits = rows.filter((row) => row.isEdited()).map((row) => row.edit());
    const done = await change(edits);
    if (done.outcome === 'gone') await turn(true);
    if (done.outcome === 'moved') ask(done.record);
    return done.outcome === 'saved';
  };
  /** @returns {Values} of a new record */
  const whole = () => {
    const values = { ...preset };
    for (const row of rows) write(values, latest, row.path, row.value());
    return values;
  };
  const element = h(
    'form',
    {
      class: 'record-form',
      novalidate: true,
      on: { submit, input: () => isBusy || isEnded || kept.remember() },
    },
    kept.element,
    lost,
    h(
      'div',
      { class: 'fields' },
      rows.map((row) => row.element),
    ),
    trouble,
    actions,
  );
  /** @param {() => void} leave */
  const giveUp = async (leave) => {
    isEnded = true;
    await kept.giveUp();
    leave();
  };
  const offer = () =>
    fill(
      actions,
      h(
        'button',
        { type: 'button', on: { click: () => giveUp(isGone ? gone.discard : cancel) } },
        isGone ? say('discard') : say('cancel'),
      ),
      h('button', { class: 'primary' }, isGone ? gone.keep : say('save')),
    );
  offer();

  const tell = (/** @type {import('./element.js').Child[]} */ why) => {
    lost.hidden = !why.length;
    fill(lost, why.length > 0 && icon('warning'), h('span', {}, why));
  };

  /** @param {boolean} away whether the record is gone */
  const turn = async (away) => {
    if (away === isGone || isEnded) return;
    isGone = away;
    offer();
    const why = away ? await gone.why() : [];
    if (away === isGone && !isEnded) tell(why);
  };

  /** @param {Values | undefined} fresh the record as a sync has just brought it; undefined: it is gone */
  const refresh = (fresh) => {
    void turn(!fresh);
    if (!fresh || !record) return;
    latest = fresh;
    for (const row of rows) row.refresh(read(fresh, row.path));
  };

  /** @param {Values} fresh has another value than the user saw where the user changed it */
  const ask = (fresh) => {
    refresh(fresh);
    fill(trouble, say('movedAway'));
    rows.find((row) => row.isMarked())?.focus();
  };
  keep(element, {
    isKept: kept.isKept,
    isTyped: () => !isBusy && !isEnded && rows.some((row) => row.isEdited()),
    end: (leave) => {
      isEnded = true;
      tell([say('signedOutHere')]);
      fill(actions, h('button', { type: 'button', class: 'primary', on: { click: leave } }, say('leave')));
      lost.scrollIntoView({ block: 'nearest' });
    },
  });
  return { element, refresh };
}
