/** Throws away what was typed and not saved, and offers to take that back: it can be a mistake. */
import { notice } from './notice.js';
import { Draft } from '../state/drafts.js';
import { say } from '../texts/texts.js';

/**
 * @param {import('../state/drafts.js').Kept} db
 * @param {string} key
 * @param {() => unknown} [restored] called when it is there again
 */
export async function discardDraft(db, key, restored) {
  const draft = await db.drafts.get(key);
  if (!draft) return;
  await db.drafts.delete(key);
  const run = async () => {
    await new Draft(db, key).keep(draft);
    restored?.();
  };
  notice(say('typedDiscarded'), { key: 'saved', action: { label: say('undo'), run } });
}
