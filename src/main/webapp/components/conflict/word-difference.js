/** A long text as the words that changed in it, with a little of what stands around them. */
import { diffWordsWithSpace } from 'diff';

/** @typedef {{ text: string, kind: 'same' | 'added' | 'removed' | 'fold' }} Piece `fold`: what is left out */

/** Words that are shown before and after a change. */
const AROUND = 6;
/** Two texts that have little in common take long, and the result helps nobody. In milliseconds. */
const PATIENCE = 200;

/**
 * @param {string} before
 * @param {string} after
 * @returns {Piece[] | null} null: they are too different to compare word by word
 */
export function wordDifference(before, after) {
  const changes = diffWordsWithSpace(before, after, { timeout: PATIENCE });
  if (!changes) return null;
  return changes.map(({ value, added, removed }) => ({
    text: value,
    kind: added ? 'added' : removed ? 'removed' : 'same',
  }));
}

/** @param {Piece[]} pieces @returns {Piece[]} with what has not changed folded, all but a few words around a change */
export const folded = (pieces) =>
  pieces.flatMap((piece, at) =>
    piece.kind === 'same' ? fold(piece.text, at === 0, at === pieces.length - 1) : [piece],
  );

/** @param {string} text @param {boolean} isFirst @param {boolean} isLast @returns {Piece[]} */
function fold(text, isFirst, isLast) {
  const words = text.split(/(?<=\s)(?=\S)/);
  const [head, tail] = [isFirst ? 0 : AROUND, isLast ? 0 : AROUND];
  // Less than a handful of words is read faster than what would stand for it.
  if (words.length <= head + tail + 4) return [{ text, kind: 'same' }];
  return /** @type {Piece[]} */ ([
    { text: words.slice(0, head).join(''), kind: 'same' },
    { text: words.slice(head, words.length - tail).join(''), kind: 'fold' },
    { text: tail ? words.slice(-tail).join('') : '', kind: 'same' },
  ]).filter((piece) => piece.text !== '');
}
