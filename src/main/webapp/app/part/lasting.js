/** How long something took, in words. */
import { locale } from '../texts/texts.js';

const units = /** @type {const} */ ([
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]);

/** A length of time in its two largest units at most. @param {number} seconds */
export function lasting(seconds) {
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? /** @type {const} */ (['second', 1]);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(
    seconds / size,
  );
}
