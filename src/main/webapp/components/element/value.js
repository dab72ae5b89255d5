/** Values, people and moments as they are read, in the reader's own format. */
import { html } from 'lit';
import { folded, wordDifference } from '../conflict/word-difference.js';

/** @typedef {import('./base.js').TidemarkElement} Element */
/** @typedef {import('../conflict/collections.js').Field} Field */
/** @typedef {import('../texts/translate.js').Words<import('../texts/texts.js').Key>} Words */

/** A name, whichever way its script runs. @param {unknown} name */
export const bdi = (name) => html`<bdi>${name}</bdi>`;

/**
 * Today by the clock, else with the day; in the element's title to the second.
 *
 * @param {string | undefined} instant
 * @param {Words} words
 */
export function moment(instant, { locale, say }) {
  const date = new Date(instant ?? NaN);
  if (Number.isNaN(date.getTime())) return html`<span>${say('unknownTime')}</span>`;
  const isToday = date.toDateString() === new Date().toDateString();
  const format = new Intl.DateTimeFormat(locale, {
    ...(isToday ? {} : { dateStyle: 'medium' }),
    timeStyle: 'short',
  });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long' });
  return html`<time datetime=${date.toISOString()} title=${full.format(date)}>${format.format(date)}</time>`;
}

/**
 * @param {Field} field
 * @param {any} value
 * @param {Words} words
 * @returns {string} empty when there is no value
 */
export function plain(field, value, words) {
  if (value === null || value === undefined || value === '') return '';
  if (field.show) return field.show(value);
  if (field.kind === 'choice') return field.options?.[String(value)] ?? String(value);
  if (field.kind === 'date') return dateOf(String(value), words.locale);
  return anyOf(value, words);
}

/** @param {any} value @param {Words} words @returns {string} */
function anyOf(value, words) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number')
    return new Intl.NumberFormat(words.locale, { maximumFractionDigits: 20 }).format(value);
  if (typeof value === 'boolean') return words.say(value ? 'yes' : 'no');
  if (Array.isArray(value)) return value.map((one) => anyOf(one, words)).join(', ');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .filter(([, member]) => member !== null && member !== undefined)
    .map(([name, member]) => `${name}: ${anyOf(member, words)}`)
    .join(', ');
}

/** A day has no time zone: it is the same day wherever it is read. @param {string} text @param {string} locale */
function dateOf(text, locale) {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    ...(isDay ? { timeZone: 'UTC' } : { timeStyle: 'short' }),
  }).format(date);
}

/**
 * @param {Element} element
 * @param {Field} field
 * @param {any} value
 * @returns {unknown} what stands for it on the page
 */
export function shown(element, field, value) {
  const { words } = element;
  if (field.kind === 'reference' && typeof value === 'string')
    return html`<bdi>${element.nameOf(field.target, value)}</bdi>`;
  const text = plain(field, value, words);
  return text ? html`<span dir="auto">${text}</span>` : html`<span class="none">${words.say('empty')}</span>`;
}

/** A text that is read word by word. */
const LONG = 60;

/**
 * A long text as what changed in it; any other value as it is.
 *
 * @param {Element} element
 * @param {Field} field
 * @param {any} before
 * @param {any} value
 * @param {boolean} isWhole not folded
 */
export function compared(element, field, before, value, isWhole) {
  const { say } = element.words;
  if (isText(field) && String(value ?? '').length > LONG && before === value)
    return html`<span class="none">${say('asBefore')}</span>`;
  const pieces = isLong(field, before, value) ? wordDifference(before, value) : null;
  if (!pieces) return shown(element, field, value);
  return html`<span dir="auto"
    >${(isWhole ? pieces : folded(pieces)).map(({ text, kind }) => {
      if (kind === 'added') return html`<ins><span class="unseen">${say('added')}: </span>${text}</ins>`;
      if (kind === 'removed') return html`<del><span class="unseen">${say('removed')}: </span>${text}</del>`;
      if (kind === 'same') return text;
      const count = text.trim().split(/\s+/).length;
      return html`<span class="fold" title=${say('leftOut', { count })}> … </span>`;
    })}</span
  >`;
}

/** @param {Field} field */
const isText = ({ show, kind }) => !show && (kind === 'text' || kind === 'long');

/** @param {Field} field @param {any} before @param {any} value @returns {boolean} */
export const isLong = (field, before, value) =>
  isText(field) &&
  typeof before === 'string' &&
  typeof value === 'string' &&
  before !== value &&
  Math.max(before.length, value.length) > LONG;

/** Whether a fold hides something of it. @param {string} before @param {string} value */
export function isFolded(before, value) {
  const pieces = wordDifference(before, value);
  return pieces ? folded(pieces).some(({ kind }) => kind === 'fold') : false;
}

/** @param {Words} words @param {string[]} labels @returns {string} the first three, and how many more */
export function listed(words, labels) {
  const format = new Intl.ListFormat(words.locale, { type: 'unit', style: 'short' });
  const first = format.format(labels.slice(0, 3));
  return labels.length > 3 ? words.say('more', { fields: first, count: labels.length - 3 }) : first;
}
