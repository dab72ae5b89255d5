/**
 * Keeps the application's own files, so that it opens without a network.
 *
 * The build lists them with their hashes, in shell.txt. A set is taken in whole or not at all, and only if each file is
 * what that list says: a portal, a maintenance page or a sign-in may answer in their place, an answer may be cut off,
 * and a server may change its version meanwhile. What is kept stays as it is then, and the next start tries again.
 *
 * Data is none of its business: what the list does not name (/api above all) it neither answers nor stores. Several
 * installations on one origin do not touch each other: their paths are in the names of their caches.
 */
const start = self.registration.scope;
const list = new URL('shell.txt', start).href;
const prefix = `tidemark-shell ${new URL(start).pathname} `;

/** By what their names end in, what files must be served as: a browser runs no module that is text. */
const TYPES = {
  html: /html/,
  js: /javascript/,
  mjs: /javascript/,
  css: /css/,
  svg: /svg/,
  png: /png/,
  webmanifest: /json/,
};

/** Of an answer that came packed, and is kept unpacked. */
const OF_THE_WAY = ['content-encoding', 'content-length', 'transfer-encoding', 'vary', 'set-cookie'];

/** Which set a page began with: modules of two versions must not meet in it. @type {Map<string, string>} */
const begunWith = new Map();

self.addEventListener('install', (event) => event.waitUntil(renew().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

self.addEventListener('message', (event) => {
  if (event.data !== 'check-shell') return;
  const check = async () => {
    const isNew = await renew();
    await dropOlder();
    if (isNew) event.source.postMessage('shell-changed');
  };
  event.waitUntil(check().catch(() => undefined));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || !url.href.startsWith(start)) return;
  if (request.mode === 'navigate') {
    if ([start, `${start}index.html`].includes(url.origin + url.pathname)) event.respondWith(begin(event));
  } else if (request.destination !== '') event.respondWith(kept(request, event.clientId));
});

/** The page itself: what it loads next comes of the same set. @param {FetchEvent} event */
async function begin({ request, resultingClientId }) {
  const [newest] = await sets();
  if (newest && resultingClientId) begunWith.set(resultingClientId, newest);
  return (newest && (await find(newest, start))) ?? fetch(request);
}

/** @param {Request} request @param {string} client */
async function kept(request, client) {
  const known = await sets();
  const begun = begunWith.get(client) ?? '';
  const set = known.includes(begun) ? begun : known[0];
  return (set && (await find(set, request.url))) ?? fetch(request);
}

/** @param {string} set @param {string} url */
const find = async (set, url) => (await caches.open(set)).match(url);

/** Those that are whole, the newest first. The list comes into a set last. */
async function sets() {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix)).reverse();
  const whole = await Promise.all(names.map((name) => find(name, list)));
  return names.filter((_, i) => whole[i]);
}

/** Takes in the set that the server has, unless it is kept already. @returns {Promise<boolean>} whether another version was kept before */
async function renew() {
  const text = await read(list, isList);
  const hashes = listed(text);
  const file = (/** @type {string} */ path) =>
    fetched(
      new URL(path, start).href,
      typeOf(path),
      async (bytes) => (await hash(bytes)) === hashes.get(path),
    );
  // Headers that protect the page hold without a network too, and may change without it.
  const page = await fetched(
    start,
    TYPES.html,
    async (bytes) => (await hash(bytes)) === hashes.get('index.html'),
  );
  const name = prefix + (await hash(text + JSON.stringify(protecting(page)))).slice(0, 16);
  const [before] = await sets();
  if (before === name) return false;
  const known = before && (await (await find(before, list)).text());
  const files = new Map([[start, page]]);
  const others = [...hashes.keys()].filter((path) => path !== 'index.html');
  await Promise.all(others.map(async (path) => files.set(new URL(path, start).href, await file(path))));
  // One that was left half filled, or is back after another version.
  await caches.delete(name);
  const cache = await caches.open(name);
  await Promise.all([...files].map(([url, response]) => cache.put(url, response)));
  await cache.put(list, new Response(text));
  return before !== undefined && known !== text;
}

/** @param {Response} response */
const protecting = ({ headers }) =>
  [...headers].filter(([name]) => /^cross-origin-|-policy$|^x-(content|frame)-/.test(name));

/** What no open page began with goes. */
async function dropOlder() {
  const [newest] = await sets();
  if (!newest) return;
  const open = new Set((await self.clients.matchAll({ type: 'window' })).map(({ id }) => begunWith.get(id)));
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
  const older = names.filter((name) => name !== newest && !open.has(name));
  await Promise.all(older.map((name) => caches.delete(name)));
}

/**
 * A predecessor kept whatever came, without a list. What it holds goes; and pages that it has spoiled, which would
 * never ask for anything of ours, begin anew.
 */
async function takeOver() {
  await self.clients.claim();
  await dropOlder();
  for (const name of await caches.keys()) {
    if (!/^tidemark-shell-[0-9a-f]{16}$/.test(name) || !(await find(name, start))) continue;
    const isSpoiled = !(await find(name, new URL('app/main.js', start).href));
    await caches.delete(name);
    if (!isSpoiled) continue;
    const pages = await self.clients.matchAll({ type: 'window' });
    // Not waited for: what they ask for waits until this worker is active.
    for (const page of pages) void page.navigate(page.url).catch(() => undefined);
  }
}

/** @param {string} url @param {(bytes: ArrayBuffer) => boolean | Promise<boolean>} isThat */
const read = async (url, isThat) =>
  new TextDecoder().decode(await (await fetched(url, /./, isThat)).arrayBuffer());

/**
 * The file, with the headers that the server gave it. The browser's own cache is asked first, and passed over when it
 * holds something else: whoever answered there once may have said that it stays.
 *
 * @param {string} url
 * @param {RegExp} type
 * @param {(bytes: ArrayBuffer) => boolean | Promise<boolean>} isThat
 * @returns {Promise<Response>}
 */
async function fetched(url, type, isThat) {
  for (const cache of /** @type {RequestCache[]} */ (['no-cache', 'reload'])) {
    const answer = await fetch(url, { cache, redirect: 'error' });
    const bytes = await answer.arrayBuffer();
    const isRight =
      answer.status === 200 && !answer.redirected && type.test(answer.headers.get('Content-Type') ?? '');
    if (!isRight || !(await isThat(bytes))) continue;
    const headers = new Headers(answer.headers);
    for (const name of OF_THE_WAY) headers.delete(name);
    return new Response(bytes, { headers });
  }
  throw new Error(`${url} is not what this version of the application has there`);
}

/** @param {string} path */
const typeOf = (path) => TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? /./;

const LINE = /^([0-9a-f]{64}) (\S+)$/;

/** @param {ArrayBuffer} bytes @returns {boolean} a whole list, not cut off, and nobody's page */
function isList(bytes) {
  const lines = new TextDecoder().decode(bytes).trimEnd().split(/\r?\n/);
  const files = lines.slice(0, -1);
  return lines.at(-1) === `end ${files.length}` && files.length > 0 && files.every((line) => LINE.test(line));
}

/** @param {string} text @returns {Map<string, string>} path to hash */
function listed(text) {
  const lines = text.split(/\r?\n/).map((line) => LINE.exec(line));
  return new Map(lines.flatMap((found) => (found ? [[found[2], found[1]]] : [])));
}

/** @param {string | ArrayBuffer} content */
async function hash(content) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
