import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wayTo } from './way.js';
import { newcomer, until, useBrowser } from './world.js';

/**
 * Somebody on the way answers with a page of their own: the application that was installed stays, with the work in it.
 */

useBrowser();

const PORTAL = {
  type: 'text/html',
  body: '<!doctype html><title>Guest network</title><h1>Welcome to the guest network</h1>',
};

/** Alice, signed in over that way, with the application installed. */
async function installed(t) {
  const way = await wayTo(t);
  const alice = await newcomer(t, 'alice');
  await alice.page.goto(`${way.origin}/`);
  await alice.giveName();
  return { way, alice };
}

test('a portal that answers everything does not take the application away, nor what is not sent', async (t) => {
  const { way, alice } = await installed(t);
  await alice.shellKept();
  await alice.page.reload();
  await alice.heading('Companies');
  way.to = () => PORTAL;
  for (let time = 0; time < 2; time++) {
    const checked = alice.page.waitForRequest((request) => request.url().endsWith('/shell.txt'), {
      timeout: 5000,
    });
    await alice.page.reload();
    await alice.heading('Companies');
    await checked.catch(() => undefined);
  }
  const report = await alice.inApp((db) => db.tidemark.sync());
  assert.equal(report.status, 'offline', report.reason);
  await alice.offline();
  await alice.page.reload();
  await alice.heading('Companies');
  way.to = () => null;
  await alice.online();
  await until(
    'all is well again',
    async () => (await alice.inApp((db) => db.tidemark.sync())).status === 'synced',
  );
});

test('an expired sign-in of a gateway asks to sign in again', async (t) => {
  const { way, alice } = await installed(t);
  way.to = (path) => (path.startsWith('/api') ? PORTAL : null);
  const report = await alice.inApp((db) => db.tidemark.sync());
  assert.equal(report.status, 'unauthenticated');
  await alice.page.getByText('Your session has ended').waitFor();
});

/** As the worker was before: what it once kept under the start page, it shows. */
const OLD_WORKER = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate') event.respondWith(caches.match('/').then((kept) => kept ?? fetch(event.request)));
});`;

test('a browser that an older worker left with the page of a portal recovers by itself', async (t) => {
  const way = await wayTo(t);
  way.to = (path) => (path === '/service-worker.js' ? { type: 'text/javascript', body: OLD_WORKER } : null);
  const alice = await newcomer(t, 'alice');
  await alice.page.goto(`${way.origin}/`);
  await alice.page.evaluate(async (page) => {
    await navigator.serviceWorker.ready;
    const cache = await caches.open('tidemark-shell-0123456789abcdef');
    await cache.put('/', new Response(page, { headers: { 'Content-Type': 'text/html' } }));
  }, PORTAL.body);
  await alice.page.reload();
  await alice.page.getByRole('heading', { name: 'Welcome to the guest network' }).waitFor();
  way.to = () => null;
  // The browser looks for a new worker when somebody comes.
  await alice.page.reload();
  await alice.page.getByRole('button', { name: 'Sign in' }).waitFor();
  await alice.giveName();
});
