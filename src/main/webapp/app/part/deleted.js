/** Who deleted a record, and when, as far as that is known. */
import { html, nothing } from 'lit';
import { time } from './time.js';
import { parts, say } from '../texts/texts.js';

/**
 * @param {{ modifiedBy?: string, modifiedAt?: string }} side
 * @returns "Deleted by bob, 20:03"
 */
export function deletedBy({ modifiedBy, modifiedAt }) {
  const who = modifiedBy ? parts('deletedBy', { who: html`<bdi>${modifiedBy}</bdi>` }) : say('deletedMark');
  return html`<strong class="deleted">${who}</strong>${modifiedAt ? [', ', time(modifiedAt)] : nothing}`;
}
