/** Numbers, amounts and days as people of one place write them, exactly: no digit is rounded. Pure. */

/** What the demo's amounts are in. */
const CURRENCY = 'EUR';

/** @param {string} locale */
export function numbersIn(locale) {
  const whole = new Intl.NumberFormat(locale);
  const money = (/** @type {number} */ cents) =>
    new Intl.NumberFormat(locale, {
      ...{ style: 'currency', currency: CURRENCY },
      ...{ minimumFractionDigits: Math.min(cents, 20), maximumFractionDigits: Math.min(cents, 20) },
    });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const parts = new Intl.NumberFormat(locale).formatToParts(0.5);
  const point = parts.find(({ type }) => type === 'decimal')?.value ?? '.';

  /** A space is a space, however wide it is; so is an apostrophe. @param {string} text */
  const plain = (text) =>
    text
      .replace(/[\s\u00a0\u2009\u202f]/g, ' ')
      .replaceAll('’', "'")
      .replaceAll('\u2212', '-');
  // A language may have one mark for numbers, and another one for amounts.
  const marks = [',', '.', ' ', "'"].filter((mark) => mark !== point).join('');
  const grouped = new RegExp(`^-?\\d{1,3}([${marks}])\\d{3}(\\1\\d{3})*(?!\\d)`);

  return {
    /** @param {number} value */
    whole: (value) => whole.format(value),
    /** @param {string} decimal a string, so that nobody rounds it */
    money: (decimal) => money(decimal.split('.')[1]?.length ?? 0).format(/** @type {any} */ (decimal)),
    /** @param {string} date ISO 8601 */
    day: (date) => {
      const found = new Date(`${date}T00:00:00Z`);
      return Number.isNaN(found.getTime()) ? date : day.format(found);
    },
    /** As it stands in a form, to be edited. @param {string} decimal */
    typed: (decimal) => decimal.replace('.', point),
    /**
     * Takes marks out only where they stand between thousands: in 12,5 a comma means something else.
     *
     * @param {string} text as typed
     * @returns {string | null} with a point, null where that is no number here
     */
    read: (text) => {
      let number = plain(text.trim());
      const mark = grouped.exec(number)?.[1];
      if (mark) {
        const [whole = '', ...rest] = number.split(point);
        number = [whole.replaceAll(mark, ''), ...rest].join(point);
      }
      if (point !== '.' && number.includes('.')) return null;
      number = number.replace(point, '.');
      return /^-?\d+(\.\d+)?$/.test(number) ? number : null;
    },
  };
}
