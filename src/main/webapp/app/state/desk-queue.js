/** The open conflicts in the order in which the desk last showed them: where "next" leads after a decision. */

/** @type {string[]} */
let queue = [];

/** @param {string[]} ids */
export const queued = (ids) => (queue = ids);

/** @param {string} id */
export const decided = (id) => (queue = queue.filter((other) => other !== id));

/**
 * @param {string} id
 * @returns {{ at: number, of: number, previous: string | null, next: string | null }} `at` from 1; 0 if it is not in it
 */
export function placeOf(id) {
  const at = queue.indexOf(id);
  return {
    at: at + 1,
    of: queue.length,
    previous: (at > 0 && queue[at - 1]) || null,
    next: (at >= 0 && queue[at + 1]) || null,
  };
}

/** The one to decide after this one. @param {string} id @returns {string | null} */
export function after(id) {
  const { next } = placeOf(id);
  return next ?? queue.find((other) => other !== id) ?? null;
}
