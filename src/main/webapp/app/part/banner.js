/** What only the user can mend, said at the top of every page until it is mended, each with its way out. */
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { redraw } from './draw.js';
import { icon } from './icon.js';
import { notice } from './notice.js';
import { say } from '../texts/texts.js';
import { current, to } from '../state/route.js';
import { forget } from '../state/session.js';
import { pauseText, toConflicts } from '../state/standing.js';
import { signInAgain } from './sign-in-page.js';

const place = /** @type {HTMLElement} */ (document.getElementById('banner'));

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
  // Another state has buttons of its own: a press is meant for what stood there when it began.
  redraw(state ? keyed(state, content(tide, conflicts, db, session)) : nothing, place);
}

/**
 * @param {import('../state/sync-status.js').Tide} tide
 * @param {number} conflicts
 * @param {import('../state/replica.js').Replica} db
 * @param {import('../state/session.js').Session} session
 */
function content({ need, trouble, lost }, conflicts, db, session) {
  const reload = button(say('reload'), () => location.reload());
  switch (need) {
    case 'signedOut':
      return strip(
        'bad',
        say('sessionEnded'),
        button(say('signInAgain'), () => signInAgain(db, session)),
      );
    case 'revoked':
      return strip(
        'bad',
        `${say('deviceEnded')}${lost ? ` ${say('lostCount', { count: lost })}` : ''}`,
        button(say('startAnew'), () => (forget(), location.reload())),
      );
    case 'update':
      return strip('bad', say('newVersion'), reload);
    case 'storage':
      return strip('bad', say('shortOfSpace'), link(say('saveFile'), to('browser')));
    case 'nowhere':
      return strip('bad', say('keepsNothing'), reload);
  }
  if (trouble) return troubleStrip(trouble, db);
  return strip('conflict', pauseText(conflicts), link(say('compareAndDecide'), toConflicts(conflicts)));
}

/**
 * The reason is for who is asked for help: it is there, and in nobody's way.
 *
 * @param {string} reason
 * @param {import('../state/replica.js').Replica} db
 */
const troubleStrip = (reason, db) =>
  strip(
    'bad',
    say('serverTrouble'),
    html`<span class="actions"
      >${button(say('tryAgain'), () => db.tidemark.sync())}
      ${button(say('details'), () => notice(say('detailsAre', { reason }), { seconds: 30 }))}</span
    >`,
  );

/** @param {string} tone @param {string} text @param {unknown} action */
const strip = (tone, text, action) =>
  html`<section class=${`banner banner-${tone}`} aria-label=${say('needsYou')}>
    ${icon(tone === 'conflict' ? 'conflict' : 'warning')}
    <p>${text}</p>
    ${action}
  </section>`;

/** @param {string} label @param {() => unknown} click */
const button = (label, click) => html`<button type="button" @click=${click}>${label}</button>`;

/** @param {string} label @param {string} href */
const link = (label, href) => html`<a class="button" href=${href}>${label}</a>`;
