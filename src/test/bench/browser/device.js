import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { binary } from '../../browser/binary.js';

/**
 * A browser with a new profile on the disk: what is called incognito keeps IndexedDB in memory, and would measure
 * something else.
 */

const PAGE = '/bench.html';
const HTML = `<!doctype html><meta charset="utf-8"><title>bench</title>
<script type="importmap">{"imports":{"dexie":"/vendor/dexie.mjs","@tidemark/client":"/tidemark/tidemark.min.js"}}</script>`;

// Without these Chromium looks for hosts of its maker's, which a closed network refuses by the dozen.
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * @param {{url: string, folder: string, user?: string}} options the server; where the profile goes; who signs in, if
 *   anybody
 */
export async function device({ url, folder, user }) {
  const profile = mkdtempSync(join(folder, 'profile-'));
  const context = await chromium.launchPersistentContext(profile, {
    ...binary(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--js-flags=--expose-gc', ...QUIET],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(0);
  page.on('pageerror', (error) => console.error(error));
  page.on('console', (message) => console.error(message.text()));
  // The page is ours, what it imports is the server's.
  await page.route(url + PAGE, (route) => route.fulfill({ contentType: 'text/html', body: HTML }));
  await page.goto(url + PAGE);
  // As long as one address is intercepted, each request of the page waits for this process.
  await page.unroute(url + PAGE);
  if (user)
    await page.evaluate(
      (name) =>
        fetch('/sign-in', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ user: name, password: name }),
        }),
      user,
    );
  return {
    page,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
