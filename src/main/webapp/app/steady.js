/**
 * What has just come under the pointer takes no press for a moment: the second half of a double click was meant for what
 * stood there before. The keyboard is held back too, since a key that is kept down repeats.
 */

const moment = 400;

/**
 * @template {HTMLElement} E
 * @param {E} element
 * @returns {E}
 */
export function steady(element) {
  element.inert = true;
  setTimeout(() => (element.inert = false), moment);
  return element;
}
