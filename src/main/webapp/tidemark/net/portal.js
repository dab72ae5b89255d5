/**
 * Whose page is it that came instead of an answer: that of a sign-in, which the user has to do again, or that of a
 * portal, as trains and hotels have them, which answers everything until somebody has clicked?
 *
 * @typedef {import('../types.js').Config} Config
 */

/** Milliseconds. */
const PATIENCE = 5000;

/**
 * Over TLS nobody but the operator can answer, so it is a sign-in. Without it, the client's own module is asked for,
 * which needs no user: who gets that from the server is not behind a portal.
 * @param {Config} config
 * @param {URL} [own] where this module came from
 * @returns {Promise<boolean>} a portal
 */
export async function isPortal(config, own = new URL(import.meta.url)) {
  const server = new URL(config.url, globalThis.location?.href ?? own);
  // A module from elsewhere, or from a file, says nothing about the way to this server.
  if (server.protocol !== 'http:' || own.origin !== server.origin) return false;
  const send = config.fetch ?? globalThis.fetch.bind(globalThis);
  try {
    const answer = await send(own.href, {
      ...{ cache: 'no-store', redirect: 'manual' },
      signal: AbortSignal.timeout(Math.min(config.timeout, PATIENCE)),
    });
    return !/script/.test(answer.headers.get('Content-Type') ?? '') || !answer.ok;
  } catch {
    return true;
  }
}
