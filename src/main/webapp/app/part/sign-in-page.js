/** Signing in: as the first page, and again in a dialog when the session has ended and the work must stay. */
import { append, fill, h } from './element.js';
import { dialog } from './dialog.js';
import { onNetwork, worksOffline } from '../state/network.js';
import { offlineSwitch } from './offline-switch.js';
import { notice } from './notice.js';
import { leave } from './unsaved.js';
import { isDemo, remember, signIn } from '../state/session.js';

/**
 * @param {(session: import('../state/session.js').Session) => void} open
 * @returns {HTMLElement}
 */
export function signInPage(open) {
  const form = signInForm('', open);
  const offline = h('div', {});
  const look = () =>
    fill(
      offline,
      worksOffline() && [
        h('p', { class: 'hint' }, 'To sign in for the first time the network is needed.'),
        offlineSwitch(),
      ],
    );
  look();
  onNetwork(look);
  const users = h('div', {});
  void isDemo().then((demo) => demo && fill(users, demoUsers()));
  return h(
    'article',
    { class: 'welcome' },
    h(
      'div',
      { class: 'pitch' },
      h('h1', {}, 'Work anywhere. Nothing gets lost.'),
      h(
        'p',
        { class: 'lead' },
        'A company register that lives in your browser: edit it with or without a network. When somebody else changed the same record, you see both sides and decide.',
      ),
    ),
    h('div', { class: 'card' }, h('h2', {}, 'Sign in'), form, offline, users),
    h(
      'ol',
      { class: 'steps' },
      h('li', {}, h('strong', {}, 'Sign in'), ' once, with the network on.'),
      h('li', {}, h('strong', {}, 'Edit'), ' whatever you like, online or offline.'),
      h('li', {}, h('strong', {}, 'Sync'), ' and, if two people disagreed, compare and choose.'),
    ),
  );
}

const demoUsers = () =>
  h(
    'details',
    { class: 'demo-users' },
    h('summary', {}, 'Users of the demo'),
    h('p', {}, 'Each password is the name itself.'),
    h(
      'dl',
      {},
      h('dt', {}, 'alice, bob'),
      h('dd', {}, 'share the region EMEA'),
      h('dt', {}, 'dave'),
      h('dd', {}, 'works in APAC'),
      h('dt', {}, 'carol'),
      h('dd', {}, 'steward, sees every region and decides for others'),
    ),
  );

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {import('../state/session.js').Session} session
 */
export function signInAgain(db, session) {
  const form = signInForm(session.user, (found) => {
    element.close();
    remember(found);
    if (found.user !== session.user) return leave();
    void db.tidemark.sync();
    notice('Signed in again. Your changes are being sent.', { tone: 'good' });
  });
  const element = dialog('Sign in again', h('p', {}, 'Your unsent work is kept, whoever signs in.'), form);
  append(
    element,
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', on: { click: () => element.close() } }, 'Not now'),
    ),
  );
}

/**
 * @param {import('../state/session.js').Wait | import('../state/session.js').Taken | 'unauthenticated' | 'unreachable' | 'silent'} found
 */
function troubleWith(found) {
  if (found === 'unauthenticated') return 'The name and the password do not match.';
  if (found === 'unreachable') return 'The server cannot be reached. Check the network and try again.';
  if (found === 'silent') return 'The server does not answer. Try again later.';
  if ('other' in found) return `${found.other} is signed in already. Reload this page, and sign out first.`;
  const { seconds, tooMany } = found;
  const why = tooMany ? 'Too many wrong passwords.' : 'The server is busy.';
  return `${why} Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
}

/**
 * @param {string} user
 * @param {(session: import('../state/session.js').Session) => void} done
 */
function signInForm(user, done) {
  const name = h('input', {
    id: 'user',
    name: 'username',
    autocomplete: 'username',
    autocapitalize: 'none',
    required: true,
    value: user,
    'aria-describedby': 'sign-in-trouble',
  });
  const password = h('input', {
    id: 'password',
    name: 'password',
    type: 'password',
    autocomplete: 'current-password',
    required: true,
    'aria-describedby': 'sign-in-trouble',
  });
  const trouble = h('p', { id: 'sign-in-trouble', class: 'trouble', role: 'alert' });
  const button = h('button', { class: 'primary' }, 'Sign in');
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    fill(trouble);
    button.disabled = true;
    button.textContent = 'Signing in…';
    const found = await signIn(name.value.trim(), password.value);
    button.disabled = false;
    button.textContent = 'Sign in';
    if (typeof found === 'object' && 'user' in found) return done(found);
    fill(trouble, troubleWith(found));
    (found === 'unauthenticated' ? password : button).focus();
  };
  return h(
    'form',
    { class: 'sign-in', on: { submit } },
    h('label', { for: 'user' }, 'Name'),
    name,
    h('label', { for: 'password' }, 'Password'),
    password,
    trouble,
    button,
  );
}
