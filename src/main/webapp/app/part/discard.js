/** Gives a local change up, after a question, and offers to take that back. */
import { html } from 'lit';
import { ask } from './dialog.js';
import { notice } from './notice.js';
import { offerUndo } from './undo-offer.js';
import { apart, say } from '../texts/texts.js';

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {'companies' | 'contacts'} collection
 * @param {string} id
 * @param {{ title: string, isNew: boolean }} what isNew: nobody but this browser knows it
 * @returns {Promise<boolean>} false: the user backed out, or there was nothing to give up
 */
export async function askToDiscard(db, collection, id, { title, isNew }) {
  const text = say(isNew ? 'discardNew' : 'discardEdit', { title: apart(title) });
  const choice = { label: say('discard'), value: 'discard', danger: true };
  if (!(await ask(say('discardQuestion'), html`<p>${text}</p>`, [choice]))) return false;
  const table = db.table(collection);
  const before = (await table.get(id)) ?? null;
  const done = await db.tidemark.discard(collection, id);
  if (!done) notice(say('discardedNothing'), { key: 'saved' });
  else {
    const after = (await table.get(id)) ?? null;
    const steps = [{ collection, id, before, after }];
    await offerUndo(db, { done: 'discarded', title, steps }, () => say('discarded'));
  }
  return done;
}
