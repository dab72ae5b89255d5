import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, change } from './api.js';
import { Person, person, server, unique, until, useBrowser } from './world.js';

/** One event stream for all tabs of a browser: it has six connections to a server, and each stream keeps one. */

useBrowser();

const TABS = 8;

/** The tabs that hold a stream now. @param {import('playwright-core').BrowserContext} context */
function watchStreams(context) {
  /** @type {Map<import('playwright-core').Request, import('playwright-core').Page>} */
  const open = new Map();
  context.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('/api/events')) open.set(request, request.frame().page());
  });
  for (const end of /** @type {const} */ (['requestfinished', 'requestfailed']))
    context.on(/** @type {any} */ (end), (/** @type {any} */ request) => open.delete(request));
  return {
    holders: () => [...open.values()].filter((page) => !page.isClosed()),
    /** What a page that crashed held is not told of any more. @param {import('playwright-core').Page} page */
    forget: (page) => open.forEach((holder, request) => holder === page && open.delete(request)),
  };
}

/**
 * @param {import('node:test').TestContext} t
 * @param {number} [count]
 * @param {(context: import('playwright-core').BrowserContext) => Promise<void>} [prepare]
 */
async function manyTabs(t, count = TABS, prepare = async () => {}) {
  const first = await person(t, 'alice');
  await prepare(first.context);
  const streams = watchStreams(first.context);
  await first.page.reload();
  await first.heading('Companies');
  const tabs = [first];
  while (tabs.length < count) {
    const tab = new Person(first.context, await first.context.newPage(), 'alice');
    await tab.page.goto(`${server}/`);
    await tab.heading('Companies');
    tabs.push(tab);
  }
  return { tabs, streams };
}

/** Somebody else's edit is seen in each of these tabs, and each can still ask the server. @param {Person[]} tabs */
async function live(tabs) {
  const name = unique('Hiddensee Licht');
  const id = await addCompany('bob', { name });
  for (const tab of tabs) {
    await until('the edit is here', () => tab.inApp((db, key) => db.companies.get(key).then(Boolean), id));
    assert.equal(await tab.page.evaluate(() => fetch('/api').then(({ status }) => status)), 200);
  }
  await change('bob', { companies: { deleted: [{ id, version: 1 }] } });
}

test('eight tabs hold one stream, and hand it on when its tab is closed or crashes', async (t) => {
  const { tabs, streams } = await manyTabs(t);
  await until('one tab has a stream', async () => streams.holders().length === 1);
  await live(tabs);

  const [owner] = streams.holders();
  await owner.close();
  let left = tabs.filter(({ page }) => page !== owner);
  await until('another tab has it', async () => streams.holders().length === 1);
  await live(left);

  const [next] = streams.holders();
  void next.goto('chrome://crash').catch(() => {});
  await next.waitForEvent('crash');
  streams.forget(next);
  left = left.filter(({ page }) => page !== next);
  await until('a third one has it', async () => streams.holders().length === 1);
  await live(left);
});

test('a tab that the browser freezes hands the stream on', async (t) => {
  const { tabs, streams } = await manyTabs(t, 3);
  await until('one tab has a stream', async () => streams.holders().length === 1);
  const [owner] = streams.holders();
  // Said as the browser says it: under these tests it takes every tab for one that is seen, and freezes none.
  await owner.evaluate(() => document.dispatchEvent(new Event('freeze')));
  await until(
    'another tab has it',
    async () => streams.holders().length === 1 && streams.holders()[0] !== owner,
  );
  await owner.evaluate(() => document.dispatchEvent(new Event('resume')));
  await live(tabs);
  assert.equal(streams.holders().length, 1);
});

test('without Web Locks eight tabs hold one stream too', async (t) => {
  const { tabs, streams } = await manyTabs(t, TABS, (context) =>
    context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined })),
  );
  await until('one tab has a stream', async () => streams.holders().length === 1);
  await live(tabs);
  const [owner] = streams.holders();
  await owner.close();
  await until('another tab has it', async () => streams.holders().length === 1);
  await live(tabs.filter(({ page }) => page !== owner));
});
