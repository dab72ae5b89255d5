/** Deeper than anything that the protocol has. A walk through what is far deeper ends with the stack. */
const DEEPEST = 100;

/**
 * What somebody else sent as JSON.
 * @param {string} text
 * @returns {any} null if it is none, or nested without reason
 */
export function parse(text) {
  try {
    const value = JSON.parse(text);
    return isDeeper(value, DEEPEST) ? null : value;
  } catch {
    return null;
  }
}

/**
 * @param {any} value
 * @param {number} levels
 * @returns {boolean}
 */
function isDeeper(value, levels) {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const name in value) if (isDeeper(value[name], levels - 1)) return true;
  return false;
}
