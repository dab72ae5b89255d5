/**
 * Texts in several languages, a file for each: `{ left: '{count} left' }`. A place in braces takes a value, and a text
 * with a `count` may have one form for each plural form of the language. Pure; the demo's own texts use it too.
 */

/** @typedef {string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>)} Text */
/** @typedef {Record<string, Text>} Texts by key */
/** @typedef {Record<string, any>} Values by place */

/**
 * @template {string} K
 * @typedef {object} Words what one language says
 * @property {string} lang of the texts: `de`
 * @property {string} locale for dates and numbers: the reader's own variant of that language, as `de-AT`
 * @property {(key: K, values?: Values) => string} say
 * @property {(key: K, values?: Values) => unknown[]} parts with values that are elements, in their order
 */

/** @param {string} tag @returns {string} */
const language = (tag) => tag.toLowerCase().split(/[-_]/, 1)[0] ?? '';

/** @returns {readonly string[]} */
const preferred = () => globalThis.navigator?.languages ?? [];

/**
 * @template {Texts} T
 * @param {Record<string, Partial<T>> & { en: T }} languages a text that one of them lacks is said in English
 * @param {string} wanted as in `lang`
 * @param {readonly string[]} [readers] the languages that the reader has told the browser
 * @returns {Words<keyof T & string>}
 */
export function words(languages, wanted, readers = preferred()) {
  const base = language(wanted);
  const lang = languages[base] ? base : 'en';
  const locale = readers.find((tag) => language(tag) === lang) ?? (base === lang ? wanted : lang);
  const texts = /** @type {Texts} */ (languages[lang]);
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  const parts = (/** @type {string} */ key, /** @type {Values} */ values = {}) => {
    const text = texts[key] ?? languages.en[key];
    if (text === undefined) return [key];
    const form = typeof text === 'string' ? text : (text[plural.select(values.count ?? 0)] ?? text.other);
    const pieces = form.split(/\{(\w+)\}/).map((piece, at) => (at % 2 ? shown(values[piece]) : piece));
    return pieces
      .map((piece, at) => (at % 2 ? piece : once(String(piece), pieces[at - 1])))
      .filter((piece) => piece !== '');
  };
  const shown = (/** @type {unknown} */ value) =>
    typeof value === 'number' ? number.format(value) : (value ?? '');
  return { lang, locale, parts, say: (key, values) => parts(key, values).join('') };
}

/**
 * A name that ends with a point, such as that of a Ltd., ends the sentence too.
 *
 * @param {string} piece of a text
 * @param {unknown} before the value in front of it
 */
const once = (piece, before) =>
  typeof before === 'string' && /\.\u2069?$/.test(before) && /^\.(?!\.)/.test(piece) ? piece.slice(1) : piece;

/** @param {Text} text @returns {string[]} the places of a text, each once */
export const places = (text) => [
  ...new Set(
    Object.values(typeof text === 'string' ? { text } : text).flatMap((form) =>
      [...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => /** @type {string} */ (name)),
    ),
  ),
];
