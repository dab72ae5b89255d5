/**
 * What the server says of its fields, looked at before anything is sent. Where this browser cannot tell, it says
 * nothing: the server has the last word, and a right value must never be refused here. Pure: no page, no store.
 */

/** @typedef {import('@tidemark/client').ServerInfo} ServerInfo */
/** @typedef {import('@tidemark/client').FieldInfo} FieldInfo */
/** @typedef {import('../texts/texts.js').Key} Key */
/** @typedef {{ key: Key, values?: Record<string, unknown> }} Broken which rule, as a text */

/**
 * @param {ServerInfo | null} description null: the server has not been met yet
 * @param {string} collection
 * @param {string} path
 * @returns {FieldInfo | null}
 */
export function infoOf(description, collection, path) {
  let fields = description?.collections.find(({ name }) => name === collection)?.fields;
  let found = null;
  for (const name of path.split('.')) {
    found = fields?.find((field) => field.name === name) ?? null;
    fields = found?.fields;
  }
  return found;
}

/**
 * @param {ServerInfo | null} description
 * @param {string} collection
 * @param {string} path
 * @returns {string[] | null} the values by which a record stays where its user may write; null: any
 */
export const choicesOf = (description, collection, path) =>
  description?.collections.find(({ name }) => name === collection)?.scope === path
    ? (description.writableScopes ?? null)
    : null;

/**
 * @param {FieldInfo | null} info
 * @param {string | number | boolean | null} value
 * @returns {Broken | null} the first rule that it breaks
 */
export function brokenRule(info, value) {
  if (!info) return null;
  const { rules = {}, maxLength = null, required = false } = info;
  if (value === null || value === '') return required ? { key: 'required' } : null;
  if (rules.notBlank && String(value).trim() === '') return { key: 'required' };
  return (
    (typeof value === 'string' && info.type === 'string' && brokenText(value, rules, maxLength)) ||
    (['integer', 'number', 'decimal'].includes(info.type) && brokenNumber(String(value), rules)) ||
    (info.type === 'date' && brokenDay(String(value), rules)) ||
    null
  );
}

/** @param {string} text @param {import('@tidemark/client').Rules} rules @param {number | null} maxLength @returns {Broken | null} */
function brokenText(text, { minLength = 0, email, patterns = [] }, maxLength) {
  if (text.length < minLength) return { key: 'tooShort', values: { count: minLength } };
  if (maxLength !== null && text.length > maxLength) return { key: 'tooLong', values: { count: maxLength } };
  if (email && !isEmail(text)) return { key: 'noEmail' };
  return patterns.some((pattern) => !matches(pattern, text)) ? { key: 'otherForm' } : null;
}

/**
 * What nobody would call one. Servers differ about the rest.
 *
 * @param {string} text
 */
function isEmail(text) {
  const at = text.lastIndexOf('@');
  const [name, host] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || !host) return false;
  return !/[\s@]|\.\.|^\.|\.$/.test(host) && (name.startsWith('"') || !/[\s@]/.test(name));
}

/** The flags that mean the same here. @type {Record<string, string>} */
const FLAGS = { CASE_INSENSITIVE: 'i', DOTALL: 's', MULTILINE: 'm' };

/**
 * A pattern is Java's. It is tried where it means the same here, and passed over where that is not sure.
 *
 * @param {{ regexp: string, flags: string }} pattern
 * @param {string} text
 */
function matches({ regexp, flags }, text) {
  const names = flags.split(' ').filter(Boolean);
  // Classes within classes, intersections, \p{…} and quotations are not what they are in Java.
  if (names.some((name) => !FLAGS[name]) || /&&|\[[^\]]*\[|\\[pPQEAZzGhHvVRXN]|\(\?[a-zA-Z]/.test(regexp))
    return true;
  try {
    return new RegExp(`^(?:${regexp})$`, `u${names.map((name) => FLAGS[name]).join('')}`).test(text);
  } catch {
    return true;
  }
}

/** @param {string} text @param {import('@tidemark/client').Rules} rules @returns {Broken | null} */
function brokenNumber(text, { min, max, above, below, integer, fraction }) {
  if (min !== undefined && compare(text, min) < 0) return { key: 'tooLittle', values: { min } };
  if (max !== undefined && compare(text, max) > 0) return { key: 'tooMuch', values: { max } };
  if (above !== undefined && compare(text, above) <= 0) return { key: 'notAbove', values: { above } };
  if (below !== undefined && compare(text, below) >= 0) return { key: 'notBelow', values: { below } };
  const [whole = '', rest = ''] = text.replace(/^-?0*/, '').split('.');
  const isLong =
    (integer !== undefined && whole.length > integer) ||
    (fraction !== undefined && rest.replace(/0+$/, '').length > fraction);
  return isLong && !/e/i.test(text) ? { key: 'tooManyDigits', values: { integer, fraction } } : null;
}

/**
 * Exactly, however many digits they have.
 *
 * @param {string} one
 * @param {string} other
 * @returns {number} below 0: one is less
 */
export function compare(one, other) {
  if (/e/i.test(one + other)) return Number(one) - Number(other);
  const decimals = (/** @type {string} */ text) => text.split('.')[1] ?? '';
  const length = Math.max(decimals(one).length, decimals(other).length);
  const whole = (/** @type {string} */ text) =>
    BigInt((text.split('.')[0] ?? '') + decimals(text).padEnd(length, '0'));
  const [a, b] = [whole(one), whole(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The server may live in another day: only a day that is wrong everywhere is refused. @type {Record<string, [Key, -1 | 1]>} */
const TIMES = {
  past: ['notPast', 1],
  pastOrPresent: ['notPast', 1],
  future: ['notFuture', -1],
  futureOrPresent: ['notFuture', -1],
};

/** @param {string} day @param {import('@tidemark/client').Rules} rules @returns {Broken | null} */
function brokenDay(day, { time }) {
  const found = time && TIMES[time];
  if (!found) return null;
  const [key, way] = found;
  const off = new Date(Date.now() + way * 86_400_000).toISOString().slice(0, 10);
  return (way > 0 ? day > off : day < off) ? { key } : null;
}
