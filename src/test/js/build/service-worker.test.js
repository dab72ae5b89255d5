import test from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

/**
 * The service worker between a browser that keeps files and a network that answers with anything: what it keeps is the
 * application of one version in whole, or what it kept before.
 */

const CODE = readFileSync(new URL('../../../main/webapp/service-worker.js', import.meta.url), 'utf8');
const ORIGIN = 'https://crm.example';
const sha = (text) => createHash('sha256').update(text).digest('hex');

const KINDS = {
  html: 'text/html;charset=UTF-8',
  js: 'text/javascript',
  mjs: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  webmanifest: 'application/manifest+json',
};

/** The files of one version; each says which it is. */
const version = (name) => {
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

const PORTAL = '<!doctype html><title>Please sign in to the network</title><h1>Welcome</h1>';
const portal = (headers = { 'Content-Type': 'text/html' }) => new Response(PORTAL, { headers });

/** What the browser keeps, over restarts of the worker. */
class Store {
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
function installation(store, path = '/', first = version('a')) {
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
    'Content-Type': KINDS[file.slice(file.lastIndexOf('.') + 1)] ?? 'text/plain',
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

async function assertWhole(world, name, client) {
  for (const [file, text] of version(name))
    if (file !== 'shell.txt') assert.equal(await world.get(file === 'index.html' ? '' : file, client), text);
}

/** Installed, and without a network from here on. */
async function installed(path) {
  const store = new Store();
  const world = installation(store, path);
  await world.install();
  return { store, world };
}

test('what the build lists is kept with the headers of the server, and opens without a network', async () => {
  const { store, world } = await installed();
  world.isOnline = false;
  await assertWhole(world, 'a');
  const [name] = await store.keys();
  const answer = await (await store.open(name)).match(`${ORIGIN}/`);
  assert.match(answer.headers.get('Content-Security-Policy'), /frame-ancestors/);
  assert.equal(answer.headers.get('X-Content-Type-Options'), 'nosniff');
  assert.equal(answer.headers.get('Content-Type'), KINDS.html);
});

const FOREIGN = {
  'a page of a portal': () => portal(),
  'a page that says that it is what was asked for': (file) =>
    portal({ 'Content-Type': KINDS[file.slice(file.lastIndexOf('.') + 1)] ?? 'text/plain' }),
  'the file, cut off': (file, text) =>
    new Response(text.slice(0, text.length / 2), {
      headers: { 'Content-Type': KINDS[file.slice(file.lastIndexOf('.') + 1)] ?? 'text/plain' },
    }),
  nothing: (file) =>
    new Response('', {
      headers: { 'Content-Type': KINDS[file.slice(file.lastIndexOf('.') + 1)] ?? 'text/plain' },
    }),
  'a part of it': (file, text) => new Response(text, { status: 206, headers: { 'Content-Type': KINDS.js } }),
  'the file as text': (file, text) =>
    new Response(text, { headers: { 'Content-Type': 'application/octet-stream' } }),
  'a page with 503': () => new Response(PORTAL, { status: 503 }),
  'the file, from elsewhere': (file, text) =>
    Object.defineProperty(new Response(text, { headers: { 'Content-Type': KINDS.js } }), 'redirected', {
      value: true,
    }),
  'a redirection': (file, text, init) => {
    if (init.redirect === 'error') throw new TypeError('Failed to fetch');
    return portal();
  },
  'a broken connection': () => {
    throw new TypeError('Failed to fetch');
  },
};

for (const [what, answer] of Object.entries(FOREIGN))
  test(`${what} instead of any one file leaves the old version, and the new one comes when all is well`, async () => {
    for (const bad of version('b').keys()) {
      // The list is read whatever it is served as.
      if (bad === 'shell.txt' && what === 'the file as text') continue;
      const { store, world } = await installed();
      world.files = version('b');
      world.to = (file, init) => (file === bad ? answer(file, world.files.get(file), init) : null);
      await world.check();
      world.isOnline = false;
      world.restart();
      await assertWhole(world, 'a');
      assert.deepEqual([world.told, (await store.keys()).length], [[], 1], bad);
      world.isOnline = true;
      world.to = () => null;
      await world.check();
      assert.deepEqual(world.told, ['shell-changed']);
      world.isOnline = false;
      await assertWhole(world, 'b', 'the next page');
    }
  });

for (const [what, answer] of Object.entries(FOREIGN))
  test(`${what} instead of any one file while it is installed keeps nothing`, async () => {
    for (const bad of version('a').keys()) {
      if (bad === 'shell.txt' && what === 'the file as text') continue;
      const store = new Store();
      const world = installation(store);
      world.to = (file, init) => (file === bad ? answer(file, world.files.get(file), init) : null);
      await assert.rejects(world.install(), bad);
      assert.deepEqual(await store.keys(), []);
      world.to = () => null;
      await world.install();
      world.isOnline = false;
      await assertWhole(world, 'a');
    }
  });

test('a portal that answers everything changes nothing, however often it is asked', async () => {
  const { store, world } = await installed();
  for (const headers of [{ 'Content-Type': 'text/html' }, { 'Content-Type': 'text/javascript' }, {}]) {
    world.to = () => portal(headers);
    for (let time = 0; time < 3; time++) await world.check();
    await assertWhole(world, 'a');
  }
  assert.equal((await store.keys()).length, 1);
});

test('a list that was cut off between two lines, or has a line too many, is none', async () => {
  const { world } = await installed();
  const lines = version('b').get('shell.txt').split('\n');
  for (const spoiled of [
    lines.slice(0, 3),
    [...lines.slice(0, 3), 'end 6'],
    [...lines.slice(0, -2)],
    ['end 0'],
    [...lines, lines[0]],
  ]) {
    world.files = version('b').set('shell.txt', spoiled.join('\n'));
    await world.check();
    await assertWhole(world, 'a');
  }
});

test('a server that goes from one version to the next while it is asked gives one of them, or none', async () => {
  for (let turn = 0; turn <= 8; turn++) {
    const { world } = await installed();
    const [b, c] = [version('b'), version('c')];
    let asked = 0;
    world.to = (file) => {
      const text = (asked++ < turn ? b : c).get(file);
      return new Response(text, {
        headers: { 'Content-Type': KINDS[file.slice(file.lastIndexOf('.') + 1)] ?? 'text/plain' },
      });
    };
    await world.check();
    world.isOnline = false;
    const shown = (await world.get('', 'another page')).match(/version (\w)/)[1];
    await assertWhole(world, shown, 'another page');
  }
});

test('what the browser itself kept of a portal is passed over', async () => {
  const { world } = await installed();
  world.files = version('b');
  world.to = (file, { cache }) => (cache === 'reload' ? null : portal());
  await world.check();
  await assertWhole(world, 'b', 'the next page');
});

test('a page that is open goes on with the version that it began with', async () => {
  const { store, world } = await installed();
  await world.get('', 'open');
  world.windows = [{ id: 'open' }];
  world.files = version('b');
  await world.check();
  assert.equal(await world.get('app/main.js', 'open'), version('a').get('app/main.js'));
  await assertWhole(world, 'b', 'the next page');
  world.windows = [{ id: 'the next page' }];
  await world.check();
  assert.equal((await store.keys()).length, 1);
});

test('what is not of the application is neither answered nor kept', async () => {
  const { world } = await installed();
  for (const [path, more] of [
    ['api', { destination: '' }],
    ['api/conflicts', { mode: 'navigate', destination: 'document' }],
    ['sign-in', { method: 'POST', destination: '' }],
  ]) {
    let isAnswered = false;
    const request = { method: 'GET', url: `${ORIGIN}/${path}`, mode: 'cors', ...more };
    world.listeners.fetch({ request, clientId: 'page', respondWith: () => (isAnswered = true) });
    assert.equal(isAnswered, false, path);
  }
});

test('headers that protect the page are kept as they are now, and are no new version', async () => {
  const { store, world } = await installed();
  world.ancestors = "'self'";
  await world.check();
  const [name, ...more] = await store.keys();
  const answer = await (await store.open(name)).match(`${ORIGIN}/`);
  assert.match(answer.headers.get('Content-Security-Policy'), /frame-ancestors 'self'/);
  assert.deepEqual([world.told, more], [[], []]);
});

test('two installations on one origin do not touch each other', async () => {
  const store = new Store();
  const worlds = ['/', '/crm/', '/crm/test/'].map((path) => installation(store, path));
  for (const world of worlds) await world.install();
  worlds[1].files = version('b');
  for (const world of worlds) await world.check();
  for (const world of worlds) world.isOnline = false;
  for (const [i, name] of ['a', 'b', 'a'].entries()) await assertWhole(worlds[i], name, `page ${i}`);
  assert.equal((await store.keys()).length, 3);
});

test('a browser that the worker before this one has spoiled recovers by itself', async () => {
  const store = new Store();
  const old = await store.open('tidemark-shell-0123456789abcdef');
  await old.put(`${ORIGIN}/`, portal());
  const world = installation(store);
  const went = [];
  world.windows = [{ id: 'spoiled', url: `${ORIGIN}/`, navigate: async (url) => went.push(url) }];
  await world.install();
  assert.deepEqual(went, [`${ORIGIN}/`]);
  world.isOnline = false;
  await assertWhole(world, 'a');
  assert.equal((await store.keys()).length, 1);
});

test('what the worker before this one kept well is replaced without a reload, and another installation keeps its own', async () => {
  const store = new Store();
  for (const [name, start] of [
    ['0123456789abcdef', `${ORIGIN}/crm/`],
    ['fedcba9876543210', `${ORIGIN}/`],
  ]) {
    const old = await store.open(`tidemark-shell-${name}`);
    await old.put(start, new Response('<!doctype html>'));
    await old.put(`${start}app/main.js`, new Response('old'));
  }
  const world = installation(store, '/crm/');
  world.windows = [{ id: 'open', url: `${ORIGIN}/crm/`, navigate: async () => assert.fail('it was well') }];
  await world.install();
  const names = await store.keys();
  assert.ok(names.includes('tidemark-shell-fedcba9876543210') && names.length === 2, names.join());
});
