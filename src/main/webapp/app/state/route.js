/** The address bar as the only navigation state: `#/companies/…`. Back, reload and links work as everywhere. */

/** @typedef {{ page: string, id: string | null, verb: string | null, rest: boolean }} Route rest: there is more, which means nothing */

/**
 * @param {string} hash
 * @returns {Route} of the page `missing` where the address cannot be read: anybody can type one
 */
export function read(hash) {
  try {
    const [page = '', id, verb, ...rest] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
    return { page: page || 'companies', id: id || null, verb: verb || null, rest: rest.some(Boolean) };
  } catch {
    return { page: 'missing', id: null, verb: null, rest: false };
  }
}

/** @returns {Route} */
export function current() {
  return read(location.hash);
}

/**
 * @param {string} page
 * @param {...string} rest
 */
export const to = (page, ...rest) => `#/${[page, ...rest].map(encodeURIComponent).join('/')}`;

/** @param {string} hash */
export function go(hash) {
  location.hash = hash;
}

/** @param {(route: Route) => void} listener */
export const onRoute = (listener) => window.addEventListener('hashchange', () => listener(current()));
