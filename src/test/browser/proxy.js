/**
 * A reverse proxy as an operator sets one up: each path of its own leads to the root of the server, and cookies are
 * told so.
 */
import { createServer, request } from 'node:http';
import { server } from './world.js';

/**
 * @param {import('node:test').TestContext} test
 * @param {string[]} paths without a slash at the end
 * @returns {Promise<string>} the proxy's address
 */
export async function proxy(test, paths) {
  const target = new URL(`${server}/`);
  const front = createServer((from, to) => {
    const path = paths.find((one) => from.url?.startsWith(`${one}/`));
    if (path === undefined) return void to.writeHead(404).end('no such installation');
    const url = new URL(`.${from.url?.slice(path.length)}`, target);
    const onward = request(url, { method: from.method, headers: from.headers }, (answer) => {
      const headers = { ...answer.headers };
      const cookies = headers['set-cookie'];
      if (cookies) headers['set-cookie'] = cookies.map((one) => one.replace(/Path=[^;]*/i, `Path=${path}/`));
      to.writeHead(answer.statusCode ?? 502, headers);
      answer.pipe(to);
    });
    onward.on('error', () => to.destroy());
    to.on('close', () => onward.destroy());
    from.pipe(onward);
  });
  await new Promise((listening) => front.listen(0, '127.0.0.1', () => listening(undefined)));
  test.after(() => {
    front.closeAllConnections();
    front.close();
  });
  return `http://localhost:${/** @type {import('node:net').AddressInfo} */ (front.address()).port}`;
}
