import test from 'node:test';
import assert from 'node:assert/strict';
import { busy, nothingIsLost } from '../busy.js';
import { id } from '../paged.js';
import { SETTINGS, rowsOf } from '../world.js';

/**
 * Answers by chance from somebody who means ill, or from a broken proxy: names of prototypes, numbers that no number
 * holds, depth without end, pages of HTML, what was cut or never ends. `SEED=… ROUNDS=…` plays others.
 */

const SEED = Number(process.env.SEED ?? 20261130);
const ROUNDS = Number(process.env.ROUNDS ?? 60);

/** Mulberry32: small, and the same everywhere. */
function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  return { below, one: (list) => list[below(list.length)] };
}

const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  '',
  '0',
];
const DEPTH = 50_000;

/** Raw JSON: what is a value to a parser, and to nobody else. */
const RAW = [
  ...['1e400', '-1e400', '9007199254740993', '1e21', '-0', '1e-400', '99999999999999999999999'],
  ...['{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}'],
  ...['{"toString":null,"valueOf":1}', '{"length":4294967295}', '{"then":1}', '[null]', 'null', '""', '{}'],
  '['.repeat(DEPTH) + ']'.repeat(DEPTH),
  '{"a":'.repeat(DEPTH) + '1' + '}'.repeat(DEPTH),
  '"\\ud800"',
  '"\\u0000"',
  '"<img src=x onerror=alert(1)>"',
  JSON.stringify('x'.repeat(200_000)),
];
const HTML = '<!doctype html><script>globalThis.polluted = true</script><h1>It works!</h1>';
const TYPES = ['text/html', 'application/json', 'application/problem+json', 'x', 'text/event-stream'];
const STATUS = [
  200, 200, 201, 206, 400, 403, 404, 405, 408, 413, 418, 429, 451, 499, 500, 501, 502, 503, 599,
];
const WAITS = ['0', '-1', '1e9', '99999999999999999999', 'Thu, 01 Jan 1970 00:00:00 GMT', 'x, y', ''];
const PROBLEMS = [
  '__proto__',
  'constructor',
  'malformed-message',
  'too-large',
  'busy',
  'not-found',
  '',
  'x/../y',
];
const POINTERS = [
  '/push/changes/__proto__/added/0',
  '/push/changes/companies/constructor/0',
  '/push',
  '/',
  '~',
  '',
];

/** The places of a JSON value, each as a list of names. */
function placesOf(value, path = []) {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.keys(value).flatMap((name) => placesOf(value[name], [...path, name]))];
}

const HERE = '@here@';

/** What becomes of an answer: how to say it, and the text or stream that is said. */
const LIES = {
  'a value that is none': ({ one }, json) => {
    const copy = structuredClone(json);
    const path = one(placesOf(json).filter((place) => place.length > 0));
    const raw = one(RAW);
    path.slice(0, -1).reduce((at, name) => at[name], copy)[path.at(-1)] = HERE;
    return { text: JSON.stringify(copy).replace(`"${HERE}"`, () => raw) };
  },
  'a name of a prototype': ({ one }, json) => {
    const text = JSON.stringify(json);
    const names = [...new Set(text.match(/"[a-zA-Z]+":/g))];
    return { text: text.replaceAll(one(names), () => `${JSON.stringify(one(NAMES))}:`) };
  },
  'a member more': ({ one, below }, json) => {
    const text = JSON.stringify(json);
    const places = [...text.matchAll(/\{(?=")/g)].map(({ index }) => index + 1);
    const at = places[below(places.length)];
    return { text: `${text.slice(0, at)}${JSON.stringify(one(NAMES))}:${one(RAW)},${text.slice(at)}` };
  },
  'a part': ({ below }, json) => {
    const text = JSON.stringify(json);
    return { text: text.slice(0, below(text.length)) };
  },
  'some wrong bytes': ({ below }, json) => {
    const bytes = new TextEncoder().encode(JSON.stringify(json));
    // Not letters and digits: another id or another version is another answer, and not a broken one.
    for (let n = below(4) + 1; n > 0; n--) {
      const at = below(bytes.length);
      if (/[{}[\]:,"]/.test(String.fromCharCode(bytes[at]))) bytes[at] = 0x80 + below(0x80);
    }
    return { text: bytes };
  },
  'a page of HTML': ({ one }) => ({ text: HTML, status: one(STATUS), type: one(TYPES) }),
  'a refusal': ({ one }) => ({
    text: JSON.stringify({
      type: `urn:tidemark:problem:${one(PROBLEMS)}`,
      pointer: one(POINTERS),
      limit: -1,
    }),
    status: one(STATUS.filter((status) => status >= 400)),
    type: one(TYPES),
  }),
  'another value alone': ({ one }) => ({ text: one(RAW), status: one(STATUS), type: one(TYPES) }),
  'something that never ends': ({ one }, json) => ({ text: endless(one(['x', ' ', JSON.stringify(json)])) }),
};

/** The text, and nothing after it, for ever; a server that drips keeps a connection in the same way. */
const endless = (text) =>
  new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(text)) });

async function lyingTo(lies) {
  const state = { isLying: false, said: null };
  const lying = (server) => async (url, init) => {
    const response = await server.as('alice')(url, init);
    if (!state.isLying || !response.ok) return response;
    const { text, status = 200, type = 'application/json', wait } = lies(await response.json());
    state.said = typeof text === 'string' ? text.slice(0, 300) : text;
    const headers = { 'Content-Type': type, ...(wait ? { 'Retry-After': wait } : {}) };
    return new Response(text, { status, headers });
  };
  const options = { retry: { attempts: 1 }, timeout: 150 };
  const world = await busy(lying, options);
  const again = () => world.db.tidemark.configure({ ...SETTINGS, ...options, fetch: world.fetch });
  return { ...world, state, again };
}

test(`hostile answers by chance, seed ${SEED}: no error of our own, nothing lost, and it heals`, async () => {
  const met = new Map();
  for (let round = 0; round < ROUNDS; round++) {
    const dice = chance(SEED + round);
    const kind = dice.one(Object.keys(LIES));
    const wait = dice.below(3) === 0 ? dice.one(WAITS) : undefined;
    const world = await lyingTo((json) => ({ ...LIES[kind](dice, json), wait }));
    const what = () => `round ${round}, ${kind}: ${world.state.said}`;
    world.state.isLying = true;
    // Now and then who is signed in is asked as well.
    if (dice.below(3) === 0) world.again();
    const report = await world.db.tidemark.sync();
    met.set(`${kind}: ${report.status}`, true);
    assert.doesNotMatch(
      String(report.reason),
      /TypeError|RangeError|DataError|DataCloneError|undefined|stack/,
      what(),
    );
    assert.equal({}.polluted ?? globalThis.polluted, undefined, what());
    await nothingIsLost(world, what());
    world.state.isLying = false;
    for (let n = 0; n < 3; n++) await world.db.tidemark.sync();
    await nothingIsLost(world, what());
    // What an answer keeps silent about, nobody can know, even if another one showed that something is wrong.
    if (kind === 'a name of a prototype' || ['synced', 'conflicts'].includes(report.status)) continue;
    const ids = (await rowsOf(world.db)).map((row) => row.id);
    assert.deepEqual(ids, [1, 2, 4, 5, 6].map(id), what());
    assert.equal((await world.db.companies.get(id(2))).name, 'news', what());
    world.db.close();
  }
  for (const kind of Object.keys(LIES))
    if (ROUNDS >= 60)
      assert.ok(
        [...met.keys()].some((one) => one.startsWith(kind)),
        `${kind} was not played`,
      );
});
