/**
 * A form for one record. It saves only the fields that the user changed, and when a sync brings a new value for one of
 * those while the form is open, it says so and asks, instead of burying the other person's work. What a sync is
 * bringing at the very moment of saving is noticed where it is written. When the record itself goes meanwhile, the form
 * says so at once and keeps what was typed, for a new record.
 */
import { html, nothing, render } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { drawn } from './draw.js';
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
 * @property {() => Promise<unknown[]>} why
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
  const kept = formDraft(rows, draft);
  let latest = record;
  let isGone = false;
  /** Being saved, or saved: what comes now is the second half of a double click. */
  let isBusy = false;
  let isEnded = false;
  let trouble = '';
  /** @type {unknown[]} why what is typed cannot be saved as what it was */
  let lost = [];
  /** @type {(() => void) | null} Once nobody is signed in any more. */
  let leave = null;

  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (isBusy || isEnded) return;
    const wrong = rows.filter((row) => !row.check());
    complain(wrong.length ? say('fieldsWrong', { count: wrong.length }) : '');
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
  const input = () => isBusy || isEnded || kept.remember();
  const element = drawn(html`<form class="record-form" novalidate @submit=${submit} @input=${input}></form>`);
  /** The rows keep their elements: nothing that is drawn here touches what is typed. */
  const draw = () =>
    render(
      html`${kept.element}
        <p class="refusal" role="alert" ?hidden=${!lost.length}>
          ${lost.length ? icon('warning') : nothing}<span>${lost}</span>
        </p>
        <div class="fields">${rows.map((row) => row.element)}</div>
        <p class="trouble" role="alert" .textContent=${trouble}></p>
        <div class="actions">${leave ? wayOut() : keyed(isGone, buttons())}</div>`,
      element,
    );
  const buttons = () => html`
    <button type="button" @click=${() => giveUp(isGone ? gone.discard : cancel)}>
      ${say(isGone ? 'discard' : 'cancel')}
    </button>
    <button class="primary">${isGone ? gone.keep : say('save')}</button>
  `;
  const wayOut = () => html`<button type="button" class="primary" @click=${leave}>${say('leave')}</button>`;
  /** Said anew also where it is said already, or nobody would hear it. @param {string} text */
  const complain = (text) => {
    trouble = '';
    draw();
    trouble = text;
    draw();
  };
  /** @param {() => void} away */
  const giveUp = async (away) => {
    isEnded = true;
    await kept.giveUp();
    away();
  };

  /** @param {boolean} away whether the record is gone */
  const turn = async (away) => {
    if (away === isGone || isEnded) return;
    isGone = away;
    draw();
    const why = away ? await gone.why() : [];
    if (away !== isGone || isEnded) return;
    lost = why;
    draw();
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
    complain(say('movedAway'));
    rows.find((row) => row.isMarked())?.focus();
  };
  keep(element, {
    isKept: kept.isKept,
    isTyped: () => !isBusy && !isEnded && rows.some((row) => row.isEdited()),
    end: (now) => {
      isEnded = true;
      leave = now;
      lost = [say('signedOutHere')];
      draw();
      element.querySelector('.refusal')?.scrollIntoView({ block: 'nearest' });
    },
  });
  draw();
  return { element, refresh };
}
