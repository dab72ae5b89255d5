import test from 'node:test';
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Progress } from '../../../main/webapp/tidemark/cycle/progress.js';
import { refusedCursor } from '../answers.js';
import { ModelServer } from '../model-server.js';
import { named } from '../paged.js';
import { SETTINGS, browser, company, sync } from '../world.js';

/** A server that has always more, and always something new: nobody can tell it from one with very many records. */

/** Answers each pull with rows that never were, and a cursor that moves. */
function endless(server, state) {
  return async (url, init) => {
    const { pull, ...rest } = JSON.parse(init.body ?? '{}');
    if (!state.isLying && /^c\d+$/.test(pull?.cursor)) return refusedCursor();
    if (!pull || !state.isLying) return server.as('alice')(url, init);
    const body = JSON.stringify({ ...rest, pull: { ...pull, cursor: null } });
    const response = await server.as('alice')(url, { ...init, body });
    const json = await response.json();
    state.pages += 1;
    const version = state.pages;
    const upserted = [{ id: crypto.randomUUID(), version, fields: named(version) }];
    const scopes = [{ scope: 'emea', changes: { companies: { upserted } } }];
    return new Response(
      JSON.stringify({ ...json, pull: { ...json.pull, cursor: `c${state.pages}`, more: true, scopes } }),
    );
  };
}

test('a pull that always has more ends, whether it goes in circles or brings nothing', async () => {
  const ways = {
    'the same cursor': (pull, asked) => ({ ...pull, cursor: asked ?? pull.cursor, more: true }),
    'a circle': (pull, asked, n) => ({ ...pull, cursor: `c${n % 3}`, more: true, scopes: [] }),
    nothing: (pull, asked, n) => ({ ...pull, cursor: `c${n}`, more: true, scopes: [] }),
  };
  for (const [what, way] of Object.entries(ways)) {
    const server = new ModelServer();
    let [requests, isLying] = [0, true];
    const fetch = async (url, init) => {
      const { pull, ...rest } = JSON.parse(init.body ?? '{}');
      if (!pull || !isLying) return server.as('alice')(url, init);
      requests += 1;
      const body = JSON.stringify({ ...rest, pull: { ...pull, cursor: null } });
      const response = await server.as('alice')(url, { ...init, body });
      const json = await response.json();
      return new Response(JSON.stringify({ ...json, pull: way(json.pull, pull.cursor, requests) }));
    };
    const db = await browser(server, 'alice', { fetch });
    const mine = company(db);
    await db.companies.add(mine);
    const report = await sync(db, 'failed');
    assert.equal(report.reason, 'the pull makes no progress', what);
    assert.ok(requests < 200, `${what}: ${requests} requests`);
    assert.ok(await db.companies.get(mine.id));
    isLying = false;
    // The cursor that it was given is none of this server.
    const refusing = async (url, init) => {
      if (!/"cursor":"c\d+"/.test(init.body ?? '')) return server.as('alice')(url, init);
      return refusedCursor();
    };
    db.tidemark.configure({ ...SETTINGS, retry: { attempts: 1 }, fetch: refusing });
    await sync(db);
    assert.ok(await db.companies.get(mine.id));
  }
});

test('a pull that always brings something new shows its progress, ends by its signal, and loses nothing', async () => {
  const server = new ModelServer();
  const state = { isLying: true, pages: 0 };
  const db = await browser(server, 'alice', { fetch: endless(server, state) });
  const mine = company(db);
  await db.companies.add(mine);
  const stop = new AbortController();
  const shown = [];
  db.tidemark.on('progress', ({ phase, done }) => {
    if (phase !== 'pull') return;
    shown.push(done);
    if (shown.length === 300) stop.abort();
  });
  const report = await db.tidemark.sync({ signal: stop.signal });
  assert.deepEqual([report.status, report.reason], ['failed', 'aborted']);
  assert.ok(state.pages < 310, `${state.pages} pages`);
  assert.deepEqual(
    shown,
    [...shown].sort((a, b) => a - b),
  );
  assert.ok(shown.at(-1) >= 299, `${shown.at(-1)} shown`);
  // What was written here came through with the first page, although the pull has no end.
  assert.ok(server.record('companies', mine.id));
  state.isLying = false;
  await sync(db);
  assert.ok(await db.companies.get(mine.id));
});

test('however many pages a pull has, what is remembered of them does not grow', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const progress = new Progress();
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < 20_000; n++) {
    const cursor = Buffer.alloc(5_000, `${n} `).toString('latin1');
    assert.equal(progress.isStuck({ cursor: `${n}` }, { more: true, cursor, scopes: [{}] }), false);
  }
  collect();
  const grown = process.memoryUsage().heapUsed - before;
  assert.ok(grown < 20_000_000, `${grown} bytes more`);
  assert.equal(progress.isStuck({ cursor: '' }, { more: false, cursor: '', scopes: [] }), false);
});

test('a circle is found, however late it begins and however long it is', () => {
  for (const [begin, length] of [
    [0, 2],
    [0, 50],
    [17, 3],
    [300, 77],
  ]) {
    const progress = new Progress();
    let pages = 0;
    let at = 0;
    const next = (n) => (n + 1 < begin + length ? n + 1 : begin);
    while (!progress.isStuck({ cursor: `${at}` }, { more: true, cursor: `${next(at)}`, scopes: [{}] })) {
      at = next(at);
      pages += 1;
      assert.ok(pages < 4 * (begin + length) + 4, `${begin}, ${length}: not found`);
    }
  }
});
