/** Moments as people read them; the exact instant stays in the element for machines and for the tooltip. */
import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import { locale, say } from '../texts/texts.js';

const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const year = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long' });
const relative = new Intl.RelativeTimeFormat(locale, { style: 'short' });

/**
 * @param {string | number | Date | null | undefined} instant
 * @param {Date} [now]
 * @returns {string} how long ago it was, as long as somebody counts it in minutes; then when it was
 */
export function moment(instant, now = new Date()) {
  const date = new Date(instant ?? NaN);
  if (Number.isNaN(date.getTime())) return say('unknown');
  const seconds = (now.getTime() - date.getTime()) / 1000;
  // The server's clock may be a little ahead of this one.
  if (Math.abs(seconds) < 60) return say('justNow');
  if (seconds > 0 && seconds < 3600) return relative.format(-Math.floor(seconds / 60), 'minute');
  if (date.toDateString() === now.toDateString()) return clock.format(date);
  const isThisYear = date.getFullYear() === now.getFullYear();
  return `${(isThisYear ? day : year).format(date)}, ${clock.format(date)}`;
}

/** @param {string | number | Date | null | undefined} instant */
export function time(instant) {
  const date = new Date(instant ?? NaN);
  if (Number.isNaN(date.getTime())) return html`<span>${say('unknown')}</span>`;
  return html`<time
    datetime=${date.toISOString()}
    title=${full.format(date)}
    data-ticks="past"
    .textContent=${live(moment(date))}
  ></time>`;
}

/** @param {string} instant */
export const nextTry = (instant) =>
  html`<time datetime=${instant} data-ticks="next" .textContent=${live(until(instant))}></time>`;

/** @param {string | Date} instant */
const until = (instant) =>
  relative.format(Math.max(1, Math.ceil((new Date(instant).getTime() - Date.now()) / 1000)), 'second');

/** Moments go on while a page stands: no template holds their text. */
export const keepTime = () =>
  setInterval(() => {
    for (const element of document.querySelectorAll('time[data-ticks]')) {
      const { dateTime, dataset } = /** @type {HTMLTimeElement} */ (element);
      const text = dataset['ticks'] === 'next' ? until(dateTime) : moment(dateTime);
      if (element.textContent !== text) element.textContent = text;
    }
  }, 1000);
