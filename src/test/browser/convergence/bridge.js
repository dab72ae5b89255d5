/**
 * Stands between the convergence machine and one page in Chromium: a line of JSON in is a call of a function of
 * page.js, a line of JSON out is its result, or an event of the page (a request that a replica sends, a sync that
 * ended).
 *
 *     node bridge.js http://127.0.0.1:8080
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { launch } from '../chromium.js';

const [server] = process.argv.slice(2);
const say = (/** @type {object} */ line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const browser = await launch();
const page = await browser.newPage();
page.on('pageerror', (error) => say({ event: 'defect', what: String(error.stack) }));

// The client comes from the server; the page itself is ours, and of the same origin.
const html = `<!doctype html><title>Convergence</title>
<script type="importmap">{"imports":{"dexie":"/vendor/dexie.mjs","@tidemark/client":"/tidemark/tidemark.min.js"}}</script>
<script type="module" src="/convergence-page.js"></script>`;
await page.route('**/convergence.html', (route) => route.fulfill({ contentType: 'text/html', body: html }));
const script = await readFile(new URL('./page.js', import.meta.url), 'utf8');
await page.route('**/convergence-page.js', (route) =>
  route.fulfill({ contentType: 'text/javascript', body: script }),
);
await page.exposeFunction('tell', say);
await page.goto(`${server}/convergence.html`);
await page.waitForFunction('window.machine');
say({ event: 'ready' });

for await (const line of createInterface({ input: process.stdin })) {
  const { id, call, args } = JSON.parse(line);
  page
    .evaluate(([name, values]) => /** @type {any} */ (window).machine[name](...values), [call, args])
    .then((result) => say({ id, result: result ?? null }))
    .catch((error) => say({ id, error: String(error.stack ?? error) }));
}
await browser.close();
