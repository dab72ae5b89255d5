/** What somebody wrote into a merge that somebody else has decided meanwhile: nobody else has these words. */
import { html, nothing, render } from 'lit';
import { typedValues } from '../part/changed-values.js';
import { discardDraft } from '../part/draft-discard.js';
import { drawn } from '../part/draw.js';
import { ownWords } from './half-merge.js';
import { say } from '../texts/texts.js';

/**
 * @param {import('../state/drafts.js').Kept} db
 * @param {string} key of the draft
 * @returns {Promise<unknown>} nothing where there are none; then the draft goes, too
 */
export async function leftWords(db, key) {
  const draft = await db.drafts.get(key);
  if (!draft) return nothing;
  const words = ownWords(draft.half);
  if (!Object.keys(words).length) {
    await db.drafts.delete(key);
    return nothing;
  }
  const place = drawn(html`<div></div>`);
  const discard = () => {
    render(nothing, place);
    void discardDraft(db, key, draw);
  };
  const draw = () =>
    render(
      html`<section class="restored" role="status">
        <p>${say('leftWords')}</p>
        ${typedValues(`${draft.collection} `, words)}
        <button type="button" @click=${discard}>${say('discard')}</button>
      </section>`,
      place,
    );
  draw();
  return place;
}
