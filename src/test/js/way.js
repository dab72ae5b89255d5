import { ModelServer } from './model-server.js';
import { browser, company, sync } from './world.js';

/** Browsers between which and the server somebody stands: a network that loses, a gateway, a portal. */

/** A browser whose requests to /sync meet, in turn, what is listed; then the server. */
export async function meeting(faults, { server = new ModelServer(), options } = {}) {
  const send = server.as('alice');
  const fetch = async (url, init) => {
    const fault = url.endsWith('/sync') ? faults.shift() : undefined;
    return fault ? fault(() => send(url, init), init) : send(url, init);
  };
  const db = await browser(server, 'alice', { fetch, options });
  const events = [];
  for (const name of ['syncComplete', 'syncError', 'authRequired', 'revoked', 'updateRequired', 'rejected']) {
    db.tidemark.on(name, () => events.push(name));
  }
  const record = company(db);
  await db.companies.add(record);
  return { server, db, id: record.id, events };
}

/** Alice's browser; `way.to(url, init, send)` may answer instead of the server. `asked` counts her requests. */
export async function behind(to = () => null, options = {}) {
  const server = new ModelServer();
  const way = { to, asked: 0 };
  const send = server.as('alice');
  const fetch = async (url, init) => {
    way.asked += 1;
    return (await way.to(url, init, () => send(url, init))) ?? send(url, init);
  };
  const db = await browser(server, 'alice', { fetch, options });
  await sync(db);
  way.asked = 0;
  const told = [];
  for (const name of ['rejected', 'authRequired', 'updateRequired'])
    db.tidemark.on(name, (detail) => told.push([name, detail]));
  return { server, db, way, told };
}
