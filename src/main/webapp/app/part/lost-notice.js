/** Says once that edits of the user were not kept: when the application is opened and when it comes back in sight. */
import { notice } from './notice.js';
import { unseenLost } from '../state/lost.js';
import { current, go, to } from '../state/route.js';
import { say } from '../texts/texts.js';

/** How often it asks while the application is in sight, in milliseconds. */
const often = 60_000;

/** @param {string} user @param {import('../state/replica.js').Replica} db */
export function tellLost(user, db) {
  let told = '';
  let hasAnswer = false;
  const look = async () => {
    if (document.visibilityState !== 'visible' || current().page === 'lost') return;
    const decisions = await unseenLost(user);
    if (!decisions) return;
    hasAnswer = true;
    const seal = decisions.map(({ conflict }) => conflict).join();
    if (!seal || seal === told) return;
    told = seal;
    notice(say('desk_lostNotice', { count: decisions.length }), {
      key: 'lost',
      seconds: Infinity,
      action: { label: say('look'), run: () => go(to('lost')) },
    });
  };
  // Whoever begins without a network, or signs in again, hears of it as soon as the server answers.
  db.tidemark.on('network', ({ server }) => void (server === 'reached' && !hasAnswer && look()));
  document.addEventListener('visibilitychange', () => void look());
  setInterval(() => void look(), often);
  void look();
}
