/** What surrounds every page: the brand, the ways to go, the strip with the state of the synchronisation. */
import { fill, h } from './element.js';
import { icon } from './icon.js';
import { current, onRoute, to } from '../state/route.js';
import { syncStrip } from './status-bar.js';
import { say } from '../texts/texts.js';

const header = /** @type {HTMLElement} */ (document.getElementById('header'));
const skip = /** @type {HTMLElement} */ (document.getElementById('skip'));

skip.textContent = say('skip');

// What follows # is the page, so the skip link may move the focus but not the address.
skip.addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('main')?.focus();
});

const brand = () =>
  h(
    'a',
    { class: 'brand', href: to('companies') },
    h('img', { src: 'icon.svg', alt: '', width: 36, height: 36 }),
    h('span', {}, 'Tidemark'),
  );

/** The frame of somebody who has not signed in. */
export const emptyFrame = () => fill(header, h('div', { class: 'bar' }, brand()));

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {import('../state/session.js').Session} session
 */
export function showFrame(db, session) {
  const ways = [
    way('companies', say('companies'), 'company'),
    way('conflicts', say('conflicts'), 'conflict'),
    way('refused', say('refused'), 'refused'),
  ];
  if (session.roles.includes('steward')) ways.push(way('desk', say('desk'), 'desk'));
  const account = way('browser', session.user, 'person');
  const { strip, waterline, set } = syncStrip(db, session, ({ counts }) => {
    ways[1]?.count(counts?.conflicts ?? 0, say('openCount'));
    ways[2]?.count(counts?.rejected ?? 0, say('refusedWord'));
  });
  const nav = h(
    'nav',
    { 'aria-label': say('pages') },
    h(
      'ul',
      {},
      ways.map(({ link }) => h('li', {}, link)),
    ),
  );
  account.link.classList.add('account');
  account.link.append(h('span', { class: 'unseen' }, `, ${say('accountHint')}`));
  fill(header, h('div', { class: 'bar' }, brand(), nav, account.link), strip, waterline);

  const markHere = () => [...ways, account].forEach(({ here }) => here(current().page));
  onRoute(markHere);
  markHere();
  return { set };
}

/**
 * @param {string} page
 * @param {string} label
 * @param {import('./icon.js').IconName} picture
 */
function way(page, label, picture) {
  const number = h('span', { class: 'count', hidden: true });
  const link = h(
    'a',
    { class: 'way', href: to(page) },
    icon(picture),
    h('span', { class: 'way-label' }, label),
    number,
  );
  return {
    link,
    here: (/** @type {string} */ now) =>
      now === page ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current'),
    count: (/** @type {number} */ count, /** @type {string} */ word) => {
      number.hidden = !count;
      fill(number, String(count), h('span', { class: 'unseen' }, ` ${word}`));
    },
  };
}
