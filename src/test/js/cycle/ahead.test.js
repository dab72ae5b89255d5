import test from 'node:test';
import assert from 'node:assert/strict';
import { Ahead } from '../../../main/webapp/tidemark/cycle/prefetch.js';

/** A page that was asked for ahead counts only where the replica then stands as was thought. */

const asked = { replica: 'r', number: 4, cursor: 'c' };
const answer = { kind: 'answer', body: {} };

let config = {};
const configOf = () => config;

function askedAhead(outcome = answer) {
  const ahead = new Ahead(configOf, () => Promise.resolve(outcome));
  ahead.ask(asked);
  return ahead;
}

/** What came of it, for who asks from there. */
const had = async (ahead, from) => (await ahead.come(10))(from);

test('what was asked for ahead is had once', async () => {
  const ahead = askedAhead();
  assert.equal(await had(ahead, { ...asked }), answer);
  assert.equal(await had(ahead, asked), null);
  assert.equal(await had(new Ahead(configOf, () => assert.fail('asked')), asked), null);
});

test('the page that follows is under way as soon as one has come', async () => {
  const sent = [];
  const pages = [
    { cursor: 'd', more: true },
    { cursor: 'e', more: false },
  ];
  const ahead = new Ahead(configOf, (_, { body }) => {
    sent.push(JSON.parse(body).pull);
    return Promise.resolve({ kind: 'answer', body: { pull: pages[sent.length - 1] } });
  });
  ahead.goOn({ ...asked, cursor: 'b' }, { pull: { cursor: 'c', more: true } }, 10);
  await had(ahead, asked);
  assert.deepEqual(sent, [
    { cursor: 'c', page: 10 },
    { cursor: 'd', page: 10 },
  ]);
  assert.equal((await had(ahead, { ...asked, cursor: 'd' })).body.pull, pages[1]);
  assert.equal(await had(ahead, { ...asked, cursor: 'e' }), null);
  assert.equal(sent.length, 2);
});

test('what was asked under another configuration is not had, and nothing follows', async () => {
  const sent = [];
  const more = { kind: 'answer', body: { pull: { cursor: 'd', more: true } } };
  const ahead = new Ahead(configOf, () => {
    sent.push(config);
    return new Promise((resolve) => setImmediate(() => resolve(more)));
  });
  ahead.ask(asked);
  const coming = had(ahead, asked);
  config = {};
  assert.equal(await coming, null);
  assert.equal(sent.length, 1);
});

test('what was asked under another configuration is not waited for', async () => {
  const ahead = new Ahead(configOf, () => new Promise(() => {}));
  ahead.ask(asked);
  config = {};
  assert.equal(await had(ahead, asked), null);
});

test('what is forgotten is not had', async () => {
  const ahead = askedAhead();
  ahead.forget();
  assert.equal(await had(ahead, asked), null);
});

for (const [what, other] of Object.entries({
  replica: 's',
  number: 5,
  cursor: 'd',
})) {
  test(`with another ${what} than was thought it is thrown away`, async () => {
    const ahead = askedAhead();
    assert.equal(await had(ahead, { ...asked, [what]: other }), null);
    assert.equal(await had(ahead, asked), null);
  });
}

test('trouble is had as it is: it counts as the first try', async () => {
  const trouble = { kind: 'unreachable' };
  assert.equal(await had(askedAhead(trouble), asked), trouble);
});
