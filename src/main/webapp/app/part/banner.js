/** What only the user can mend, said at the top of every page until it is mended, each with its way out. */
import { fill, h } from './element.js';
import { icon } from './icon.js';
import { current, to } from '../state/route.js';
import { forget } from '../state/session.js';
import { pauseText } from '../state/standing.js';
import { signInAgain } from './sign-in-page.js';

const place = /** @type {HTMLElement} */ (document.getElementById('banner'));
let shown = '';

/**
 * @param {import('../state/sync-status.js').Tide} tide
 * @param {import('../state/replica.js').Replica} db
 * @param {import('../state/session.js').Session} session
 */
export function banner(tide, db, session) {
  const conflicts = tide.counts?.conflicts ?? 0;
  const deciding = current().page === 'conflicts' && !tide.need && !tide.trouble;
  const state = deciding
    ? ''
    : (tide.need ?? (tide.trouble ? `trouble ${tide.trouble}` : conflicts ? `conflicts ${conflicts}` : ''));
  if (state === shown) return;
  shown = state;
  fill(place, state && content(tide, conflicts, db, session));
}

/**
 * @param {import('../state/sync-status.js').Tide} tide
 * @param {number} conflicts
 * @param {import('../state/replica.js').Replica} db
 * @param {import('../state/session.js').Session} session
 */
function content({ need, trouble, lost }, conflicts, db, session) {
  switch (need) {
    case 'signedOut':
      return strip(
        'bad',
        'Your session has ended. Everything you do is kept here and sent after you sign in again.',
        button('Sign in again', () => signInAgain(db, session)),
      );
    case 'revoked':
      return strip(
        'bad',
        `A steward has withdrawn this browser’s copy; its data has been removed from here.${lostOf(lost)}`,
        button('Start anew', () => (forget(), location.reload())),
      );
    case 'update':
      return strip(
        'bad',
        'The server speaks a newer protocol. Reload to get the matching version; your work stays.',
        button('Reload', () => location.reload()),
      );
    case 'storage':
      return strip(
        'bad',
        'This browser is short of space and might drop what it keeps. Send your changes soon, or save them as a file.',
        link('Save as a file', to('browser')),
      );
    case 'nowhere':
      return strip(
        'bad',
        'This browser keeps nothing for this page, so nothing can be shown, edited or sent. Leave the private window, or allow storage for this site.',
        button('Reload', () => location.reload()),
      );
  }
  if (trouble)
    return strip(
      'bad',
      `The last synchronisation failed (${trouble}). Your changes are kept.`,
      button('Try again', () => db.tidemark.sync()),
    );
  return strip('conflict', pauseText(conflicts), link('Compare and decide', to('conflicts')));
}

/** @param {number} count of unsent changes */
const lostOf = (count) =>
  count ? ` ${count} unsent ${count === 1 ? 'change was' : 'changes were'} removed with it.` : '';

/** @param {string} tone @param {string} text @param {HTMLElement} action */
const strip = (tone, text, action) =>
  h(
    'section',
    { class: `banner banner-${tone}`, 'aria-label': 'Needs you' },
    icon(tone === 'conflict' ? 'conflict' : 'warning'),
    h('p', {}, text),
    action,
  );
/** @param {string} label @param {() => unknown} click */
const button = (label, click) => h('button', { type: 'button', on: { click } }, label);
/** @param {string} label @param {string} href */
const link = (label, href) => h('a', { class: 'button', href }, label);
