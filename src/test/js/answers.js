/** What comes instead of the server's usual answer. */

/** A page, of a gateway or a sign-in. */
export const page = (status, headers) =>
  new Response('<!doctype html><h1>Blocked</h1>', {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers },
  });

/** A problem by its name, as the server tells it. */
export const refuse = (status, name, members, headers) => () =>
  new Response(JSON.stringify({ type: `urn:tidemark:problem:${name}`, status, ...members }), {
    status,
    headers,
  });

/** What a server says of a cursor that it has not given. */
export const refusedCursor = refuse(400, 'malformed-message', { pointer: '/pull/cursor' });

export const lost = () => Promise.reject(new TypeError('network'));

export const AWAY = () => Promise.reject(new TypeError('no network'));

export const answerLost = async (send) => {
  await send();
  throw new TypeError('network');
};
