/** A newcomer's first sight: what this is, and the way to a conflict of one's own. */
import { fill, h } from '../part/element.js';
import { icon } from '../part/icon.js';
import { notice } from '../part/notice.js';
import { beginTour } from '../part/tour.js';
import { keyOf } from '../state/place.js';
import { isDemo } from '../state/session.js';
import { tourOf } from '../state/tour.js';
import { apart, say } from '../texts/texts.js';

const key = keyOf('tidemark.welcomed');

/** Known from the page before: what comes later would push away what somebody has come back to. */
let hasTour = false;

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {import('../state/session.js').Session} session
 * @returns {HTMLElement | null} nothing once it was put away, and while the guide goes on
 */
export function welcome(db, { user }) {
  if (localStorage.getItem(`${key}.${user}`) || tourOf(user)) return null;
  const close = () => {
    localStorage.setItem(`${key}.${user}`, 'yes');
    card.remove();
    document.getElementById('search')?.focus();
  };
  const show = async () => {
    if (!(await beginTour(db, user))) notice(say('tourWaits'));
  };
  const tour = h('div', { class: 'actions' });
  const offer = () =>
    fill(
      tour,
      h(
        'button',
        { type: 'button', class: 'primary', on: { click: show } },
        icon('conflict'),
        say('showConflict'),
      ),
    );
  if (hasTour) offer();
  else void isDemo().then((demo) => (hasTour = demo) && offer());
  const card = h(
    'section',
    { class: 'card hello', 'aria-labelledby': 'hello' },
    h('h2', { id: 'hello' }, say('hello', { who: apart(user) })),
    h('p', {}, say('helloHint')),
    tour,
    h(
      'button',
      { type: 'button', class: 'plain', 'aria-label': say('dismiss'), on: { click: close } },
      icon('close'),
    ),
  );
  return card;
}
