/**
 * Where this installation is. It may share its origin with others, `/crm` beside `/stock`, and a proxy may give it
 * another path than the server knows; so every address starts from this file's own, and what the origin keeps for all
 * of them is named after the path.
 */

const root = new URL('../../', import.meta.url);

/** @param {string} path below the installation, without a slash in front */
export const at = (path) => new URL(path, root).href;

/** @param {string} name @returns {string} the key in localStorage; at the root of the origin the name alone */
export const keyOf = (name) => (root.pathname === '/' ? name : `${name} ${root.pathname}`);
