import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pauseFact, pauseText, serverFact, workFacts } from '../../../main/webapp/app/state/standing.js';

const retryAt = '2026-11-29T20:03:12.000Z';
const connection = (/** @type {any} */ more) => ({
  ...{ online: true, server: 'reached', retryAt: null, reason: null },
  ...{ isRunning: false, progress: null, storage: 'available', ...more },
});
const none = {
  ...{ added: 0, modified: 0, deleted: 0, decided: 0, total: 0 },
  ...{ toSend: 0, waiting: 0, conflicts: 0, rejected: 0 },
};

for (const [what, tide, text, at] of /** @type {[string, any, string, string | null][]} */ ([
  ['an answer', {}, 'Online', null],
  ['a server that stopped', { server: 'unreachable', retryAt }, 'Server not reachable', retryAt],
  ['a server that fails', { server: 'failed', retryAt }, 'Server trouble', retryAt],
  ['a session that ended', { server: 'unauthenticated' }, 'Sign in again', null],
  ['a withdrawn replica', { server: 'revoked' }, 'Access ended', null],
  ['nothing heard yet', { server: 'unknown' }, 'Not connected yet', null],
  ['the first sync', { server: 'unknown', isRunning: true }, 'Connecting', null],
  ['no network', { server: 'reached', isAway: true }, 'Offline', null],
  ['no network, tried', { server: 'unreachable', isAway: true, retryAt }, 'Offline', retryAt],
  ['the switch', { server: 'unreachable', chosen: true, retryAt }, 'Working offline', null],
])) {
  test(`the status line after ${what} says "${text}"`, () => {
    const { chosen = false, isAway = false, ...more } = tide;
    const fact = serverFact({ chosen, isAway, connection: connection(more) });
    assert.equal(fact.text, text);
    assert.equal(fact.at ?? null, at);
  });
}

for (const [counts, texts] of /** @type {[any, string[]][]} */ ([
  [{}, ['All sent']],
  [{ total: 2, toSend: 2 }, ['2 to send']],
  [{ total: 1, waiting: 1, conflicts: 1 }, ['1 waits for 1 conflict']],
  [{ total: 4, toSend: 1, waiting: 3, conflicts: 2 }, ['1 to send', '3 wait for 2 conflicts']],
  [{ total: 1, conflicts: 1 }, ['1 conflict to decide']],
  [{ total: 1, waiting: 1 }, ['1 waits for a decision']],
  [{ total: 2, rejected: 1, toSend: 1 }, ['1 to send', '1 refused']],
  [{ total: 1 }, ['1 kept here']],
])) {
  test(`what ${JSON.stringify(counts)} leaves is "${texts.join(' · ')}"`, () => {
    const facts = workFacts({
      counts: { ...none, ...counts },
      connection: connection({}),
      lastSync: retryAt,
    });
    assert.deepEqual(
      facts.map(({ text }) => text),
      texts,
    );
    for (const { text, href } of facts)
      assert.equal(
        href,
        /\b1 conflict/.test(text)
          ? '#/conflicts/next'
          : /conflict|decision/.test(text)
            ? '#/conflicts'
            : /refused/.test(text)
              ? '#/refused'
              : '#/outbox',
      );
  });
}

test('who works offline on purpose is not told that anything is being sent', () => {
  const running = connection({ isRunning: true, progress: { phase: 'push', done: 0, total: 3 } });
  const counts = { ...none, total: 3, toSend: 3 };
  const [fact] = workFacts({ counts, connection: running, lastSync: retryAt, chosen: true });
  assert.equal(fact.text, '3 to send');
});

test('what is under way is being sent', () => {
  const running = connection({ isRunning: true, progress: { phase: 'push', done: 0, total: 3 } });
  const [fact] = workFacts({ counts: { ...none, total: 3, toSend: 3 }, connection: running, lastSync: null });
  assert.equal(fact?.text, 'Sending 3');
});

test('what is not known is not called sent', () => {
  const text = (/** @type {any} */ tide) =>
    workFacts({ counts: null, connection: connection({}), lastSync: null, ...tide }).map((fact) => fact.text);
  assert.deepEqual(text({}), []);
  assert.deepEqual(text({ counts: none }), ['Nothing to send']);
  assert.deepEqual(text({ connection: connection({ storage: 'unavailable' }), counts: none }), [
    'Nothing is kept in this browser',
  ]);
});

test('an open conflict stops both directions, and the words say both', () => {
  for (const conflicts of [1, 3]) assert.match(pauseText(conflicts), /Sending and receiving pause until/);
  assert.match(pauseText(1), /^One conflict waits/);
  assert.match(pauseText(3), /^3 conflicts wait/);
  assert.equal(pauseFact({ counts: { ...none, conflicts: 1 } }), '· paused');
  assert.equal(pauseFact({ counts: none }), '');
  assert.equal(pauseFact({ counts: null }), '');
});
