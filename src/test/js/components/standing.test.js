import test from 'node:test';
import assert from 'node:assert/strict';
import { retryFact, serverFact, workFacts } from '../../../main/webapp/components/conflict/standing.js';

const well = { online: true, server: 'reached', isRunning: false, progress: null, storage: 'available' };
const none = { total: 0, toSend: 0, waiting: 0, conflicts: 0, rejected: 0 };
const keys = (counts, connection = {}, lastSync = 'then') =>
  workFacts({ ...none, ...counts }, { ...well, ...connection }, lastSync).map(({ key }) => key);

test('how the server stands, the worst first', () => {
  for (const [change, key] of [
    [{}, 'online'],
    [{ online: false }, 'offline'],
    [{ server: 'unreachable' }, 'unreachable'],
    [{ server: 'failed' }, 'serverTrouble'],
    [{ server: 'unauthenticated', online: false }, 'signInAgain'],
    [{ server: 'revoked' }, 'accessEnded'],
    [{ server: 'unknown', isRunning: true }, 'connecting'],
    [{ storage: 'unavailable', server: 'unauthenticated' }, 'nothingKept'],
  ])
    assert.equal(serverFact({ ...well, ...change }).key, key);
});

test('the next try is counted down, and never below a second', () => {
  const at = (ms) =>
    retryFact({ ...well, server: 'unreachable', retryAt: new Date(ms).toISOString() }, 10_000);
  assert.deepEqual(at(30_000).values, { seconds: 20 });
  assert.deepEqual(at(9_000).values, { seconds: 1 });
  assert.equal(retryFact({ ...well, retryAt: new Date(30_000).toISOString() }, 10_000), null);
});

test('what waits is told, and "all sent" only where all is', () => {
  assert.deepEqual(keys({}), ['allSent']);
  assert.deepEqual(keys({}, {}, null), ['nothingToSend']);
  assert.deepEqual(keys({ total: 1 }), ['kept']);
  assert.deepEqual(keys({ total: 1, waiting: 1 }), ['waitsForDecision']);
  assert.deepEqual(keys({ total: 3, toSend: 3 }, { isRunning: true, progress: { phase: 'push' } }), [
    'sending',
  ]);
  assert.deepEqual(keys({ total: 3, toSend: 1, waiting: 1, conflicts: 1, rejected: 1 }), [
    'toSend',
    'waits',
    'refused',
  ]);
  assert.deepEqual(keys({ total: 1, conflicts: 1 }), ['toDecide']);
  assert.deepEqual(workFacts(null, well, null), []);
});
