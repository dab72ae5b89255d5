/** A newcomer's first sight: what this is, and how to live through a conflict in five minutes. */
import { fill, h } from '../part/element.js';
import { icon } from '../part/icon.js';
import { offlineSwitch } from '../part/offline-switch.js';
import { keyOf } from '../state/place.js';
import { isDemo } from '../state/session.js';

const key = keyOf('tidemark.welcomed');

/**
 * @param {import('../state/session.js').Session} session
 * @returns {HTMLElement | null} nothing once it was put away
 */
export function welcome({ user }) {
  if (localStorage.getItem(`${key}.${user}`)) return null;
  const other = h('strong', {}, 'a colleague of your region');
  void isDemo().then((demo) => demo && fill(other, user === 'bob' ? 'alice' : 'bob'));
  const close = () => {
    localStorage.setItem(`${key}.${user}`, 'yes');
    card.remove();
    document.getElementById('search')?.focus();
  };
  const card = h(
    'section',
    { class: 'card hello', 'aria-labelledby': 'hello' },
    h('h2', { id: 'hello' }, `Hello ${user}. Open a company, change it, and it is sent by itself.`),
    h(
      'p',
      {},
      'Without a network you go on working here; what you changed waits and leaves when the network is back.',
    ),
    h(
      'details',
      {},
      h('summary', {}, 'Try a conflict, two minutes'),
      h(
        'ol',
        {},
        h('li', {}, `Open this address in a private window as well and sign in there as `, other, '.'),
        h(
          'li',
          {},
          'In both windows switch on ',
          h('strong', {}, 'Work offline'),
          ' and change the phone number of the same company, differently.',
        ),
        h('li', {}, 'Switch it off in the private window: its change is sent. Then switch it off here.'),
        h('li', {}, 'Both sides now stand next to each other. Keep one, or mix them field by field.'),
      ),
      offlineSwitch(),
    ),
    h(
      'button',
      { type: 'button', class: 'plain', 'aria-label': 'Put this away', on: { click: close } },
      icon('close'),
    ),
  );
  return card;
}
