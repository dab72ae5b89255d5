/** Moments as people read them; the exact instant stays in the element for machines and for the tooltip. */
import { h } from './element.js';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const exact = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

/**
 * @param {string | number | Date | null | undefined} instant
 * @returns {string}
 */
export function moment(instant) {
  const date = new Date(instant ?? NaN);
  if (Number.isNaN(date.getTime())) return 'unknown';
  const today = date.toDateString() === new Date().toDateString();
  return today ? clock.format(date) : `${day.format(date)}, ${clock.format(date)}`;
}

/** @param {string | number | Date | null | undefined} instant */
export function time(instant) {
  const date = new Date(instant ?? NaN);
  if (Number.isNaN(date.getTime())) return h('span', {}, 'unknown');
  return h('time', { datetime: date.toISOString(), title: full.format(date) }, moment(instant));
}

/** To the second: it is soon. @param {string} instant */
export const nextTry = (instant) => h('time', { datetime: instant }, exact.format(new Date(instant)));
