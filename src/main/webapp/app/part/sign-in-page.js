/** Signing in: as the first page, and again in a dialog when the session has ended and the work must stay. */
import { append, fill, h } from './element.js';
import { dialog } from './dialog.js';
import { onNetwork, worksOffline } from '../state/network.js';
import { offlineSwitch } from './offline-switch.js';
import { languageChoice } from './language-choice.js';
import { notice } from './notice.js';
import { leave } from './unsaved.js';
import { isDemo, remember, signIn } from '../state/session.js';
import { say } from '../texts/texts.js';

/**
 * @param {(session: import('../state/session.js').Session) => void} open
 * @returns {HTMLElement}
 */
export function signInPage(open) {
  const form = signInForm('', open);
  const offline = h('div', {});
  const look = () =>
    fill(offline, worksOffline() && [h('p', { class: 'hint' }, say('firstNeedsNetwork')), offlineSwitch()]);
  look();
  onNetwork(look);
  const users = h('div', {});
  void isDemo().then((demo) => demo && fill(users, demoUsers(open)));
  return h(
    'article',
    { class: 'welcome' },
    h('div', { class: 'pitch' }, h('h1', {}, say('pitch')), h('p', { class: 'lead' }, say('pitchLead'))),
    h(
      'div',
      { class: 'card' },
      users,
      h('h2', {}, say('signIn')),
      form,
      offline,
      h('p', { class: 'hint' }, languageChoice()),
    ),
    h(
      'ol',
      { class: 'steps' },
      h('li', {}, say('pitchStep1')),
      h('li', {}, say('pitchStep2')),
      h('li', {}, say('pitchStep3')),
    ),
  );
}

/**
 * The demo's passwords are no secret: who only wants to look types nothing.
 *
 * @param {(session: import('../state/session.js').Session) => void} open
 */
function demoUsers(open) {
  const trouble = h('p', { class: 'trouble', role: 'alert' });
  const enter = async (/** @type {string} */ user) => {
    fill(trouble);
    const found = await signIn(user, user);
    if (typeof found === 'object' && 'user' in found) return open(found);
    fill(trouble, troubleWith(found));
  };
  const button = (/** @type {string} */ user, /** @type {string} */ kind) =>
    h(
      'button',
      { type: 'button', class: kind, on: { click: () => enter(user) } },
      say('continueAs', { who: user }),
    );
  return h(
    'section',
    { class: 'demo-users', 'aria-labelledby': 'demo' },
    h('h2', { id: 'demo' }, say('tryIt')),
    h('div', { class: 'actions' }, button('alice', 'primary'), button('bob', 'primary')),
    trouble,
    h(
      'details',
      {},
      h('summary', {}, say('moreUsers')),
      h(
        'dl',
        {},
        h('dt', {}, button('dave', '')),
        h('dd', {}, say('aboutDave')),
        h('dt', {}, button('carol', '')),
        h('dd', {}, say('aboutCarol')),
      ),
      h('p', { class: 'hint' }, say('passwordsAre')),
    ),
  );
}

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
    notice(say('signedInAgain'), { tone: 'good' });
  });
  const element = dialog(say('signInAgain'), h('p', {}, say('workIsKept')), form);
  append(
    element,
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', on: { click: () => element.close() } }, say('notNow')),
    ),
  );
}

/**
 * @param {import('../state/session.js').Wait | import('../state/session.js').Taken | 'unauthenticated' | 'unreachable' | 'silent'} found
 */
function troubleWith(found) {
  if (found === 'unauthenticated') return say('wrongPassword');
  if (found === 'unreachable') return say('noServer');
  if (found === 'silent') return say('silentServer');
  if ('other' in found) return say('otherSignedIn', { who: found.other });
  const { seconds, tooMany } = found;
  return `${say(tooMany ? 'tooManyTries' : 'busyServer')} ${say('tryAgainIn', { count: seconds })}`;
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
  const button = h('button', { class: 'primary' }, say('signIn'));
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    fill(trouble);
    button.disabled = true;
    button.textContent = say('signingIn');
    const found = await signIn(name.value.trim(), password.value);
    button.disabled = false;
    button.textContent = say('signIn');
    if (typeof found === 'object' && 'user' in found) return done(found);
    fill(trouble, troubleWith(found));
    (found === 'unauthenticated' ? password : button).focus();
  };
  return h(
    'form',
    { class: 'sign-in', on: { submit } },
    h('label', { for: 'user' }, say('label_name')),
    name,
    h('label', { for: 'password' }, say('password')),
    password,
    trouble,
    button,
  );
}
