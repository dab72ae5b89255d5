import test from 'node:test';
import assert from 'node:assert/strict';
import { FakeLocks, withNavigator, withPage } from '../fake-browser.js';
import { OneTab } from '../../../main/webapp/tidemark/net/one-tab.js';

/** One of several tabs does something for all: with Web Locks, and where there are none. */

const QUICK = { ask: 20, answer: 20 };

/** So many tabs; `doing` holds those that do it now. */
function tabs(t, count, patience = QUICK) {
  const name = `one ${crypto.randomUUID()}`;
  const doing = new Set();
  const told = [];
  const all = Array.from({ length: count }, (_, n) => {
    const take = () => {
      doing.add(n);
      return () => doing.delete(n);
    };
    return new OneTab(name, take, (message) => told.push([n, message]), patience);
  });
  t.after(() => all.forEach((tab) => tab.stop()));
  return { all, doing, told, name };
}

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition) {
  for (const end = Date.now() + 10_000; Date.now() < end; await later(5)) if (condition()) return;
  assert.fail(`waited in vain until ${condition}`);
}

const settled = (doing) => until(() => doing.size === 1);

/** Goes on and on without an answer, as a page does in a loop. */
function hang(tab) {
  tab.channel.onmessage = null;
}

const KINDS = [
  ['with Web Locks', () => ({ locks: new FakeLocks() })],
  ['without Web Locks', () => ({})],
];

for (const [where, members] of KINDS) {
  const withTabs = (count, work) => (t) => withNavigator(members(), () => work(tabs(t, count)));

  test(
    `${where}: one of eight does it, and when it is closed another one`,
    withTabs(8, async ({ all, doing }) => {
      for (let left = 8; left > 0; left--) {
        await settled(doing);
        await later(30);
        assert.equal(doing.size, 1);
        all[[...doing][0]].stop();
      }
      assert.equal(doing.size, 0);
    }),
  );

  test(
    `${where}: it tells the others`,
    withTabs(3, async ({ all, doing, told }) => {
      await settled(doing);
      const [one] = doing;
      all[one].tell('news');
      await until(() => told.length === 2);
      assert.deepEqual(
        told.map(([n]) => n).sort(),
        [0, 1, 2].filter((n) => n !== one),
      );
    }),
  );

  test(
    `${where}: one that hangs is relieved, and lets go when it is back`,
    withTabs(3, async ({ all, doing }) => {
      await settled(doing);
      const [hanging] = doing;
      const heard = all[hanging].channel.onmessage;
      hang(all[hanging]);
      await until(() => [...doing].some((n) => n !== hanging));
      all[hanging].channel.onmessage = heard;
      await settled(doing);
    }),
  );

  test(`${where}: one that is frozen makes room, and comes back behind the others`, (t) =>
    withNavigator(members(), () =>
      withPage(async ({ document, tell }) => {
        const { all, doing } = tabs(t, 1);
        await settled(doing);
        const away = () => doing.size === 0;
        document.dispatchEvent(new Event('freeze'));
        await until(away);
        document.dispatchEvent(new Event('resume'));
        await settled(doing);
        tell('pagehide');
        await until(away);
        tell('pageshow');
        await settled(doing);
        all[0].stop();
        tell('pageshow');
        await until(away);
      }),
    ));
}

for (const [where, members] of KINDS)
  test(`${where}: one that passes it on leaves it to another one, and has it again if it is alone`, (t) =>
    withNavigator(members(), async () => {
      const { all, doing } = tabs(t, 2, { ask: 500, answer: 300 });
      await settled(doing);
      const [one] = doing;
      all[one].pass();
      await until(() => doing.size === 1 && !doing.has(one));
      all[1 - one].stop();
      await settled(doing);
      all[one].pass();
      await settled(doing);
    }));

test('without Web Locks: one that is closed says so, and nobody waits for it', (t) =>
  withNavigator({}, async () => {
    const { all, doing } = tabs(t, 8, { ask: 1e6, answer: 1e6 });
    for (let left = 8; left > 1; left--) {
      await settled(doing);
      all[[...doing][0]].stop();
    }
    await settled(doing);
  }));

test('where tabs cannot talk either, each does it for itself', (t) =>
  withNavigator({}, async () => {
    const { BroadcastChannel } = globalThis;
    delete globalThis.BroadcastChannel;
    try {
      const { doing } = tabs(t, 2);
      assert.equal(doing.size, 2);
    } finally {
      globalThis.BroadcastChannel = BroadcastChannel;
    }
  }));
