import test from 'node:test';
import assert from 'node:assert/strict';
import { withEventSource } from '../fake-browser.js';
import { listen } from '../../../main/webapp/tidemark/net/event-stream.js';

/** One event stream: that it lives is known, or it is opened anew. Time passes as the tests say. */

const config = { url: '/api', retry: { base: 500, max: 30_000 } };

/** @param {import('node:test').TestContext} t */
function listening(t, { isWanted = () => true, pass: another = () => {} } = {}) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const heard = [];
  const sources = withEventSource(t);
  const stream = listen(config, (hint) => heard.push(hint), isWanted, another);
  t.after(stream.end);
  const pass = (/** @type {number} */ seconds) => {
    for (let s = 0; s < seconds; s++) t.mock.timers.tick(1000);
  };
  return { sources, heard, pass, stream };
}

const alive = { every: 15_000, spread: 0 };

test('a stream that says that it lives is left alone', (t) => {
  const { sources, heard, pass } = listening(t);
  sources[0].tell('open');
  for (let n = 0; n < 100; n++) {
    sources[0].tell('alive', alive);
    pass(15);
  }
  assert.equal(sources.length, 1);
  assert.equal(heard.length, 1, 'once it was open');
});

test('one that falls silent is opened anew, and what may have happened is asked for meanwhile', (t) => {
  const { sources, heard, pass } = listening(t);
  sources[0].tell('open');
  sources[0].tell('alive', alive);
  pass(45);
  assert.equal(sources[0].closed, true);
  assert.equal(sources.length, 2);
  assert.deepEqual(heard, [{}, {}]);
  pass(300);
  const polls = heard.length - 2;
  assert.ok(polls >= 5 && polls <= 15, `${polls} polls in five minutes of silence`);
  assert.ok(sources.length <= 20, `${sources.length} streams`);
  assert.ok(sources.filter(({ closed }) => !closed).length <= 1, 'never two at once');
});

test('one that breaks and does not come back is asked for at once: the server may be gone', (t) => {
  const { sources, heard, pass } = listening(t);
  sources[0].tell('open');
  sources[0].tell('alive', alive);
  sources[0].tell('error');
  assert.equal(heard.length, 1, 'a break alone tells nothing');
  pass(1);
  sources[1].tell('error');
  assert.equal(heard.length, 2);
  pass(2);
  sources[2].tell('error');
  assert.equal(heard.length, 2, 'and not at every try');
});

test('one whose headers come through and nothing else is silent too', (t) => {
  const { sources, pass } = listening(t);
  for (let n = 0; n < 5; n++) {
    sources.at(-1).tell('open');
    pass(60);
  }
  assert.ok(sources.length > 3);
});

test('one that is refused is asked for ever more seldom, and time is gone by meanwhile', (t) => {
  const { sources, heard, pass } = listening(t);
  for (let n = 0; n < 600; n++) {
    if (!sources.at(-1).closed) sources.at(-1).tell('error');
    pass(1);
  }
  assert.ok(sources.length < 40, `${sources.length} in ten minutes`);
  assert.ok(heard.length >= 10 && heard.length <= 25, `${heard.length} polls in ten minutes`);
});

test('those who lose their streams together come back over the time that the server has named', (t) => {
  const { sources } = listening(t);
  const returns = [];
  for (let n = 0; n < 200; n++) {
    sources.at(-1).tell('alive', { every: 15_000, spread: 10_000 });
    sources.at(-1).tell('error');
    const { length } = sources;
    let waited = 0;
    while (sources.length === length) t.mock.timers.tick((waited += 50) && 50);
    returns.push(waited);
  }
  assert.ok(Math.max(...returns) > 8000 && Math.max(...returns) <= 10_600);
  assert.ok(Math.min(...returns) < 2000);
});

test('what an event says amiss does no harm', (t) => {
  const { sources, heard, pass } = listening(t);
  for (const data of [
    '',
    'null',
    '[]',
    '7',
    '{"every":0,"spread":-1}',
    '{"every":1e99,"spread":1e99}',
    '{"every":"x"}',
  ])
    sources.at(-1).say('alive', data);
  sources[0].say('changed', 'nonsense');
  sources[0].say('changed', '{"scope":"emea","version":7,"spread":"soon"}');
  assert.deepEqual(
    heard.map(({ scope, version, spread }) => [scope, version, spread]),
    [
      [undefined, undefined, undefined],
      ['emea', 7, undefined],
    ],
  );
  pass(400);
  assert.ok(sources.length > 1, 'its silence was noticed');
});

test('where the server ends a stream another one follows at once, unless that goes on and on', (t) => {
  const { sources, pass } = listening(t);
  sources[0].tell('alive', alive);
  pass(60);
  sources.at(-1).tell('alive', alive);
  pass(2);
  const { length } = sources;
  sources.at(-1).tell('again');
  assert.equal(sources.length, length + 1);
  assert.equal(sources.at(-2).closed, true);
  for (let n = 0; n < 600; n++) {
    sources.at(-1).tell('again');
    t.mock.timers.tick(100);
  }
  assert.ok(sources.length < length + 15, `${sources.length - length} in a minute`);
});

test('what nobody wants is not opened, until somebody does', (t) => {
  let [isWanted, passed] = [false, 0];
  const { sources, heard, pass, stream } = listening(t, {
    isWanted: () => isWanted,
    pass: () => (passed += 1),
  });
  pass(305);
  assert.equal(passed, 10);
  assert.equal(sources.length, 0);
  assert.deepEqual(heard, []);
  isWanted = true;
  stream.again();
  assert.equal(sources.length, 1);
  stream.again();
  assert.equal(sources.length, 1);
});

test('after its end nothing comes of it', (t) => {
  const { sources, heard, pass, stream } = listening(t);
  stream.end();
  sources[0].tell('changed', { scope: 'emea', version: 1 });
  sources[0].tell('error');
  pass(300);
  assert.equal(sources.length, 1);
  assert.deepEqual(heard, []);
});
