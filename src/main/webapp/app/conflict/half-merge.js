/**
 * What somebody has chosen of a conflict and not saved yet, field by field. A choice is about two values; where both
 * still stand, it still holds, whatever else has changed. Pure: no page, no store.
 */
import { differences } from './difference.js';

/** @typedef {import('./difference.js').Conflict} Conflict */
/** @typedef {{ side: 'base' | 'client' | 'server' } | { text: string }} Pick a side, or words of one's own */
/** @typedef {Record<string, { pick: Pick, sides: string }>} HalfMerge by path, with the two values that it was about */

/** @param {Conflict} conflict @returns {Map<string, string>} by path, both sides' values as text */
const sidesOf = (conflict) =>
  new Map(
    differences(conflict).map(({ field, client, server }) => [field.path, JSON.stringify([client, server])]),
  );

/**
 * @param {Conflict} conflict as it was on screen
 * @param {Map<string, Pick> | Iterable<[string, Pick]>} picks by path
 * @returns {HalfMerge}
 */
export function halfMerge(conflict, picks) {
  const sides = sidesOf(conflict);
  return Object.fromEntries([...picks].map(([path, pick]) => [path, { pick, sides: sides.get(path) ?? '' }]));
}

/**
 * @param {HalfMerge} half
 * @param {Conflict} conflict as it is now
 * @returns {Map<string, Pick>} the choices whose two sides are the same still; words of one's own stay in any case
 */
export function standingPicks(half, conflict) {
  const sides = sidesOf(conflict);
  return new Map(
    Object.entries(half)
      .filter(([path, { pick, sides: were }]) => 'text' in pick || sides.get(path) === were)
      .map(([path, { pick }]) => [path, pick]),
  );
}

/** @param {HalfMerge} [half] @returns {Record<string, string>} words of one's own, by path: nobody else has them */
export const ownWords = (half = {}) =>
  Object.fromEntries(
    Object.entries(half).flatMap(([path, { pick }]) =>
      'text' in pick && pick.text ? [[path, pick.text]] : [],
    ),
  );
