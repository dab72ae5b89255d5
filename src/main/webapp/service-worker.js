/**
 * Keeps the application's own files, so that it opens without a network.
 *
 * Nobody keeps a list of them: starting at index.html it follows what the pages and modules name. The set is taken in
 * whole or not at all, because modules of two versions must not meet in one page. Data is none of its business: what it
 * did not find that way (/api above all) it neither answers nor stores.
 */
const prefix = 'tidemark-shell-';
const start = new URL('./', self.location.href).href;

self.addEventListener('install', (event) => event.waitUntil(renew().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  if (event.data !== 'check-shell') return;
  event.waitUntil(
    renew().then(
      (changed) => changed && event.source.postMessage('shell-changed'),
      () => undefined,
    ),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === 'navigate' && new URL(request.url).pathname === new URL(start).pathname)
    event.respondWith(kept(request, start));
  else if (request.destination !== '' && request.mode !== 'navigate')
    event.respondWith(kept(request, request.url));
});

/** The oldest set answers: a newer one is complete only when its predecessor has been deleted. @param {Request} request @param {string} url */
async function kept(request, url) {
  return (await caches.match(url)) ?? fetch(request);
}

/** Fetches the shell anew and exchanges it if any file changed. @returns {Promise<boolean>} whether an older one was exchanged */
async function renew() {
  const shell = await crawl();
  const name =
    prefix +
    (await digest(
      [...shell]
        .sort()
        .map(([url, { text, headers }]) => url + text + JSON.stringify(headers))
        .join(),
    ));
  const before = (await caches.keys()).filter((other) => other.startsWith(prefix));
  if (before[0] === name) return false;
  const cache = await caches.open(name);
  await Promise.all(
    [...shell].map(([url, { text, headers }]) => cache.put(url, new Response(text, { headers }))),
  );
  await Promise.all(before.filter((other) => other !== name).map((other) => caches.delete(other)));
  return before.length > 0;
}

/** @param {string} text */
async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What the server says of a file besides how it travels: the headers that protect the page hold without a network, too. @param {Response} answer */
function headersOf(answer) {
  return [...answer.headers].filter(([name]) =>
    /^content-(type|security)|^cross-origin-|-policy$|^x-/.test(name),
  );
}

/** @returns {Promise<Map<string, { text: string, headers: string[][] }>>} every file of the application, by address */
async function crawl() {
  const found = new Map();
  let names = {};
  const visit = async (url) => {
    if (found.has(url)) return;
    found.set(url, null);
    const answer = await fetch(url, { cache: 'no-cache' });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    const type = answer.headers.get('Content-Type') ?? '';
    const text = await answer.text();
    found.set(url, { text, headers: headersOf(answer) });
    if (url === start)
      names = JSON.parse(/<script type="importmap">(.*?)<\/script>/s.exec(text)?.[1] ?? '{}').imports ?? {};
    await Promise.all(
      namedIn(text, type)
        .map((spec) => (names[spec] ? new URL(names[spec], start) : new URL(spec, url)).href)
        .map(visit),
    );
  };
  await visit(start);
  return found;
}

/** @param {string} text @param {string} type @returns {string[]} what a page links, a style sheet shows and a module imports */
function namedIn(text, type) {
  if (type.includes('html'))
    return [...text.matchAll(/<(?:link|script)\b[^>]*?(?:href|src)="([^"#]+)"/g)].map((match) => match[1]);
  if (type.includes('css')) return [...text.matchAll(/url\('?([^')]+)'?\)/g)].map((match) => match[1]);
  if (!type.includes('javascript')) return [];
  return [
    ...text.matchAll(
      /^\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]/gm,
    ),
  ]
    .map((match) => match[1] ?? match[2])
    .filter((spec) => /^[./]|^\w+$/.test(spec));
}
