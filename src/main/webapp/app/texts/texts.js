/** What the application says, in the reader's language. A language is a file beside this one. */
import { words } from '../../components/texts/translate.js';
import { keyOf } from '../state/place.js';
import { de } from './de.js';
import { en } from './en.js';

/** @typedef {keyof typeof en} Key */

/** Their own names: who looks for theirs reads no other. */
export const languages = { en: 'English', de: 'Deutsch' };

const key = keyOf('tidemark.language');

/** @returns {string | null} the language chosen here, if one was; the browser's else */
export const chosen = () => globalThis.localStorage?.getItem(key) ?? null;

/** @param {string} lang empty: as the browser has it */
export function choose(lang) {
  if (lang) localStorage.setItem(key, lang);
  else localStorage.removeItem(key);
  location.reload();
}

/** Of the languages that the reader knows, the first that is there. */
const wanted = () =>
  chosen() ??
  (globalThis.navigator?.languages ?? []).find((tag) => tag.slice(0, 2).toLowerCase() in languages) ??
  'en';

/** @type {import('../../components/texts/translate.js').Words<Key>} */
const here = /** @type {any} */ (words(/** @type {any} */ ({ en, de }), wanted()));

export const { lang, locale, say } = here;

/** With elements in the places. @type {(key: Key, values?: Record<string, any>) => any[]} */
export const parts = here.parts;

const list = new Intl.ListFormat(locale, { type: 'conjunction' });

/** @param {string[]} names @returns {string} as a sentence names several things */
export const listed = (names) => list.format(names);

const isRightToLeft = ['ar', 'fa', 'he', 'ur'].includes(lang);

/** A browser and a screen reader read by what the page says of its language. */
export function sayLanguage() {
  const { documentElement: root } = document;
  root.lang = lang;
  root.dir = isRightToLeft ? 'rtl' : 'ltr';
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * What a record holds, within a sentence: a name that is written the other way does not turn the words around it.
 *
 * @param {unknown} value
 * @returns {string}
 */
export const apart = (value) =>
  RIGHT_TO_LEFT.test(String(value)) || isRightToLeft ? `\u2068${value}\u2069` : String(value);
