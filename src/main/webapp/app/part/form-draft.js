/** The draft of a form: what is typed is kept as it is typed, and is there again when the form is opened next. */
import { html, render } from 'lit';
import { drawn } from './draw.js';
import { notice } from './notice.js';
import { Draft } from '../state/drafts.js';
import { go } from '../state/route.js';
import { parts, say } from '../texts/texts.js';
import { time } from './time.js';

/**
 * @typedef {object} FormDraft
 * @property {import('../state/drafts.js').Draft} store
 * @property {import('../state/drafts.js').Stored | null} stored from an earlier form
 * @property {{ title: string, href: string }} place where the form is
 */
/** @typedef {ReturnType<typeof import('./field-row.js').fieldRow>} Row */

/** Says that it is there again. @param {string} at @param {() => void} discard */
export const restored = (at, discard) =>
  html`<span>${parts('draftRestored', { when: time(at) })} </span
    ><button type="button" class="link" @click=${discard}>${say('discard')}</button>`;

/**
 * @param {Row[]} rows
 * @param {FormDraft} draft
 */
export function formDraft(rows, { store, stored, place }) {
  const element = drawn(html`<p class="restored" role="status" hidden></p>`);
  /** @returns {import('../state/drafts.js').Content | null} null: nothing is typed that could be written down */
  const content = () => {
    const typed = rows.flatMap((row) => {
      const found = row.typed();
      return found ? [{ path: row.path, ...found }] : [];
    });
    if (!typed.length) return null;
    return {
      ...place,
      values: Object.fromEntries(typed.map(({ path, text }) => [path, text])),
      shown: Object.fromEntries(typed.map(({ path, shown }) => [path, shown])),
    };
  };
  const takeUp = (/** @type {import('../state/drafts.js').Content} */ { values, shown }) => {
    for (const row of rows)
      if (row.path in values) row.resume(/** @type {string} */ (values[row.path]), shown[row.path]);
    element.hidden = false;
  };
  /** Thrown away on purpose, which can be a mistake too. @param {import('../state/drafts.js').Content | null} typed */
  const offerBack = (typed) => {
    if (!typed) return;
    const run = async () => {
      if (element.isConnected) return (takeUp(typed), store.keep(content()));
      await new Draft(store.db, store.key).keep(typed);
      go(place.href);
    };
    notice(say('typedDiscarded'), { key: 'saved', action: { label: say('undo'), run } });
  };
  const discard = () => {
    const typed = content();
    for (const row of rows) row.reset();
    element.hidden = true;
    void store.keep(null);
    rows[0]?.focus();
    offerBack(typed);
  };
  if (stored) {
    takeUp(stored);
    render(restored(stored.at, discard), element);
  }
  return {
    element,
    remember: () => void store.keep(content()),
    isKept: () => store.isKept && !rows.some((row) => row.isEdited() && !row.typed()),
    drop: () => store.drop(),
    giveUp: async () => {
      const typed = content();
      await store.drop();
      offerBack(typed);
    },
  };
}
