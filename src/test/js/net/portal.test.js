import test from 'node:test';
import assert from 'node:assert/strict';
import { isPortal } from '../../../main/webapp/tidemark/net/portal.js';
import { page } from '../answers.js';
import { ModelServer } from '../model-server.js';
import { behind } from '../way.js';
import { QUICK, company, sync } from '../world.js';

/** A sign-in or a portal answers instead of the server: the user is asked, and the work stays. */

const SIGN_INS = {
  'a page of a form': () => page(200),
  'a redirection to it': () => page(302, { Location: '/login' }),
  'a redirection that the browser does not show': () => ({
    type: 'opaqueredirect',
    status: 0,
    headers: new Headers(),
  }),
  'a page with 401': () => page(401),
  'a page with 403': () => page(403),
};

for (const [what, answer] of Object.entries(SIGN_INS))
  for (const when of ['at the door', 'in a session'])
    test(`${what} ${when} asks for a sign-in, and keeps the work`, async () => {
      const { server, db, way, told } = await behind();
      if (when === 'at the door')
        db.tidemark.configure({
          url: '/api',
          collections: ['companies', 'contacts'],
          ...QUICK,
          fetch: async (url, init) => way.to(url, init) ?? server.as('alice')(url, init),
        });
      await db.companies.add(company(db));
      way.to = answer;
      await sync(db, 'unauthenticated');
      assert.deepEqual(
        told.map(([name]) => name),
        ['authRequired'],
      );
      assert.deepEqual([(await db.tidemark.pending()).total, await db.tidemark.rejected()], [1, []]);
      way.to = () => null;
      assert.equal((await sync(db)).applied, 1);
      assert.equal(server.replicas.size, 1);
    });

test('a redirection to another site, which the browser may not follow, asks for a sign-in', async () => {
  const { db, way } = await behind();
  await db.companies.add(company(db));
  way.to = (url, { redirect }) =>
    redirect === 'manual'
      ? { type: 'opaqueredirect', status: 0, headers: new Headers() }
      : Promise.reject(new TypeError('Failed to fetch'));
  await sync(db, 'unauthenticated');
});

test('a redirection that leads to the server is followed', async () => {
  const { db, way } = await behind();
  db.tidemark.configure({
    url: '/api',
    collections: ['companies', 'contacts'],
    ...QUICK,
    fetch: (url, init) => way.fetch(url, init),
  });
  const server = new ModelServer();
  way.fetch = (url, init) =>
    init.redirect === 'manual'
      ? Promise.resolve(page(307, { Location: '/api/' }))
      : server.as('alice')(url, init);
  await sync(db);
});

test('511 is a portal of the network', async () => {
  const { db, way } = await behind();
  way.to = () => page(511);
  await sync(db, 'offline');
});

for (const [what, from, url, answer, isThat] of [
  [
    'the page is there, and the module too',
    'http://app.example/tidemark/net/portal.js',
    '/api',
    () => new Response('', { headers: { 'Content-Type': 'text/javascript' } }),
    false,
  ],
  [
    'a page comes instead of the module too',
    'http://app.example/tidemark/net/portal.js',
    '/api',
    () => page(200),
    true,
  ],
  [
    'a redirection comes instead of the module too',
    'http://app.example/tidemark/net/portal.js',
    '/api',
    () => page(302),
    true,
  ],
  [
    'nothing comes instead of the module',
    'http://app.example/tidemark/net/portal.js',
    '/api',
    () => Promise.reject(new TypeError('lost')),
    true,
  ],
  ['TLS keeps portals out', 'https://app.example/tidemark/net/portal.js', '/api', () => page(200), false],
  [
    'the module is of another site',
    'http://cdn.example/portal.js',
    'http://app.example/api',
    () => page(200),
    false,
  ],
  [
    'the module is a file',
    'file:///tidemark/net/portal.js',
    'http://app.example/api',
    () => page(200),
    false,
  ],
])
  test(`a portal or a sign-in: ${what}`, async () => {
    const config = { url, timeout: 1000, fetch: async () => answer() };
    assert.equal(await isPortal(config, new URL(from)), isThat);
  });
