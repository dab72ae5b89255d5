/** The languages of the components. An application adds its own, or words of its own, with addTexts(). */
import { de } from './de.js';
import { en } from './en.js';
import { words } from './translate.js';

/** @typedef {keyof import('./en.js').Texts} Key */

/** @type {{ en: import('./translate.js').Texts } & Record<string, import('./translate.js').Texts>} */
const languages = { en, de };

/** They are asked for with every text. @type {Map<string, import('./translate.js').Words<Key>>} */
const made = new Map();

/** @type {Set<() => void>} */
const listeners = new Set();

/**
 * @param {string} lang such as `fr`; what it lacks is said in English
 * @param {Partial<Record<Key, import('./translate.js').Text>>} texts
 */
export function addTexts(lang, texts) {
  languages[lang] = { ...languages[lang], .../** @type {import('./translate.js').Texts} */ (texts) };
  made.clear();
  for (const listener of listeners) listener();
}

/** @param {string} lang @returns {import('./translate.js').Words<Key>} */
export function textsIn(lang) {
  const texts = made.get(lang) ?? /** @type {any} */ (words(languages, lang));
  made.set(lang, texts);
  return texts;
}

/**
 * The language of the place where an element stands, as browsers and screen readers find it.
 *
 * @param {Element} element
 * @returns {string}
 */
export function languageOf(element) {
  for (
    let at = /** @type {any} */ (element);
    at;
    at = at.assignedSlot ?? at.parentElement ?? at.getRootNode().host
  )
    if (at.lang) return at.lang;
  return document.documentElement.lang || navigator.language || 'en';
}

/**
 * @param {() => void} listener called when texts were added, or when the page's language or direction has changed
 * @returns {() => void} ends it
 */
export function onLanguage(listener) {
  listeners.add(listener);
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang', 'dir'] });
  return () => (listeners.delete(listener), observer.disconnect());
}
