/** The way between a browser and the server, on which somebody else may answer. */
import { createServer, request } from 'node:http';
import { server } from './world.js';

/**
 * @param {import('node:test').TestContext} test closes it when it ends
 * @returns {Promise<{ origin: string, to: (path: string) => { type: string, body: string } | null }>} `to` may be set:
 *   what comes instead
 */
export async function wayTo(test) {
  /** @type {{ origin: string, to: (path: string) => any }} */
  const way = { origin: '', to: () => null };
  const proxy = createServer((asked, answer) => {
    const foreign = way.to(asked.url ?? '');
    if (foreign) return answer.writeHead(200, { 'Content-Type': foreign.type }).end(foreign.body);
    const { method, headers } = asked;
    const onwards = request(new URL(asked.url ?? '', server), { method, headers }, (came) => {
      answer.writeHead(came.statusCode ?? 502, came.headers);
      came.pipe(answer);
    });
    onwards.on('error', () => answer.destroy());
    answer.on('close', () => onwards.destroy());
    return asked.pipe(onwards);
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', () => resolve(undefined)));
  test.after(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  way.origin = `http://localhost:${/** @type {import('node:net').AddressInfo} */ (proxy.address()).port}`;
  return way;
}
