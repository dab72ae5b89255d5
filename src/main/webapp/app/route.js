/** The address bar as the only navigation state: `#/companies/…`. Back, reload and links work as everywhere. */

/** @typedef {{ page: string, id: string | null, verb: string | null }} Route */

/** @returns {Route} */
export function current() {
  const [page = '', id, verb] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  return { page: page || 'companies', id: id ?? null, verb: verb ?? null };
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
