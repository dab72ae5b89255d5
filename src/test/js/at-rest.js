import { ModelServer } from './model-server.js';
import { browser, sync } from './world.js';

/** A browser whose requests are counted, and that has synchronised all it has. */
export async function atRest() {
  const server = new ModelServer();
  const name = `crm-${Math.random()}`;
  const bodies = [];
  const send = server.as('alice');
  let asked = () => {};
  let fault = null;
  const fetch = (url, init) => {
    if (init.body) bodies.push(JSON.parse(init.body));
    asked(url);
    const failing = fault;
    fault = null;
    return failing ? failing(url, init) : send(url, init);
  };
  const db = await browser(server, 'alice', { name, fetch });
  await sync(db);
  bodies.length = 0;
  const onAsked = (listener) => (asked = listener);
  return { server, name, db, fetch, bodies, onAsked, fail: (how) => (fault = how) };
}
