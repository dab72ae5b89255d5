import { ModelServer } from './model-server.js';
import { rowsOf } from './world.js';

/** Companies by their numbers, and a server that has some. */

export const id = (n) => `c0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const row = (n, more) => ({ id: id(n), name: `Company ${n}`, region: 'emea', phone: '1', ...more });

export function serverOf(count, rowOf) {
  const server = new ModelServer();
  for (let n = 1; n <= count; n++) server.write('alice', 'companies', id(n), rowOf(n));
  return server;
}

export const serverWith = (count, more) => serverOf(count, (n) => row(n, more));

/** The names of the companies that a browser holds, in the order of their numbers. */
export const namesOf = async (db) => (await rowsOf(db)).map(({ name }) => name);
