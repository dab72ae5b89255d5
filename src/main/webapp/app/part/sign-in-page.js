/** Signing in: as the first page, and again in a dialog when the session has ended and the work must stay. */
import { html, nothing, render } from 'lit';
import { dialog } from './dialog.js';
import { drawn } from './draw.js';
import { onNetwork, worksOffline } from '../state/network.js';
import { offlineSwitch } from './offline-switch.js';
import { languageChoice } from './language-choice.js';
import { notice } from './notice.js';
import { providerLink } from './provider.js';
import { leave } from './unsaved.js';
import { keyOf } from '../state/place.js';
import { remember, signIn, waysIn } from '../state/session.js';
import { say } from '../texts/texts.js';

/**
 * @param {(session: import('../state/session.js').Session) => void} open
 * @returns {HTMLElement}
 */
export function signInPage(open) {
  const page = drawn(html`<article class="welcome"></article>`);
  const [door, offline] = [wayIn('', open), offlineSwitch()];
  /** @type {HTMLElement | typeof nothing} */
  let users = nothing;
  const draw = () =>
    render(
      html`<div class="pitch">
          <h1>${say('pitch')}</h1>
          <p class="lead">${say('pitchLead')}</p>
        </div>
        <div class="card">
          <div>${users}</div>
          <h2>${say('signIn')}</h2>
          ${door}
          <div>
            ${
              worksOffline()
                ? html`<p class="hint">${say('firstNeedsNetwork')}</p>
                    ${offline}`
                : nothing
            }
          </div>
          <p class="hint">${languageChoice()}</p>
        </div>
        <ol class="steps">
          <li>${say('pitchStep1')}</li>
          <li>${say('pitchStep2')}</li>
          <li>${say('pitchStep3')}</li>
        </ol>`,
      page,
    );
  draw();
  onNetwork(draw);
  void waysIn().then(({ demo }) => demo && ((users = demoUsers(open)), draw()));
  return page;
}

/**
 * The demo's passwords are no secret: who only wants to look types nothing.
 *
 * @param {(session: import('../state/session.js').Session) => void} open
 */
function demoUsers(open) {
  const section = drawn(html`<section class="demo-users" aria-labelledby="demo"></section>`);
  const enter = async (/** @type {string} */ user) => {
    draw('');
    const found = await signIn(user, user);
    if (typeof found === 'object' && 'user' in found) return open(found);
    draw(troubleWith(found));
  };
  const button = (/** @type {string} */ user, /** @type {string} */ kind) =>
    html`<button type="button" class=${kind} @click=${() => enter(user)}>
      ${say('continueAs', { who: user })}
    </button>`;
  const draw = (/** @type {string} */ trouble) =>
    render(
      html`<h2 id="demo">${say('tryIt')}</h2>
        <div class="actions">${button('alice', 'primary')}${button('bob', 'primary')}</div>
        <p class="trouble" role="alert" .textContent=${trouble}></p>
        <details>
          <summary>${say('moreUsers')}</summary>
          <dl>
            <dt>${button('dave', '')}</dt>
            <dd>${say('aboutDave')}</dd>
            <dt>${button('carol', '')}</dt>
            <dd>${say('aboutCarol')}</dd>
          </dl>
          <p class="hint">${say('passwordsAre')}</p>
        </details>`,
      section,
    );
  draw('');
  return section;
}

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {import('../state/session.js').Session} session
 */
export function signInAgain(db, session) {
  const door = wayIn(session.user, (found) => {
    element.close();
    remember(found);
    if (found.user !== session.user) return leave();
    void db.tidemark.sync();
    notice(say('signedInAgain'), { tone: 'good' });
  });
  const element = dialog(
    say('signInAgain'),
    html`<p>${say('workIsKept')}</p>
      ${door}
      <div class="actions">
        <button type="button" @click=${() => element.close()}>${say('notNow')}</button>
      </div>`,
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
 * A form for name and password, until the server says that somebody else asks for them.
 *
 * @param {string} user
 * @param {(session: import('../state/session.js').Session) => void} done
 */
function wayIn(user, done) {
  const door = drawn(html`<div></div>`);
  render(signInForm(user, done), door);
  void waysIn().then(({ openid }) => openid && render(providerLink(), door));
  return door;
}

const typedName = keyOf('tidemark.typedName');

/**
 * @param {string} user
 * @param {(session: import('../state/session.js').Session) => void} done
 */
function signInForm(user, done) {
  /** @type {HTMLFormElement} */
  const form = drawn(html`<form class="sign-in"></form>`);
  const name = user || (sessionStorage.getItem(typedName) ?? '');
  sessionStorage.removeItem(typedName);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const typed = new FormData(form);
    draw({ isBusy: true });
    const found = await signIn(String(typed.get('username')).trim(), String(typed.get('password')));
    draw();
    if (typeof found === 'object' && 'user' in found) return done(found);
    draw({ trouble: troubleWith(found) });
    /** @type {HTMLElement | null} */
    const next = form.querySelector(found === 'unauthenticated' ? '#password' : 'button');
    next?.focus();
  };
  const draw = ({ isBusy = false, trouble = '' } = {}) =>
    render(
      html`<label for="user">${say('label_name')}</label>
        <input
          id="user"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          required
          value=${name}
          aria-describedby="sign-in-trouble"
        />
        <label for="password">${say('password')}</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          aria-describedby="sign-in-trouble"
        />
        <p id="sign-in-trouble" class="trouble" role="alert" .textContent=${trouble}></p>
        <button class="primary" ?disabled=${isBusy}>${say(isBusy ? 'signingIn' : 'signIn')}</button>`,
      form,
    );
  form.addEventListener('submit', submit);
  // Another language is a new page: what was typed is there again, but for the password.
  window.addEventListener('pagehide', () => {
    if (form.isConnected) sessionStorage.setItem(typedName, String(new FormData(form).get('username')));
  });
  draw();
  return form;
}
