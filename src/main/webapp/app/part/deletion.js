/** Asks before something is deleted, says that it is, and offers to undo it. */
import { html } from 'lit';
import { ask } from './dialog.js';
import { notice } from './notice.js';
import { offerUndo } from './undo-offer.js';
import { deleteRecords, stepsOf } from '../state/records.js';
import { apart, say } from '../texts/texts.js';

/** @typedef {import('../state/records.js').Records} Records */

/**
 * Deletes only what the question was about: when somebody else changes it meanwhile, it is asked again.
 *
 * @param {import('../state/replica.js').Replica} db
 * @param {() => Promise<Records | null>} find
 * @param {(records: Records) => string} consequence
 * @returns {Promise<boolean>} false: the user backed out, or there was nothing to ask about
 */
export async function askToDelete(db, find, consequence) {
  let [name, news] = ['', ''];
  for (let found; (found = await find());) {
    ({ name } = found.companies[0] ?? found.contacts[0]);
    const text = html`<p>${news}${consequence(found)}</p>`;
    if (
      !(await ask(say('deleteQuestion', { title: apart(name) }), text, [
        { label: say('delete'), value: 'delete', danger: true },
      ]))
    )
      return false;
    const outcome = await deleteRecords(db, found);
    if (outcome === 'deleted') {
      const deed = { done: /** @type {const} */ ('deleted'), title: name, steps: stepsOf(found) };
      void offerUndo(db, deed, () => say('deleted', { title: apart(name) }));
      return true;
    }
    news = `${say('deleteNews')} `;
  }
  if (name) notice(say('deletedAlready', { title: apart(name) }), { key: 'saved' });
  return name !== '';
}
