/**
 * Which pages of a collection count, and what of them does not any more. Each transaction reads it, and each edit of a
 * record on a page writes it: so it is stored as a few values for all pages, and not as some for each. Pure.
 *
 * @typedef {import('./page.js').Leaf} Leaf
 * @typedef {{key: [string], pages: Leaf[]}} Directory
 * @typedef {{key: [string], names: string, scopes: string[], counts: Uint32Array, dead: Uint8Array}} Stored counts: of
 *   each page its size, and how many are left; dead: the bits of all pages, each from a byte of its own
 */

/** @param {number} size of a page */
const bytes = (size) => (size + 7) >> 3;

/**
 * @param {Directory} directory
 * @returns {Stored}
 */
export function encode({ key, pages }) {
  const dead = new Uint8Array(pages.reduce((sum, { size }) => sum + bytes(size), 0));
  let from = 0;
  for (const leaf of pages) {
    if (leaf.dead) dead.set(leaf.dead, from);
    from += bytes(leaf.size);
  }
  return {
    key,
    names: pages.map(({ page }) => page).join(' '),
    scopes: pages.map(({ scope }) => scope),
    counts: Uint32Array.from(pages.flatMap(({ size, left }) => [size, left])),
    dead,
  };
}

/**
 * @param {Stored} stored
 * @returns {Directory}
 */
export function decode({ key, names, scopes, counts, dead }) {
  let from = 0;
  const pages = names.split(' ').map((page, n) => {
    const [size, left] = [counts[2 * n], counts[2 * n + 1]];
    const bits = dead.subarray(from, (from += bytes(size)));
    return { page, scope: scopes[n], size, left, dead: left === size ? null : bits };
  });
  return { key, pages };
}
