/** Finding companies by any of their words, or of their contacts', as people type them. Pure. */
import { read } from './values.js';

/** @typedef {import('./values.js').Values} Values */

/** Letters that are no others with a mark. @type {Record<string, string>} */
const LETTERS = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

/** @param {string} text @returns {string} without case, accents and other marks */
export const folded = (text) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter] ?? letter);

/** What is searched. */
const OF_COMPANY = [
  'name',
  'vatNumber',
  'phone',
  'email',
  'address.street',
  'address.postalCode',
  'address.city',
  'address.country',
];
const OF_CONTACT = ['name', 'role', 'phone', 'email'];

const digitsOf = (/** @type {string} */ text) => text.replace(/\D/g, '');

/** So few digits are in every number. */
const FEW = 3;

/**
 * @param {string} text as typed: several words, all of which have to be there
 * @returns {((company: Values, contacts: Values[]) => boolean) | null} null: nothing is looked for
 */
export function searchFor(text) {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (!words.length) return null;
  // A number may be typed with other spaces than it was written with.
  const number = /^[\d\s()+./-]+$/.test(text) ? digitsOf(text) : '';
  return (company, contacts) => {
    const values = [
      ...OF_COMPANY.map((path) => read(company, path)),
      ...contacts.flatMap((contact) => OF_CONTACT.map((path) => read(contact, path))),
    ];
    const all = folded(values.filter((value) => value !== null).join('\n'));
    if (words.every((word) => all.includes(word))) return true;
    const phones = [company, ...contacts].map(({ phone }) => digitsOf(String(phone ?? '')));
    return number.length >= FEW && phones.some((phone) => phone.includes(number));
  };
}
