/** The mark a record bears in a list: what became of the local change, in words and a shape, never in colour alone. */
import { html, nothing } from 'lit';
import { icon } from './icon.js';
import { say } from '../texts/texts.js';

/** @typedef {'conflict' | 'refused' | 'pending' | 'new'} Mark */

const marks = /** @type {const} */ ({
  conflict: { label: say('mark_conflict'), icon: 'conflict' },
  refused: { label: say('mark_refused'), icon: 'refused' },
  pending: { label: say('mark_pending'), icon: 'pending' },
  new: { label: say('mark_new'), icon: 'pending' },
});

/**
 * @param {any} status what `db.tidemark.status` says of the record
 * @returns {Mark | null}
 */
export function markOf(status) {
  if (status?.conflict) return 'conflict';
  if (status?.rejected) return 'refused';
  if (status && !status.isFromServer) return 'new';
  return status?.isModified ? 'pending' : null;
}

/** @param {Mark | null} mark */
export const badge = (mark) =>
  mark
    ? html`<span class=${`mark mark-${mark}`}>${icon(marks[mark].icon)}${marks[mark].label}</span>`
    : nothing;
