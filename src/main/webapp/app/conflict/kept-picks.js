/** The half-made merge of one conflict: kept as it is made, there again after a reload or when a side has changed. */
import { html, nothing } from 'lit';
import { halfMerge, ownWords, standingPicks } from './half-merge.js';
import { Draft } from '../state/drafts.js';
import { restored } from '../part/form-draft.js';
import { notice } from '../part/notice.js';
import { say } from '../texts/texts.js';

/** @typedef {import('./half-merge.js').Conflict} Conflict */
/** @typedef {Map<string, import('./half-merge.js').Pick>} Picks by path */

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} key of the draft
 * @param {{ title: string, href: string, collection?: string }} place where the merge goes on
 */
export async function keptPicks(db, key, place) {
  const store = new Draft(db, key);
  const stored = await store.read();
  let half = /** @type {import('./half-merge.js').HalfMerge} */ (stored?.half ?? {});
  let isNew = true;
  const content = () => ({ ...place, half, values: {}, shown: {} });
  return {
    /** @param {Conflict} conflict as it is now @returns {Picks} what was chosen and still stands */
    of: (conflict) => standingPicks(half, conflict),
    /** @param {Conflict} conflict as it was on screen @param {Picks} picks */
    keep: (conflict, picks) => {
      half = halfMerge(conflict, picks);
      void store.keep(picks.size ? content() : null);
    },
    drop: () => store.drop(),
    /** Somebody else has decided: what was chosen is worth nothing, and words of one's own stay. */
    leave: () => (Object.keys(ownWords(half)).length ? store.keep(content()) : store.drop()),
    /** @returns {import('../state/drafts.js').Content & { half: import('./half-merge.js').HalfMerge } | null} */
    content: () => (Object.keys(half).length ? content() : null),
    /**
     * @param {Picks} picks
     * @param {(picks: Picks) => void} redraw with nothing chosen; with what was, when it is taken back
     * @returns {unknown} said once, when something was chosen before this page was opened
     */
    restored: (picks, redraw) => {
      if (!isNew || !stored) return nothing;
      isNew = false;
      if (!picks.size) return nothing;
      const discard = () => {
        const before = half;
        half = {};
        void store.keep(null);
        redraw(new Map());
        const run = () => {
          half = before;
          void store.keep(content());
          redraw(picks);
        };
        notice(say('typedDiscarded'), { key: 'saved', action: { label: say('undo'), run } });
      };
      return html`<p class="restored" role="status">${restored(stored.at, discard)}</p>`;
    },
  };
}
