/** Where one conflict stands among the open ones, and which comes next. Pure. */
import { titleOf } from './collections.js';
import { isOpen } from './difference.js';

/** @type {(one: string, other: string) => number} */
const byName = new Intl.Collator(undefined, { numeric: true }).compare;

/**
 * In the order of their names, in a list and from one to the next.
 *
 * @template {import('./difference.js').Conflict} C
 * @param {C[]} conflicts
 * @param {import('./collections.js').Collections} collections
 * @returns {C[]}
 */
export const inOrder = (conflicts, collections) =>
  conflicts
    .map((conflict) => ({ conflict, name: titleOf(conflict, collections) ?? '' }))
    .sort((one, other) => byName(one.name, other.name))
    .map(({ conflict }) => conflict);

/**
 * @param {Pick<import('./difference.js').Conflict, 'id' | 'resolution' | 'closed'>[]} conflicts in their order
 * @param {string} id
 * @param {ReadonlySet<string>} skipped those put off: they come when all others are decided
 * @returns {{ at: number, count: number, previous: string | null, next: string | null, then: string | null }} `at`
 *   counts from 1, and is 0 where it is not open; `then` comes when this one is decided or skipped
 */
export function place(conflicts, id, skipped) {
  const open = conflicts.filter(isOpen).map((one) => one.id);
  const at = open.indexOf(id);
  const around = [...open.slice(at + 1), ...open.slice(0, Math.max(at, 0))];
  const then = around.find((one) => !skipped.has(one)) ?? around[0] ?? null;
  return { at: at + 1, count: open.length, previous: open[at - 1] ?? null, next: open[at + 1] ?? null, then };
}
