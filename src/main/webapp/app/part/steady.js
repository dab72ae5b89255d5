/**
 * What has just come under the pointer takes no press for a moment: the second half of a double click was meant for
 * what stood there before. The keyboard needs no such pause: a new page takes the focus to its heading.
 */

const moment = 400;

/**
 * @template {HTMLElement} E
 * @param {E} element
 * @returns {E}
 */
export function steady(element) {
  element.style.pointerEvents = 'none';
  setTimeout(() => (element.style.pointerEvents = ''), moment);
  return element;
}
