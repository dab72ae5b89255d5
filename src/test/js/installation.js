import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

/**
 * An installation of the application in a browser that keeps files, with its service worker, and a network that answers
 * with anything.
 */

const CODE = readFileSync(new URL('../../main/webapp/service-worker.js', import.meta.url), 'utf8');
export const ORIGIN = 'https://crm.example';
const sha = (text) => createHash('sha256').update(text).digest('hex');

export const KINDS = {
  html: 'text/html;charset=UTF-8',
  js: 'text/javascript',
  mjs: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  webmanifest: 'application/manifest+json',
};

export const kindOf = (file) => KINDS[file.slice(file.lastIndexOf('.') + 1)] ?? 'text/plain';

/** The files of one version; each says which it is. */
export const version = (name) => {
  const paths = [
    'index.html',
    'app/main.js',
    'vendor/dexie.mjs',
    'style/base.css',
    'icon.svg',
    'manifest.webmanifest',
  ];
  const files = new Map(paths.map((path) => [path, `${path} of version ${name}: ${name.repeat(50)}`]));
  const lines = paths.map((path) => `${sha(files.get(path))} ${path}`);
  return files.set('shell.txt', [...lines, `end ${lines.length}`, ''].join('\n'));
};

export const PORTAL = '<!doctype html><title>Please sign in to the network</title><h1>Welcome</h1>';
export const portal = (headers = { 'Content-Type': 'text/html' }) => new Response(PORTAL, { headers });

/** What the browser keeps, over restarts of the worker. */
export class Store {
  caches = new Map();
  open = async (name) => {
    if (!this.caches.has(name)) this.caches.set(name, new Map());
    const files = this.caches.get(name);
    return {
      match: async (url) => files.get(url)?.clone(),
      put: async (url, response) => void files.set(url, response),
      keys: async () => [...files.keys()].map((url) => ({ url })),
    };
  };
  keys = async () => [...this.caches.keys()];
  delete = async (name) => this.caches.delete(name);
}

/** A server at a path of the origin, and the worker of it. `way.to(path)` may answer instead. */
export function installation(store, path = '/', first = version('a')) {
  const scope = `${ORIGIN}${path}`;
  const world = {
    files: first,
    to: () => null,
    isOnline: true,
    ancestors: "'none'",
    asked: 0,
    told: [],
    windows: [],
    listeners: {},
  };
  const headers = (file) => ({
    'Content-Type': kindOf(file),
    'Content-Security-Policy': `default-src 'self'; frame-ancestors ${world.ancestors}`,
    'X-Content-Type-Options': 'nosniff',
  });
  const fetch = async (request, init) => {
    const url = new URL(request.url ?? request, scope);
    world.asked += 1;
    if (!world.isOnline) throw new TypeError('Failed to fetch');
    const file = url.href.slice(scope.length) || 'index.html';
    const foreign = world.to(file, init);
    if (foreign) return foreign;
    return world.files.has(file)
      ? new Response(world.files.get(file), { headers: headers(file) })
      : new Response('Not found', { status: 404 });
  };
  const run = async (type, event) => {
    let work = null;
    event.waitUntil = event.respondWith = (promise) => (work = promise);
    world.listeners[type](event);
    return work;
  };
  const start = () => {
    const self = {
      registration: { scope },
      location: new URL('service-worker.js', scope),
      addEventListener: (type, listener) => (world.listeners[type] = listener),
      skipWaiting: async () => {},
      clients: { claim: async () => {}, matchAll: async () => world.windows },
    };
    const globals = {
      self,
      caches: store,
      fetch,
      crypto,
      URL,
      Response,
      Headers,
      TextEncoder,
      TextDecoder,
      Map,
      Set,
      Promise,
    };
    vm.runInNewContext(CODE, { ...globals, Uint8Array, Error });
  };
  start();
  Object.assign(world, {
    restart: start,
    install: async () => {
      await run('install', {});
      await run('activate', {});
    },
    /** What the page says when it has started. */
    check: () =>
      run('message', { data: 'check-shell', source: { postMessage: (told) => world.told.push(told) } }),
    /** What the browser shows: the page, or a file that it loads. */
    get: async (file = '', client = 'page') => {
      const request = {
        method: 'GET',
        url: scope + file,
        mode: file ? 'no-cors' : 'navigate',
        destination: file ? 'script' : 'document',
      };
      const answer = await run('fetch', { request, clientId: client, resultingClientId: client });
      return answer ? answer.text() : null;
    },
  });
  return world;
}

export async function assertWhole(world, name, client) {
  for (const [file, text] of version(name))
    if (file !== 'shell.txt') assert.equal(await world.get(file === 'index.html' ? '' : file, client), text);
}

/** Installed, and without a network from here on. */
export async function installed(path) {
  const store = new Store();
  const world = installation(store, path);
  await world.install();
  return { store, world };
}
