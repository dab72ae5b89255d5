/** Says what was done, and offers to take it back as long as that would change anything. */
import { isSaid, notice } from './notice.js';
import { offer } from './offer.js';
import { worksOffline } from '../state/network.js';
import { userOf } from '../state/replica.js';
import { go, to } from '../state/route.js';
import { canTakeBack, forgetDeeds, remember, takeBack } from '../state/undo.js';
import { apart, say } from '../texts/texts.js';

/** @typedef {import('../state/replica.js').Replica} Replica */
/** @typedef {Omit<import('../state/undo.js').Deed, 'id' | 'at'>} NewDeed */

/** @param {Replica} db @returns {Promise<string>} what becomes of it now: sent, kept until there is a network, or held back */
export async function savedText(db) {
  const { conflicts } = await db.tidemark.pending();
  if (conflicts) return say('savedWaits', { count: conflicts });
  const isOnline = !worksOffline() && navigator.onLine && db.tidemark.connection.server === 'reached';
  return say(isOnline ? 'savedOnline' : 'savedOffline');
}

/**
 * @param {Replica} db
 * @param {NewDeed} done
 * @param {() => string | Promise<string>} [textNow] what was done, and what becomes of it now; that it is saved, unless
 *   told. It is said anew when the server turns out to be away
 */
export async function offerUndo(db, done, textNow = () => savedText(db)) {
  const deed = remember(userOf(db), done);
  const action = { label: say('undo'), run: () => undo(db, deed) };
  const tell = (/** @type {string} */ text) =>
    offer(text, { action, tone: 'good', key: 'saved' }, () => canTakeBack(db, deed));
  const first = await textNow();
  tell(first);
  const stop = db.tidemark.on('network', async ({ server }) => {
    if (!isSaid('saved', first)) return stop();
    if (server === 'reached') return;
    const text = await textNow();
    if (text === first || !isSaid('saved', first)) return;
    stop();
    tell(text);
  });
}

/** @param {Replica} db @param {import('../state/undo.js').Deed} deed */
export async function undo(db, deed) {
  const { done, left, isOpen } = await takeBack(db, deed);
  if (done) forgetDeeds(userOf(db), deed.id);
  const text = say(!done ? 'undoneNot' : left ? 'undonePart' : isOpen ? 'undoneDecision' : 'undone', {
    title: apart(deed.title),
  });
  notice(text, { tone: done && !left ? 'good' : 'bad', key: 'saved' });
  const [conflict, ...others] = deed.conflicts ?? [];
  if (isOpen && conflict) go(others.length ? to('conflicts') : to('conflicts', conflict));
}
