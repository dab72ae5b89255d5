import { ModelServer } from './model-server.js';
import { browser } from './world.js';

/** Two people with a browser each, and what theirs have pushed. */

export async function world(options) {
  const server = new ModelServer(options?.server);
  const alice = await browser(server, 'alice', options);
  const bob = await browser(server, 'bob', options);
  return { server, alice, bob };
}

export const pushes = (server) =>
  server.requests.filter(({ body }) => body?.includes('"push"')).map(({ body }) => JSON.parse(body).push);
