import { ModelServer } from './model-server.js';
import { ADDONS, Dexie, QUICK, SCHEMA } from './world.js';

/** A browser that two users share; `way.to` may answer, or do something, before the server does. */
export function twoUsers(server = new ModelServer(), more = {}) {
  const name = `crm-${Math.random()}`;
  const db = new Dexie(name, { addons: ADDONS });
  db.version(1).stores(SCHEMA);
  const way = { to: () => null };
  const signIn = (user, extra) => {
    const send = server.as(user);
    const fetch = (url, init) => way.to(url, init, () => send(url, init), user) ?? send(url, init);
    const options = { url: '/api', collections: ['companies', 'contacts'], user, fetch };
    db.tidemark.configure({
      ...{ ...options, syncOnOnline: false, syncOnLogin: false, retry: QUICK.retry },
      ...{ ...more, ...extra },
    });
  };
  return { server, db, name, way, signIn };
}

/** A page is being stored, say: whoever comes next waits. */
export const keepBusy = (db) =>
  db.transaction('rw', db.companies, async () => {
    for (let n = 0; n < 30; n++) await db.companies.count();
  });
