/**
 * What a database is called. Its lock and its channel bear the same name.
 *
 * Pages of one origin share their databases, and an origin may serve several installations: `/crm` and `/stock`, say. A
 * database that both opened would send the work of one to the other. So where the API is belongs to the name.
 */

/** Where the API of an installation at the root of the origin is; its databases have plain names. */
const AT_ROOT = '/api';

/**
 * @param {string} base what the application calls it
 * @param {{url: string, user?: string}} config
 * @returns {string}
 */
export function databaseName(base, { url, user }) {
  const own = user === undefined ? base : `${base}-${user}`;
  const place = placeOf(url);
  return place === AT_ROOT ? own : `${own} ${place}`;
}

/**
 * @param {string} name of a database of this origin
 * @param {string} base
 * @param {{url: string}} config
 * @returns {string | null} whose it is, by its name; null: of another application or installation
 */
export function userIn(name, base, { url }) {
  const end = databaseName('', { url });
  if (!name.startsWith(`${base}-`) || !name.endsWith(end)) return null;
  return name.slice(base.length + 1, name.length - end.length) || null;
}

/**
 * @param {string} url
 * @returns {string} without the origin, where that is the page's own
 */
function placeOf(url) {
  const here = globalThis.location?.origin;
  const { origin, pathname } = new URL(url, here ?? 'http://localhost');
  const path = pathname.replace(/\/+$/, '');
  return here === undefined || origin === here ? path : origin + path;
}

/**
 * A relative address is meant from the page that configures. Kept as it is, it would mean another one as soon as the
 * application changes the page's address.
 * @param {string} url
 * @returns {string}
 */
export function fromPage(url) {
  const page = globalThis.document?.baseURI ?? globalThis.location?.href;
  const isRelative = !/^([a-z][a-z\d+.-]*:|\/)/i.test(url);
  return isRelative && page ? new URL(url, page).href : url;
}
