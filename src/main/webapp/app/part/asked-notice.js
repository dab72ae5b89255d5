/** Tells the user of conflicts that somebody asks them to decide: by a count in the frame, and once by a notice. */
import { atDesk } from './desk-filter.js';
import { done, notice } from './notice.js';
import { askedOfUser } from '../state/asked.js';
import { go, to } from '../state/route.js';
import { say } from '../texts/texts.js';

/** How often it asks while the application is in sight, in milliseconds. */
const often = 60_000;

/** How long after a sync, in milliseconds. */
const pause = 3_000;

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {import('../state/session.js').Session} session
 * @param {(count: number) => void} count
 */
export function tellAsked(db, { user, roles }, count) {
  let told = '';
  const look = async () => {
    if (document.visibilityState !== 'visible') return;
    const ids = await askedOfUser(user);
    if (!ids) return;
    count(ids.length);
    const seal = ids.join();
    if (seal === told) return;
    told = seal;
    const [first = ''] = ids;
    if (!first) return done('asked');
    const run = async () => {
      if (!roles.includes('steward')) {
        if (ids.length > 1) return go(to('conflicts'));
        // One that another device of this user keeps is decided at the server.
        return go(to((await db.tidemark.conflict(first)) ? 'conflicts' : 'desk', first));
      }
      Object.assign(atDesk, { assignee: say('desk_askedMe') });
      go(ids.length === 1 ? to('desk', first) : to('desk'));
    };
    notice(say('desk_askedCount', { count: ids.length }), {
      key: 'asked',
      seconds: Infinity,
      action: { label: say('look'), run },
    });
  };
  // With what others have changed, and after one's own decision; one question for a flock of syncs.
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const soon = () => {
    timer ??= setTimeout(() => ((timer = undefined), void look()), pause);
  };
  db.tidemark.on('syncComplete', soon);
  document.addEventListener('visibilitychange', () => void look());
  setInterval(() => void look(), often);
}
