/** Signing in where the organisation signs people in (OpenID Connect): the browser goes there, and comes back. */
import { html } from 'lit';
import { notice } from './notice.js';
import { at, keyOf } from '../state/place.js';
import { say } from '../texts/texts.js';

const key = keyOf('tidemark.page');

/** Who comes back is on the page that he left. What is typed on it is kept as a draft, or the browser asks. */
export const providerLink = () =>
  html`<p>
    <a
      class="button primary"
      href=${at('sign-in/begin')}
      @click=${() => sessionStorage.setItem(key, location.hash)}
      >${say('signInProvider')}</a
    >
  </p>`;

/** Called at each start: says why nobody came back signed in, and returns to the page that was left. */
export function comeBack() {
  const failure = new URLSearchParams(location.search).get('sign-in');
  const hash = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  if (failure) notice(say(failure === 'away' ? 'providerAway' : 'providerRefused'), { tone: 'bad' });
  if (failure || hash) history.replaceState(null, '', `${at('')}${location.hash || hash || ''}`);
}
